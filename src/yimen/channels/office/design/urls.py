"""Address of the design page."""

from django.urls import path

from yimen.channels.office.design.views import design

urlpatterns = [path("", design, name="design")]
