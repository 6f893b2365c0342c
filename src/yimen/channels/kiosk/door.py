"""What all pages of the machine share: machines only, no cache, patience."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from yimen.channels.doorway.names import named
from yimen.channels.doorway.who import DeviceRequest, device_page
from yimen.channels.kiosk import parameters
from yimen.channels.kiosk.trip import Expired, Trip, unsealed
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import DeviceKind
from yimen.reference.policy import queries as policy

View = Callable[..., HttpResponseBase]
TripView = Callable[[DeviceRequest, Trip], HttpResponseBase]

#: What a page may send again after a failure: its trip and the one thing pressed.
_REPEATABLE = ("trip", "department", "queue", "item", "area", "ground", "again", "way")


def machine_page(view: Callable[[DeviceRequest], HttpResponseBase]) -> View:
    """A page of an enrolled ticket machine."""
    guarded = device_page(DeviceKind.TICKET_MACHINE)(cast(View, view))

    @wraps(view)
    def patient(request: HttpRequest) -> HttpResponseBase:
        try:
            response = guarded(request)
        except (OperationalError, InterfaceError):
            connection.close()
            response = _try_again(request)
        # the next citizen must not find this page by "back", nor on the disk
        response.headers["Cache-Control"] = "no-store"
        return response

    return patient


def trip_page(view: TripView) -> View:
    """A page inside a visit: reached by POST with the sealed trip, else the visit begins anew."""

    @wraps(view)
    def with_trip(request: DeviceRequest) -> HttpResponseBase:
        if request.method != "POST":
            return redirect("kiosk-home")
        try:
            trip = unsealed(request.POST.get("trip", ""), at=timezone.now())
        except Expired:
            return redirect("kiosk-bye")
        return view(request, trip)

    return machine_page(with_trip)


def _try_again(request: HttpRequest) -> HttpResponse:
    """A page that needs no database and sends the very same request again, same key included."""
    said = [(name, request.POST[name]) for name in _REPEATABLE if name in request.POST]
    context = {"said": said, "here": request.path, "home_url": reverse("kiosk-home")}
    response = render(request, "kiosk/try_again.html", context, status=503)
    response.headers["Retry-After"] = "5"
    return response


def frame(request: DeviceRequest, **context: object) -> dict[str, Any]:
    """What the frame of every page shows."""
    centre = centres.centre(request.device.centre_id)
    seconds = policy.whole(parameters.IDLE_SECONDS, timezone.localdate())
    return {
        "place": named(centre),
        "centre": centre,
        "home_url": reverse("kiosk-bye"),
        "idle_seconds": seconds,
        **context,
    }
