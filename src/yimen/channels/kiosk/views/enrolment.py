"""Making this browser a device of the centre: by a one-time code, or a press in the demo."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.askers import asker
from yimen.channels.doorway.refusals import sentence
from yimen.channels.doorway.who import DEVICE_COOKIE, DEVICE_COOKIE_AGE
from yimen.channels.kiosk.forms import CodeForm, DemoDeviceForm
from yimen.journeys import enrol as journey
from yimen.kernel.errors import NotAllowed
from yimen.reference.people import queries as people_queries
from yimen.reference.people.errors import BadEnrolmentCode
from yimen.reference.people.rules import DeviceKind, Right
from yimen.support.guessing import TooManyGuesses

_START: Final = {
    DeviceKind.TICKET_MACHINE: "kiosk-home",
    DeviceKind.BOARD: "board-main",
    DeviceKind.WINDOW_SCREEN: "window-screen",
}


@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Type the code the office shows; the key it earns stays in this browser."""
    if request.method == "POST" and settings.DEMO and "kind" in request.POST:
        return _enrol_demo(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            key = journey.enrol(form.cleaned_data["code"], asker=asker(request), at=timezone.now())
        except (BadEnrolmentCode, TooManyGuesses) as refusal:
            form.add_error("code", sentence(refusal))
        else:
            return _enrolled(key, request)
    context = {"form": form, "demo": settings.DEMO, "demo_form": DemoDeviceForm()}
    return render(request, "kiosk/enrol.html", context, status=422 if form.errors else 200)


def _enrol_demo(request: HttpRequest) -> HttpResponse:
    form = DemoDeviceForm(request.POST)
    if not form.is_valid():
        raise NotAllowed(right=Right.DEVICES)
    kind, at = DeviceKind(form.cleaned_data["kind"]), timezone.now()
    window = form.cleaned_data["window"] or 1
    names = {
        DeviceKind.TICKET_MACHINE: "演示取号机",
        DeviceKind.BOARD: "演示综合屏",
        DeviceKind.WINDOW_SCREEN: f"演示 {window} 号窗口屏",
    }
    name = f"{names[kind]} {timezone.localtime(at):%m%d-%H%M%S}"
    key = journey.enrol_demo_device(kind, name=name, window=window, demo=settings.DEMO, at=at)
    return _enrolled(key, request)


def _enrolled(key: str, request: HttpRequest) -> HttpResponse:
    response = redirect(_START.get(people_queries.key(key).kind, "enrol"))
    response.set_cookie(
        DEVICE_COOKIE,
        key,
        max_age=DEVICE_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
