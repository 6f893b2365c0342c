"""A floor's plan with the way on it, as values an SVG template writes down. Units are metres."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.utils.translation import gettext as _

from yimen.channels.doorway.names import named
from yimen.channels.doorway.ways.words import place_name
from yimen.reference.centres.queries import AreaBox, FloorPlan, Spot
from yimen.reference.centres.rules.ways import Place, PlaceKind, Way

_MARGIN: Final = 1.0
#: A close look shows a square of this many metres.
_CLOSE: Final = 28.0
_ICON: Final = 3.6
#: Metres from a line of words to the next, and how many letters are worth one line.
_LINE, _LINE_LETTERS = 4.3, 20
#: The same where the numbers of windows leave less room.
_SMALL_LINE: Final = 2.4
_ICONS: Final = {
    PlaceKind.LIFT: "arrow-up-down",
    PlaceKind.ESCALATOR: "trending-up",
    PlaceKind.STAIRS: "footprints",
    PlaceKind.TOILET: "toilet",
    PlaceKind.NURSING: "baby",
    PlaceKind.SELF_SERVICE: "monitor",
}


@dataclass(frozen=True)
class Outline:
    """A polygon of a kind; `points` as SVG wants them."""

    kind: str
    points: str


@dataclass(frozen=True)
class Line:
    """A line of an area's words."""

    kind: str
    y: float
    words: str


@dataclass(frozen=True)
class AreaMark:
    """An area's rectangle with its letter, its business and the numbers of its windows."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    lines: tuple[Line, ...]
    is_goal: bool


@dataclass(frozen=True)
class WindowMark:
    """A window's counter, with its number where the drawing is large enough."""

    x: float
    y: float
    number: int
    is_goal: bool


@dataclass(frozen=True)
class Sign:
    """A word on the plan, its icon above it; `anchor` as SVG names it."""

    x: float
    y: float
    anchor: str
    word: str
    icon: str = ""
    icon_x: float = 0.0
    icon_y: float = 0.0
    size: float = _ICON


@dataclass(frozen=True)
class Dot:
    """A marked point of the way: here, change or goal."""

    kind: str
    x: float
    y: float
    word: str = ""
    word_x: float = 0.0
    word_y: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """One SVG. `is_close`: a cut-out with the numbers of the windows."""

    id: str
    level: int
    title: str
    text: str
    view_box: str
    is_close: bool
    outlines: tuple[Outline, ...]
    areas: tuple[AreaMark, ...]
    #: All counters as one path where they go without numbers, which is drawn far quicker.
    counters: str
    windows: tuple[WindowMark, ...]
    signs: tuple[Sign, ...]
    route: str
    dots: tuple[Dot, ...]
    numbered: bool


def whole(floor: FloorPlan, way: Way | None = None, *, text: str = "") -> Drawing:
    """The floor as a whole, with the part of the way that is on it."""
    return _drawing(floor, way, _whole_box(floor), text=text)


def numbered(floor: FloorPlan) -> Drawing:
    """The floor as a whole with the number of each window, for large screens and paper."""
    return _drawing(floor, None, _whole_box(floor), text="", numbers=True)


def close(floor: FloorPlan, way: Way, *, text: str = "") -> Drawing:
    """What is around the goal."""
    goal = way.places[-1]
    left, top, width, height = _whole_box(floor)
    x = min(max(goal.x - _CLOSE / 2, left), left + width - _CLOSE)
    y = min(max(goal.y - _CLOSE / 2, top), top + height - _CLOSE)
    return _drawing(floor, way, (x, y, _CLOSE, _CLOSE), text=text, close=True, numbers=True)


def _drawing(
    floor: FloorPlan,
    way: Way | None,
    box: tuple[float, float, float, float],
    *,
    text: str,
    close: bool = False,
    numbers: bool = False,
) -> Drawing:
    goal = way.places[-1] if way else None
    walked = [place for place in way.places if place.level == floor.level] if way else []
    return Drawing(
        id=f"plan-{floor.level}{'-close' if close else ''}",
        level=floor.level,
        title=_("%(level)d 楼平面图") % {"level": floor.level},
        text=text,
        view_box=" ".join(f"{value:g}" for value in box),
        is_close=close,
        outlines=tuple(Outline(shape.kind, _points(shape.corners)) for shape in floor.shapes),
        areas=tuple(
            _area(area, goal, floor.level, line=_SMALL_LINE if numbers else _LINE)
            for area in floor.areas
        ),
        counters=""
        if numbers
        else "".join(f"M{spot.x - 0.6:g} {spot.y - 0.6:g}h1.2v1.2h-1.2z" for spot in floor.windows),
        windows=tuple(
            WindowMark(spot.x, spot.y, spot.number, _is(spot, goal))
            for spot in floor.windows
            if (numbers and _inside(spot.x, spot.y, box)) or _is(spot, goal)
        ),
        signs=tuple(_sign(place, place.sign) for place in floor.places if place.sign and not close),
        route=_points([(place.x, place.y) for place in walked]) if len(walked) > 1 else "",
        dots=tuple(_dots(walked, way, close=close)) if way else (),
        numbered=numbers,
    )


