"""Who is asking: a member of staff with a second factor, an enrolled device, a ticket's holder."""

from collections.abc import Callable
from functools import wraps
from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from yimen.kernel.errors import NotAllowed
from yimen.reference.centres import queries as centres
from yimen.reference.people import actions as people_actions
from yimen.reference.people import queries as people
from yimen.reference.people.errors import KeyRefused
from yimen.reference.people.queries import KeyView, StaffView
from yimen.reference.people.rules import Actor, DeviceKind, Right

DEVICE_COOKIE: Final = "yimen_device"
#: Browsers keep a cookie for 400 days at most.
DEVICE_COOKIE_AGE: Final = 400 * 24 * 3600

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody logged in with a second factor, who holds the page's right."""

    actor: Actor
    centre_id: int
    staff: StaffView


class DeviceRequest(HttpRequest):
    """A request of an enrolled device."""

    device: KeyView


def staff_page(right: Right | None = None) -> Callable[[View], View]:
    """Let only staff in who are logged in with a second factor and hold `right` somewhere."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            user = request.user
            verified = getattr(user, "is_verified", None)  # set by django-otp's middleware
            if not user.is_authenticated or verified is None or not verified():
                return _to_log_in(request)
            asked = cast(StaffRequest, request)
            asked.staff = people.staff(user.pk)
            asked.actor = people.actor_of_staff(user.pk)
            if right is not None and not asked.actor.may(right):
                raise NotAllowed(right=right)
            asked.centre_id = centre_of(asked.actor)
            return view(asked, *args, **kwargs)

        return guarded

    return decorate


def centre_of(actor: Actor) -> int:
    """The centre somebody works in: the one of their grants, else the only or first one."""
    for grant in actor.grants:
        if grant.centre_id is not None:
            return grant.centre_id
    known = centres.centres()
    return known[0].id if known else 0


def _to_log_in(request: HttpRequest) -> HttpResponse:
    address = reverse("office-login") + "?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = address
        return answer
    return redirect(address)


def device_of(request: HttpRequest) -> KeyView | None:
    """The device whose key the browser holds, None without a good key."""
    try:
        return people.key(request.COOKIES.get(DEVICE_COOKIE, ""))
    except KeyRefused:
        return None


def device_page(*kinds: DeviceKind) -> Callable[[View], View]:
    """Let only enrolled devices of these kinds in; others are sent to enrol."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            device = device_of(request)
            if device is None or device.kind not in kinds:
                return redirect("enrol")
            people_actions.device_seen(device.actor.id, at=timezone.now())
            asked = cast(DeviceRequest, request)
            asked.device = device
            return view(asked, *args, **kwargs)

        return guarded

    return decorate


def citizen(public_id: str) -> Actor:
    """Whoever holds a ticket's own secret address."""
    return Actor("citizen", 0, public_id[:6])
