"""The way from an entrance, a machine or an area to a window: plans, directions, no steps if asked.

Everything is in the address, so that it can be shared, printed and reached by a QR code.
"""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.names import named
from yimen.channels.doorway.refusals import STATUS, sentence
from yimen.channels.doorway.ways.shown import ShownWay, entrance, shown_way
from yimen.channels.doorway.ways.words import floor_name, place_name
from yimen.kernel.errors import DomainError
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import CentreView, Plan
from yimen.reference.centres.rules.ways import Place, PlaceKind

#: What one may choose from a list; windows are typed by number.
_STARTS: Final = (PlaceKind.ENTRANCE, PlaceKind.MACHINE, PlaceKind.DESK, PlaceKind.AREA)
_GOALS: Final = (
    PlaceKind.AREA,
    PlaceKind.DESK,
    PlaceKind.SELF_SERVICE,
    PlaceKind.TOILET,
    PlaceKind.NURSING,
    PlaceKind.LIFT,
    PlaceKind.ENTRANCE,
)
_INVALID: Final = 422


@dataclass(frozen=True)
class Choice:
    """An entry of a list of places."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks for: codes as typed; `window` wins over `goal`."""

    start: str
    window: str
    goal: str
    step_free: bool

    @classmethod
    def by(cls, request: HttpRequest) -> "Asked":
        """Read the address."""
        return cls(
            start=request.GET.get("from", "").strip(),
            window=request.GET.get("window", "").strip(),
            goal=request.GET.get("to", "").strip(),
            step_free=request.GET.get("free") == "1",
        )

    def address(self, *, step_free: bool) -> str:
        """The same question with or without steps."""
        fields = {"from": self.start, "window": self.window, "to": self.goal}
        kept = {name: value for name, value in fields.items() if value}
        return "?" + urlencode({**kept, **({"free": "1"} if step_free else {})})


@require_safe
def way(request: HttpRequest, centre: str) -> HttpResponse:
    """The form, and the way once a goal is given."""
    here = centres.centre_by_code(centre)
    plan = centres.plan(here.id)
    asked = Asked.by(request)
    found, fault, status = None, "", 200
    if asked.window or asked.goal:
        try:
            found = _found(here, asked)
        except DomainError as refusal:
            fault, status = sentence(refusal), STATUS[refusal.kind]
        except ValueError:
            fault, status = _("窗口号是数字，请核对后再输入。"), _INVALID
    context = {
        "centre": here,
        "place": named(here),
        "way": found,
        "fault": fault,
        "asked": asked,
        "starts": _choices(plan, _STARTS, asked.start),
        "goals": _choices(plan, _GOALS, "" if asked.window else asked.goal),
        "with_steps": asked.address(step_free=False),
        "without_steps": asked.address(step_free=True),
    }
    return render(request, "portal/way/way.html", context, status=status)


def _found(here: CentreView, asked: Asked) -> ShownWay:
    goal = asked.goal
    if asked.window:
        goal = centres.place_of_window(here.id, _number(asked.window)).code
    start = asked.start or entrance(here.id).code
    return shown_way(here.id, start, goal, step_free=asked.step_free)


def _number(text: str) -> int:
    """A window's number, in whichever digits it was typed.

    Raises:
        ValueError: not a number a window could have.
    """
    found = typed.number(text, most=9999)
    if found is None:
        raise ValueError(text)
    return found


def _choices(plan: Plan, kinds: tuple[PlaceKind, ...], chosen: str) -> list[Choice]:
    places = sorted(plan.of_kind(*kinds), key=lambda place: kinds.index(place.kind))
    names = [place_name(place) for place in places]
    return [
        Choice(place.code, _label(place, name, many=names.count(name) > 1), place.code == chosen)
        for place, name in zip(places, names, strict=True)
    ]


def _label(place: Place, name: str, *, many: bool) -> str:
    """`3 楼 卫生间` where every floor has one; an area always with its floor."""
    if many or place.kind is PlaceKind.AREA:
        return _("%(floor)s %(name)s") % {"floor": floor_name(place.level), "name": name}
    return name
