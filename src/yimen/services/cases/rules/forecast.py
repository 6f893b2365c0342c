"""Who will be late: the working days a case still needs, by how fast its steps went lately.

Pure arithmetic on what the queries counted. A step nobody has done lately counts as the item plans
it; one without a plan as one day. Each forecast says which of these it rests on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from yimen.kernel.workdays import Calendar

_ONE: Final = timedelta(days=1)
#: Fewer cases than this are no measure of a step's speed.
ENOUGH: Final = 5


class Basis(StrEnum):
    """What a step's days rest on."""

    MEASURED = "measured"  # the median of what was done lately
    PLANNED = "planned"  # the days the item allows for it
    ASSUMED = "assumed"  # nothing is known: one day


@dataclass(frozen=True)
class Speed:
    """How long a step took lately: the median in working days, over how many cases."""

    days: float
    cases: int


@dataclass(frozen=True)
class Ahead:
    """A step that is not done.

    Args:
        position: steps of one position go on at the same time.
        name: which.
        planned: working days the item allows; 0: none.
        spent: working days since it was opened; None while it waits for others.
    """

    position: int
    name: str
    planned: int
    spent: int | None


@dataclass(frozen=True)
class Need:
    """Working days a case still needs, and what each step of them rests on."""

    days: float
    steps: tuple[tuple[str, float, Basis], ...]


def need(steps: Iterable[Ahead], speeds: Mapping[str, Speed]) -> Need:
    """How long the remaining steps will take: of each position the longest, one after the other.

    An open step takes what its median leaves, and never less than a day: who was slow so far is
    not done today.
    """
    longest: dict[int, float] = {}
    told = []
    for step in sorted(steps, key=lambda each: (each.position, each.name)):
        whole, basis = _usual(step, speeds)
        left = whole if step.spent is None else max(whole - step.spent, 1.0)
        longest[step.position] = max(longest.get(step.position, 0.0), left)
        told.append((step.name, left, basis))
    return Need(sum(longest.values()), tuple(told))


def _usual(step: Ahead, speeds: Mapping[str, Speed]) -> tuple[float, Basis]:
    speed = speeds.get(step.name)
    if speed is not None and speed.cases >= ENOUGH:
        return speed.days, Basis.MEASURED
    if step.planned:
        return float(step.planned), Basis.PLANNED
    return 1.0, Basis.ASSUMED


def done_on(day: date, days: float, calendar: Calendar) -> date:
    """The working day on which so many days of work after `day` are done; part of a day is one."""
    left = ceil(days)
    while left:
        day += _ONE
        left -= calendar.works(day)
    return day


def working_days(first: date, last: date, calendar: Calendar) -> int:
    """Working days after `first` up to `last`; 0 on the same day."""
    return sum(calendar.works(first + _ONE * place) for place in range(1, (last - first).days + 1))


def median(counts: Mapping[int, int]) -> Speed:
    """The median of numbers of days, given how often each occurred; empty counts are no speed."""
    total = sum(counts.values())
    ordered = sorted(counts)
    lower, upper = _nth(ordered, counts, (total + 1) // 2), _nth(ordered, counts, total // 2 + 1)
    return Speed((lower + upper) / 2, total)


def _nth(ordered: list[int], counts: Mapping[int, int], place: int) -> int:
    for days in ordered:
        place -= counts[days]
        if place <= 0:
            return days
    raise ValueError("no counts")
