"""Address of the design page: `/design`."""

from django.urls import path

from yimen.channels.office.design.views import design

urlpatterns = [path("design", design, name="design")]
