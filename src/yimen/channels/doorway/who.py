"""Who is asking: staff with a second factor, an enrolled device, a citizen, a ticket's holder."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from yimen.channels.doorway.parameters import CITIZEN_IDLE_MINUTES
from yimen.kernel.errors import NotAllowed
from yimen.reference.centres import queries as centres
from yimen.reference.people import actions as people_actions
from yimen.reference.people import queries as people
from yimen.reference.people.errors import CitizenNotFound, KeyRefused, LevelNeeded
from yimen.reference.people.queries import CitizenView, KeyView, StaffView
from yimen.reference.people.rules import Actor, DeviceKind, Level, Right
from yimen.reference.policy import queries as policy

DEVICE_COOKIE: Final = "yimen_device"
#: Browsers keep a cookie for 400 days at most.
DEVICE_COOKIE_AGE: Final = 400 * 24 * 3600

_CITIZEN: Final = "citizen"
#: When a citizen last did something is written at most this often.
_USE_GRAIN: Final = timedelta(seconds=30)

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody logged in with a second factor, who holds the page's right."""

    actor: Actor
    centre_id: int
    staff: StaffView


class CitizenRequest(HttpRequest):
    """A request of a citizen who has logged in."""

    actor: Actor
    citizen: CitizenView


class DeviceRequest(HttpRequest):
    """A request of an enrolled device."""

    device: KeyView


def staff_page(*rights: Right) -> Callable[[View], View]:
    """Let only staff in who are logged in with a second factor and hold one of `rights` somewhere.

    Without rights: whoever is logged in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            user = request.user
            verified = getattr(user, "is_verified", None)  # set by django-otp's middleware
            if not user.is_authenticated or verified is None or not verified():
                return _to(request, "office-login")
            asked = cast(StaffRequest, request)
            asked.staff = people.staff(user.pk)
            asked.actor = people.actor_of_staff(user.pk)
            if rights and not any(asked.actor.may(right) for right in rights):
                raise NotAllowed(right=rights[0])
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


def _to(request: HttpRequest, name: str) -> HttpResponse:
    address = reverse(name) + "?" + urlencode({"next": request.get_full_path()})
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
            people_actions.device_seen(device.id, at=timezone.now())
            asked = cast(DeviceRequest, request)
            asked.device = device
            return view(asked, *args, **kwargs)

        return guarded

    return decorate


def citizen_in(request: HttpRequest, citizen_id: int) -> None:
    """Let a citizen be who uses this browser, under a session key nobody knew before."""
    request.session.cycle_key()
    request.session[_CITIZEN] = {"id": citizen_id, "used_at": timezone.now().isoformat()}


def citizen_out(request: HttpRequest) -> None:
    """Forget the citizen. A member of staff in the same browser stays."""
    if request.session.pop(_CITIZEN, None) is not None and not request.user.is_authenticated:
        request.session.flush()


def citizen_of(request: HttpRequest) -> CitizenView | None:
    """The citizen who uses this browser, None without, or after a while of doing nothing.

    A page that renews itself does not count as use.
    """
    kept = request.session.get(_CITIZEN)
    if kept is None:
        return None
    at = timezone.now()
    idle = timedelta(minutes=policy.whole(CITIZEN_IDLE_MINUTES, timezone.localdate(at)))
    used_at = datetime.fromisoformat(kept["used_at"])
    if at - used_at > idle:
        citizen_out(request)
        return None
    try:
        view = people.citizen(kept["id"])
    except CitizenNotFound:
        citizen_out(request)
        return None
    by_itself = request.method == "GET" and "HX-Request" in request.headers
    if not by_itself and at - used_at > _USE_GRAIN:
        request.session[_CITIZEN] = kept | {"used_at": at.isoformat()}
    return view


def citizen_page(level: Level = Level.PHONE) -> Callable[[View], View]:
    """Let only citizens in who have logged in, and of whom the house is sure enough.

    Own cases, papers, messages and bills need `Level.CHECKED`: a number, a name and a phone can
    be somebody else's, a card that a window saw cannot.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            known = citizen_of(request)
            if known is None:
                return _to(request, "me-log-in")
            if known.level < level:
                raise LevelNeeded(level=level.value)
            asked = cast(CitizenRequest, request)
            asked.citizen = known
            asked.actor = people.actor_of_citizen(known.id)
            return view(asked, *args, **kwargs)

        return guarded

    return decorate


def citizen(public_id: str) -> Actor:
    """Whoever holds a ticket's own secret address."""
    return Actor("citizen", 0, public_id[:6])
