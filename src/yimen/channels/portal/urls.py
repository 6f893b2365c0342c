"""Addresses of this door. `/t/…` and `/r/…` are short because they stand in QR codes."""

from django.urls import URLPattern, URLResolver, path

from yimen.channels.portal.views import home, rating, ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="portal-home"),
    path("t/<str:public_id>", ticket.ticket, name="ticket"),
    path("t/<str:public_id>/withdraw", ticket.withdraw, name="ticket-withdraw"),
    path("t/<str:public_id>/rejoin", ticket.rejoin, name="ticket-rejoin"),
    path("r/thanks", rating.thanks, name="rating-thanks"),
    path("r/<str:token>", rating.rate, name="rating"),
]
