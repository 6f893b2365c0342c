"""A way put into deeds: set out, turn, ride, arrive. Decides what is said, not the words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from yimen.reference.centres.rules.ways import (
    Link,
    Passage,
    Place,
    PlaceKind,
    Way,
    heading,
    length,
)

#: Bends up to this many degrees are not worth a word.
_SLIGHT: Final = 30
#: From here on one turns round.
_ROUND: Final = 150
#: A landmark is passed only on a walk of some length.
_WORTH_A_LANDMARK: Final = 8.0


class Turn(StrEnum):
    STRAIGHT = "straight"
    LEFT = "left"
    RIGHT = "right"
    BACK = "back"


class Deed(StrEnum):
    SET_OUT = "set_out"
    WALK = "walk"
    RIDE = "ride"
    ARRIVE = "arrive"


@dataclass(frozen=True)
class Step:
    """One line of the directions.

    Args:
        level: the floor one is on once it is done.
        place: where one sets out from, or arrives; None for the steps between.
        turn: before walking; of an arrival the side on which the place is.
        metres: on foot.
        passage: of a ride.
        leaving: what one has just ridden; only on the first walk after a ride.
        to: the landmark at the end of a walk.
        into: the opening of the goal's area, where the walk leads through it.
        past: the last landmark on the walk.
    """

    deed: Deed
    level: int
    place: Place | None = None
    turn: Turn = Turn.STRAIGHT
    metres: float = 0.0
    passage: Passage = Passage.WALK
    leaving: Passage | None = None
    to: Place | None = None
    into: Place | None = None
    past: Place | None = None


@dataclass(frozen=True)
class _Run:
    """Links that one sentence covers: a straight walk, or a ride over floors."""

    passage: Passage
    places: tuple[Place, ...]

    @property
    def heading(self) -> float:
        return heading(self.places[0], self.places[-1])


def directions(way: Way) -> list[Step]:
    """The way step by step; one step for who is there already."""
    goal = way.places[-1]
    runs = _runs(way)
    arrival = Step(Deed.ARRIVE, goal.level, place=goal)
    if goal.kind is PlaceKind.WINDOW and len(runs) > 1 and runs[-1].passage is Passage.WALK:
        side = turn(runs[-2].heading, runs[-1].heading)
        if runs[-2].passage is Passage.WALK:
            arrival = Step(Deed.ARRIVE, goal.level, place=goal, turn=side)
            runs = runs[:-1]
    steps = list(_walked(runs, goal))
    return [*steps, arrival]


def turn(before: float, after: float) -> Turn:
    """How one turns from a heading to another."""
    change = (after - before + 180) % 360 - 180
    if abs(change) <= _SLIGHT:
        return Turn.STRAIGHT
    if abs(change) >= _ROUND:
        return Turn.BACK
    return Turn.RIGHT if change > 0 else Turn.LEFT


def _walked(runs: Sequence[_Run], goal: Place) -> Iterator[Step]:
    facing: float | None = None
    leaving: Passage | None = None
    for place, run in enumerate(runs):
        end = run.places[-1]
        if run.passage is not Passage.WALK:
            yield Step(Deed.RIDE, end.level, passage=run.passage)
            facing, leaving = _stepping_out(run), run.passage
            continue
        first = place == 0
        yield Step(
            Deed.SET_OUT if first else Deed.WALK,
            end.level,
            place=run.places[0] if first else None,
            turn=Turn.STRAIGHT if facing is None else turn(facing, run.heading),
            metres=length(run.places),
            leaving=leaving,
            to=end if _is_landmark(end) and end != goal else None,
            into=_entered(run, goal),
            past=_passed(run),
        )
        facing, leaving = run.heading, None


def _stepping_out(run: _Run) -> float | None:
    """Where one looks after a ride. An escalator downwards lets one off the other way round."""
    start, end = run.places[0], run.places[-1]
    if end.facing is None:
        return None
    turned = run.passage is Passage.ESCALATOR and end.level < start.level
    return float(end.facing + 180 if turned else end.facing) % 360


def _entered(run: _Run, goal: Place) -> Place | None:
    if not goal.area or run.places[0].area == goal.area:
        return None
    openings = (place for place in run.places[1:-1] if place.kind is PlaceKind.AREA)
    return next((place for place in openings if place.area == goal.area), None)


def _passed(run: _Run) -> Place | None:
    if length(run.places) < _WORTH_A_LANDMARK:
        return None
    return next((place for place in reversed(run.places[1:-1]) if _is_sign(place)), None)


def _is_landmark(place: Place) -> bool:
    return place.kind not in {PlaceKind.CROSSING, PlaceKind.WINDOW}


def _is_sign(place: Place) -> bool:
    """Whether somebody who walks past would notice it as one thing and not one of many."""
    return _is_landmark(place) and place.kind is not PlaceKind.AREA


def _runs(way: Way) -> list[_Run]:
    runs: list[_Run] = []
    for link, (a, b) in zip(way.links, pairwise(way.places), strict=True):
        if runs and not _ends_at(way, b) and _goes_on(runs[-1], link, a, b):
            runs[-1] = _Run(runs[-1].passage, (*runs[-1].places, b))
        else:
            runs.append(_Run(link.passage, (a, b)))
    return runs


def _ends_at(way: Way, place: Place) -> bool:
    """Whether this is the step up to the window, which is said as an arrival."""
    return place == way.places[-1] and place.kind is PlaceKind.WINDOW


def _goes_on(run: _Run, link: Link, a: Place, b: Place) -> bool:
    if run.passage is not link.passage:
        return False
    if link.passage is not Passage.WALK:
        return True
    return turn(heading(run.places[-2], run.places[-1]), heading(a, b)) is Turn.STRAIGHT
