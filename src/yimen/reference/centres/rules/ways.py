"""The way from a place to another: the shortest walk over floors, with or without steps.

Pure: the places and links come in as values, in metres, y growing downwards as on a plan.
"""

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from math import atan2, degrees, hypot

from yimen.reference.centres.errors import NoWay, PlaceNotFound


class PlaceKind(StrEnum):
    """What stands at a place. A crossing is nothing but a bend of the corridor."""

    CROSSING = "crossing"
    ENTRANCE = "entrance"
    DESK = "desk"
    MACHINE = "machine"
    SELF_SERVICE = "self_service"
    TOILET = "toilet"
    NURSING = "nursing"
    LIFT = "lift"
    ESCALATOR = "escalator"
    STAIRS = "stairs"
    AREA = "area"
    WINDOW = "window"


class Passage(StrEnum):
    """How one goes along a link."""

    WALK = "walk"
    LIFT = "lift"
    ESCALATOR = "escalator"
    STAIRS = "stairs"


#: Nobody in a wheelchair, and nobody with a pram, goes along these.
WITH_STEPS = frozenset({Passage.ESCALATOR, Passage.STAIRS})


@dataclass(frozen=True)
class Place:
    """A point one can walk to.

    Args:
        facing: where one looks on stepping out of a lift, off an escalator upwards or out of the
            stairs: degrees clockwise from the plan's top; None where it does not matter.
        number: the window's, for a window only.
        area: the letter, for a window and for an area's opening.
        sign: where its word stands on the plan; None: nothing is written.
    """

    code: str
    kind: PlaceKind
    level: int
    x: float
    y: float
    facing: int | None = None
    name: str = ""
    name_en: str = ""
    name_hant: str = ""
    number: int | None = None
    area: str = ""
    sign: tuple[float, float] | None = None


@dataclass(frozen=True)
class Link:
    """Two places one can go between, both ways alike.

    Args:
        metres: of a walk its length; of a ride what waiting and riding are worth in metres.
    """

    a: str
    b: str
    passage: Passage
    metres: float

    def other(self, code: str) -> str:
        """The far end."""
        return self.b if code == self.a else self.a


@dataclass(frozen=True)
class Way:
    """Places from start to goal and the links between them, one fewer."""

    places: tuple[Place, ...]
    links: tuple[Link, ...]

    @property
    def effort(self) -> float:
        """What was made smallest: metres, rides counted with what they are worth."""
        return sum(link.metres for link in self.links)

    @property
    def walked(self) -> float:
        """Metres on foot, without rides."""
        return sum(link.metres for link in self.links if link.passage is Passage.WALK)

    @property
    def levels(self) -> tuple[int, ...]:
        """Floors on which one walks, in order."""
        seen = [self.places[0].level]
        for link, place in zip(self.links, self.places[1:], strict=True):
            if link.passage is Passage.WALK and place.level != seen[-1]:
                seen.append(place.level)
        if self.places[-1].level != seen[-1]:
            seen.append(self.places[-1].level)
        return tuple(seen)

    @property
    def is_step_free(self) -> bool:
        """Whether a wheelchair gets along."""
        return all(link.passage not in WITH_STEPS for link in self.links)


@dataclass(frozen=True)
class Walkways:
    """A house's places by code, and every link at both of its ends."""

    places: Mapping[str, Place]
    links: Mapping[str, tuple[Link, ...]] = field(repr=False)

    @classmethod
    def of(cls, places: Iterable[Place], links: Iterable[Link]) -> "Walkways":
        """Put places and links together."""
        ends: dict[str, list[Link]] = {}
        for link in links:
            ends.setdefault(link.a, []).append(link)
            ends.setdefault(link.b, []).append(link)
        known = {place.code: place for place in places}
        return cls(known, {code: tuple(at_end) for code, at_end in ends.items()})

    def place(self, code: str) -> Place:
        """One place.

        Raises:
            PlaceNotFound: no such place.
        """
        if code not in self.places:
            raise PlaceNotFound(place=code[:40])
        return self.places[code]


def shortest(walkways: Walkways, start: str, goal: str, *, step_free: bool = False) -> Way:
    """The way of least effort, by Dijkstra; of equal ones always the same.

    Raises:
        PlaceNotFound: start or goal is none of the house's places.
        NoWay: nothing leads there, or only steps do.
    """
    first, last = walkways.place(start), walkways.place(goal)
    came: dict[str, Link | None] = {}
    queue: list[tuple[float, str, str]] = [(0.0, first.code, "")]
    arrivals: dict[tuple[str, str], Link] = {}
    while queue:
        effort, here, before = heapq.heappop(queue)
        if here in came:
            continue
        came[here] = arrivals.get((before, here))
        if here == last.code:
            return _unwound(walkways, came, here)
        for link in walkways.links.get(here, ()):
            there = link.other(here)
            if there in came or (step_free and link.passage in WITH_STEPS):
                continue
            known = arrivals.get((here, there))
            if known is None or link.metres < known.metres:
                arrivals[here, there] = link
                heapq.heappush(queue, (effort + link.metres, there, here))
    raise NoWay(start=first.code, goal=last.code, step_free=step_free)


def _unwound(walkways: Walkways, came: Mapping[str, Link | None], goal: str) -> Way:
    places, links = [walkways.places[goal]], []
    while (link := came[places[-1].code]) is not None:
        links.append(link)
        places.append(walkways.places[link.other(places[-1].code)])
    return Way(tuple(reversed(places)), tuple(reversed(links)))


def heading(a: Place, b: Place) -> float:
    """Which way one walks from `a` to `b`: degrees clockwise from the plan's top."""
    return degrees(atan2(b.x - a.x, a.y - b.y)) % 360


def distance(a: Place, b: Place) -> float:
    """Metres as the crow flies on one floor."""
    return hypot(b.x - a.x, b.y - a.y)


def length(places: Iterable[Place]) -> float:
    """Metres along places of one floor."""
    return sum(distance(a, b) for a, b in pairwise(places))