def _whole_box(floor: FloorPlan) -> tuple[float, float, float, float]:
    corners = [corner for shape in floor.shapes for corner in shape.corners]
    corners += [(area.x, area.y) for area in floor.areas]
    corners += [(area.x + area.width, area.y + area.height) for area in floor.areas]
    if not corners:
        return (0.0, 0.0, _CLOSE, _CLOSE)
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
    width, height = max(xs) + _MARGIN - left, max(ys) + _MARGIN - top
    return (left, top, max(width, _CLOSE), max(height, _CLOSE))


def _points(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def _inside(x: float, y: float, box: tuple[float, float, float, float]) -> bool:
    left, top, width, height = box
    return left - 1 <= x <= left + width + 1 and top - 1 <= y <= top + height + 1


def _area(area: AreaBox, goal: Place | None, level: int, *, line: float) -> AreaMark:
    here = goal if goal and goal.level == level and goal.area == area.code else None
    middle, top = _room_for_words(area, here)
    lines = [("letter", _("%(area)s 区") % {"area": area.code})]
    lines += [("note", words) for words in wrap(named(area), _LINE_LETTERS)]
    if area.first is not None and area.last is not None:
        facts = {"first": area.first, "last": area.last}
        lines.append(("note", _("%(first)d–%(last)d 号窗口") % facts))
    first = top - (len(lines) - 1) * line / 2 + line / 3
    return AreaMark(
        area.x,
        area.y,
        area.width,
        area.height,
        middle=middle,
        lines=tuple(
            Line(kind, round(first + place * line, 2), words)
            for place, (kind, words) in enumerate(lines)
        ),
        is_goal=here is not None,
    )


def _room_for_words(area: AreaBox, goal: Place | None) -> tuple[float, float]:
    """The middle of a half of the area: of the one in which the way does not end."""
    middle_x, middle_y = area.x + area.width / 2, area.y + area.height / 2
    if area.width > area.height:
        if goal is None or goal.kind is not PlaceKind.WINDOW:
            return middle_x, middle_y
        return area.x + area.width * (0.25 if goal.x > middle_x else 0.75), middle_y
    if goal is not None and goal.kind is PlaceKind.WINDOW and goal.y <= middle_y:
        return middle_x, area.y + area.height * 0.72
    return middle_x, area.y + area.height * 0.29


def _is(spot: Spot, goal: Place | None) -> bool:
    return goal is not None and goal.number == spot.number


def _sign(place: Place, at: tuple[float, float]) -> Sign:
    x, y = at
    aside = x - place.x
    anchor = "middle" if abs(aside) < 1 or abs(aside) > 9 else "start" if aside > 0 else "end"
    shift = {"middle": _ICON / 2, "start": 0.0, "end": _ICON}[anchor]
    icon = _ICONS.get(place.kind, "")
    return Sign(x, y, anchor, named(place), icon, round(x - shift, 2), round(y - 6.6, 2))


def _dots(walked: Sequence[Place], way: Way, *, close: bool) -> list[Dot]:
    if not walked:
        return []
    first, last, dots = walked[0], walked[-1], []
    if first == way.places[0]:
        right = first.x < 70
        x = first.x + 2.6 if right else first.x - 2.6
        if not close:
            y = first.y + (-0.4 if first.kind is PlaceKind.ENTRANCE else 4.6)
            dots.append(Dot("here", first.x, first.y, _("您在这里"), x, y, _side(right)))
    else:
        dots.append(Dot("change", first.x, first.y))
    if last == way.places[-1]:
        dots.append(_goal_dot(last, walked[-2] if len(walked) > 1 else last, close=close))
    elif last != first:
        dots.append(Dot("change", last.x, last.y))
    return dots


def _goal_dot(goal: Place, before: Place, *, close: bool) -> Dot:
    """The goal's word stands back from its wall, where one comes from."""
    if goal.kind is not PlaceKind.WINDOW or close:
        return Dot("goal", goal.x, goal.y)
    back_x, back_y = before.x - goal.x, before.y - goal.y
    word = place_name(goal)
    if abs(back_x) > abs(back_y):
        right = back_x > 0
        return Dot("goal", goal.x, goal.y, word, goal.x + (3 if right else -3), goal.y - 1.8,
                   _side(right))  # fmt: skip
    x = min(max(goal.x, 16.0), 80.0)
    return Dot("goal", goal.x, goal.y, word, x, goal.y + (8.2 if back_y > 0 else -5.6), "middle")


def _side(right: bool) -> str:
    return "start" if right else "end"
