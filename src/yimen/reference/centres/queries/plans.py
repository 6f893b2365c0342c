"""Questions about the house: what stands on which floor, and how one gets there.

Plans change with the builders, not by the hour: a process remembers each for a minute.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from yimen.reference.centres.errors import PlaceNotFound
from yimen.reference.centres.models import Area, Floor, PlanShape, WalkEdge, WalkNode, Window
from yimen.reference.centres.rules import ways
from yimen.reference.centres.rules.ways import Link, Passage, Place, PlaceKind, Walkways, Way

_FRESH_SECONDS: Final = 60.0
_remembered: dict[int, tuple[float, "Plan"]] = {}


@dataclass(frozen=True)
class ShapeView:
    """A drawn shape; corners in metres."""

    kind: str
    corners: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class AreaBox:
    """An area as it lies on its floor, in metres, with its first and last window."""

    code: str
    name: str
    name_en: str
    name_hant: str
    x: float
    y: float
    width: float
    height: float
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Spot:
    """Where a window stands; one is in front of it at its place of the walkways."""

    number: int
    area: str
    x: float
    y: float


@dataclass(frozen=True)
class FloorPlan:
    """Everything drawn on one floor."""

    level: int
    name: str
    shapes: tuple[ShapeView, ...]
    areas: tuple[AreaBox, ...]
    windows: tuple[Spot, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Plan:
    """A house: its floors from the ground up and the walkways through them."""

    centre_id: int
    floors: tuple[FloorPlan, ...]
    walkways: Walkways

    def floor(self, level: int) -> FloorPlan:
        """One floor; the way's own levels always have one."""
        return next(floor for floor in self.floors if floor.level == level)

    def of_kind(self, *kinds: PlaceKind) -> list[Place]:
        """Places of some kinds by floor and code."""
        return [place for floor in self.floors for place in floor.places if place.kind in kinds]


def plan(centre_id: int) -> Plan:
    """A centre's plans; without floors where nobody drew any."""
    known = _remembered.get(centre_id)
    if known is not None and time.monotonic() - known[0] < _FRESH_SECONDS:
        return known[1]
    drawn = _read(centre_id)
    if drawn.walkways.places:  # a centre being set up is asked again
        _remembered[centre_id] = (time.monotonic(), drawn)
    return drawn


def forget_plans() -> None:
    """Ask the database again: after a change of the plans, and between tests."""
    _remembered.clear()


def way(centre_id: int, start: str, goal: str, *, step_free: bool = False) -> Way:
    """The shortest way between two places of a centre, by their codes.

    Raises:
        PlaceNotFound: start or goal is none of the centre's places.
        NoWay: nothing leads there, or only steps do.
    """
    return ways.shortest(plan(centre_id).walkways, start, goal, step_free=step_free)


def place_of_window(centre_id: int, number: int) -> Place:
    """The place in front of a window.

    Raises:
        PlaceNotFound: no window of this number is on the plans.
    """
    windows = plan(centre_id).of_kind(PlaceKind.WINDOW)
    return _one((place for place in windows if place.number == number), str(number))


def place_of_area(centre_id: int, code: str) -> Place:
    """The opening of an area.

    Raises:
        PlaceNotFound: no area of this letter is on the plans.
    """
    areas = plan(centre_id).of_kind(PlaceKind.AREA)
    return _one((place for place in areas if place.area == code), code)


def _one(found: Iterable[Place], asked: str) -> Place:
    for place in found:
        return place
    raise PlaceNotFound(place=asked[:40])


def _read(centre_id: int) -> Plan:
    places = _places(centre_id)
    floors = tuple(
        FloorPlan(
            level,
            name,
            _shapes(floor_id),
            _areas(floor_id),
            _windows(floor_id),
            tuple(place for place in places.values() if place.level == level),
        )
        for floor_id, level, name in Floor.objects.filter(centre_id=centre_id)
        .order_by("level")
        .values_list("id", "level", "name")
    )
    links = WalkEdge.objects.filter(a__centre_id=centre_id).order_by("id")
    return Plan(
        centre_id,
        floors,
        Walkways.of(
            places.values(),
            (
                Link(places[a].code, places[b].code, Passage(passage), metres)
                for a, b, passage, metres in links.values_list("a", "b", "passage", "metres")
            ),
        ),
    )


def _places(centre_id: int) -> dict[int, Place]:
    rows = WalkNode.objects.filter(centre_id=centre_id).select_related("floor", "window", "area")
    return {row.pk: _place(row) for row in rows.order_by("floor__level", "code")}


def _place(row: WalkNode) -> Place:
    signed = row.sign_x is not None and row.sign_y is not None
    return Place(
        row.code,
        PlaceKind(row.kind),
        row.floor.level,
        row.x,
        row.y,
        facing=row.facing,
        name=row.name,
        name_en=row.name_en,
        name_hant=row.name_hant,
        number=row.window.number if row.window else None,
        area=row.area.code if row.area else "",
        sign=(row.sign_x or 0.0, row.sign_y or 0.0) if signed else None,
    )


def _shapes(floor_id: int) -> tuple[ShapeView, ...]:
    rows = PlanShape.objects.filter(floor_id=floor_id).order_by("position", "id")
    return tuple(
        ShapeView(kind, tuple((float(x), float(y)) for x, y in corners))
        for kind, corners in rows.values_list("kind", "corners")
    )


def _areas(floor_id: int) -> tuple[AreaBox, ...]:
    numbers: dict[str, list[int]] = {}
    windows = Window.objects.filter(area__floor_id=floor_id).order_by("number")
    for number, code in windows.values_list("number", "area__code"):
        numbers.setdefault(code, []).append(number)
    fields = ("code", "name", "name_en", "name_hant", "x", "y", "width", "height")
    return tuple(
        AreaBox(*row, *((here[0], here[-1]) if (here := numbers.get(row[0])) else (None, None)))
        for row in Area.objects.filter(floor_id=floor_id).order_by("code").values_list(*fields)
    )


def _windows(floor_id: int) -> tuple[Spot, ...]:
    rows = Window.objects.filter(area__floor_id=floor_id).order_by("number")
    return tuple(Spot(*row) for row in rows.values_list("number", "area__code", "x", "y"))
