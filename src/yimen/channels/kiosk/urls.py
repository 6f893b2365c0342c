"""Addresses of this door. Inside a visit there is nothing in an address but the deed."""

from django.urls import URLPattern, URLResolver, path

from yimen.channels.kiosk.views import (
    checkin,
    choosing,
    enrolment,
    home,
    pickup,
    simulators,
    taking,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="kiosk-home"),
    path("figures", home.figures, name="kiosk-figures"),
    path("bye", home.bye, name="kiosk-bye"),
    path("look", home.change_look, name="kiosk-look"),
    path("help", home.call_for_help, name="kiosk-help"),
    path("start", choosing.start, name="kiosk-start"),
    path("on", choosing.go_on, name="kiosk-on"),
    path("back", choosing.go_back, name="kiosk-back"),
    path("identify", choosing.identify, name="kiosk-identify"),
    path("phone", choosing.give_phone, name="kiosk-phone"),
    path("choose", choosing.choose, name="kiosk-choose"),
    path("search", choosing.search, name="kiosk-search"),
    path("class", choosing.choose_class, name="kiosk-class"),
    path("take", taking.take, name="kiosk-take"),
    path("checkin", checkin.identify, name="kiosk-checkin"),
    path("checkin/take", checkin.take, name="kiosk-checkin-take"),
    path("pick-up", pickup.pick_up, name="kiosk-pick-up"),
    path("print", taking.print_again, name="kiosk-print"),
    path("enrol", enrolment.enrol, name="enrol"),
    path("simulator", simulators.simulator, name="kiosk-simulator"),
]
