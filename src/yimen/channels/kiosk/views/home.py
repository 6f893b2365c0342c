"""The start page with the hall's figures, the end of every visit, and calling a person."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk import offers
from yimen.channels.kiosk.door import frame, machine_page
from yimen.channels.kiosk.pages import draw
from yimen.channels.kiosk.trip import Expired, unsealed
from yimen.channels.kiosk.views.pickup import offers_pick_up
from yimen.journeys.ask_help import ask_help
from yimen.services.hall import queries as hall
from yimen.support.look import WISHES, YEAR_SECONDS, forget_look


@machine_page
def home(request: DeviceRequest) -> HttpResponse:
    """The ways to a number, and the hall at a glance. The ring turns once a look was chosen."""
    changed = any(cookie in request.COOKIES for cookie, _ in WISHES.values())
    context = frame(request, **_figures(request), may_go_back=False, demo=settings.DEMO)
    context["pick_up"] = offers_pick_up(request.device.centre_id)
    if not changed:
        context["idle_seconds"] = None
    return render(request, "kiosk/home.html", context)


@machine_page
def figures(request: DeviceRequest) -> HttpResponse:
    """The hall at a glance, alone."""
    return render(request, "kiosk/home.html#figures", _figures(request))


def _figures(request: DeviceRequest) -> dict[str, Any]:
    centre_id = request.device.centre_id
    lines = hall.lines(centre_id, hall.business_day(centre_id, timezone.now()))
    return {
        "figures": offers.figures(centre_id, lines),
        "departments": len({line.queue.department_id for line in lines}),
    }


@machine_page
def bye(request: DeviceRequest) -> HttpResponse:
    """The visit is over: language and look are the next citizen's again."""
    response = redirect("kiosk-home")
    forget_look(response)
    return response


@machine_page
def change_look(request: DeviceRequest) -> HttpResponse:
    """Language or elder mode, in the middle of a visit: the same page again in the new look."""
    wishes = {
        cookie: request.POST[wish]
        for wish, (cookie, values) in WISHES.items()
        if request.POST.get(wish) in values
    }
    request.COOKIES.update(wishes)
    if language := wishes.get(settings.LANGUAGE_COOKIE_NAME):
        translation.activate(language)
    try:
        response = draw(request, unsealed(request.POST.get("trip", ""), at=timezone.now()))
    except Expired:
        response = redirect("kiosk-home")
    for cookie, value in wishes.items():
        response.set_cookie(cookie, value, max_age=YEAR_SECONDS, samesite="Lax")
    return response


@machine_page
@require_POST
def call_for_help(request: DeviceRequest) -> HttpResponse:
    """Somebody comes. The visit can go on meanwhile."""
    ask_help(centre_id=request.device.centre_id, by=request.device.actor, at=timezone.now())
    try:
        trip = unsealed(request.POST.get("trip", ""), at=timezone.now())
    except Expired:
        trip = None
    context = frame(request, sealed=trip.sealed() if trip else "", may_go_back=False)
    return render(request, "kiosk/help.html", context)
