"""The waiting range told to a citizen: the calling rule run forward over the present hall.

The run knows what a hall knows at that instant: windows with their hours, who is being served
since when, who waits, the usual handling time of each queue, and what the day has taught. How
long each service will take is drawn; the draws are stratified and the same in every process, so
the same hall always gets the same range.

Arrivals to come are left out. Higher classes flowing in at their recent rate were tried on the
recorded days: the middle lost its bias of some ten seconds but missed by a tenth more.

Instants are seconds on any one clock, as in `dispatch`.
"""

import math
import random
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import heapify, heappop, heapreplace
from itertools import cycle, islice
from statistics import NormalDist
from typing import Final, NamedTuple

from yimen.services.hall.rules.dispatch import Waiting, choose_ticket, connected_queues
from yimen.services.hall.rules.experience import SHAPE_POINTS, Experience

RUNS: Final = 24
#: Draws held per run; a longer run starts over.
_DRAWS: Final = 512
#: A service that outlasts everything seen is taken to go on this share of its length.
_OVERLONG: Final = 0.4
#: How far a queue's mean on one day lies from its usual mean, as a spread of the logarithm. A long
#: line multiplies this error instead of averaging it out, so the range must allow for it.
_DAY_SPREAD: Final = 0.1


class Range(NamedTuple):
    """A wait that is shorter in one of ten cases, in five, in nine."""

    p10: timedelta
    p50: timedelta
    p90: timedelta


class Serving(NamedTuple):
    """Whom a window serves: of which queue, since when."""

    queue: str
    since: float


@dataclass(frozen=True, slots=True)
class WindowView:
    """A window that is, or will be, at work today. Leave out those paused or closed for the day."""

    number: int
    queues: tuple[str, ...]
    #: Open hours of today, ascending. After the last the window works its line off.
    hours: tuple[tuple[float, float], ...]
    serving: Serving | None = None


@dataclass(frozen=True, slots=True)
class HallView:
    """The hall at one instant."""

    now: float
    windows: Sequence[WindowView]
    waiting: Sequence[Waiting]
    usual_service: Mapping[str, float]
    experience: Experience
    max_wait: float


def wait_range(view: HallView, ticket: Waiting) -> Range | None:
    """The range for a ticket in line, or None where no window will serve its queue today."""
    waits = _Forward(view, ticket).waits()
    if waits is None:
        return None
    waits.sort()
    return Range(_quantile(waits, 0.1), _quantile(waits, 0.5), _quantile(waits, 0.9))


def line_ranges(view: HallView, *, rate: float = 1.0) -> dict[str, Range | None]:
    """For each queue what a citizen would be told who took a number now."""
    number = max((ticket.number for ticket in view.waiting), default=0) + 1
    return {
        queue: wait_range(view, Waiting(view.now, number, queue, rate, view.now))
        for queue in view.usual_service
    }


def _quantile(ordered: Sequence[float], share: float) -> timedelta:
    place = share * len(ordered) - 0.5
    low = min(max(int(place), 0), len(ordered) - 2)
    inside = min(max(place - low, 0.0), 1.0)
    return timedelta(seconds=ordered[low] + inside * (ordered[low + 1] - ordered[low]))


_STRATA: Final = [(place + 0.5) / RUNS for place in range(RUNS)]
_DAY_FACTOR: Final = {
    chance: math.exp(_DAY_SPREAD * NormalDist().inv_cdf(chance)) for chance in _STRATA
}


def _stratified_draws() -> list[list[float]]:
    """Per run a row of numbers in 0..1, such that each column has one number in each stratum."""
    source = random.Random(20191105)  # noqa: S311 - not a secret
    columns = []
    for _ in range(_DRAWS):
        strata = list(_STRATA)
        source.shuffle(strata)
        columns.append(strata)
    return [list(row) for row in zip(*columns, strict=True)]


_CHANCES: Final = _stratified_draws()


class _Forward:
    """The part of the hall that can matter to one ticket, made ready to run many times."""

    def __init__(self, view: HallView, ticket: Waiting) -> None:
        self.view = view
        self.ticket = ticket
        reach = connected_queues((window.queues for window in view.windows), ticket.queue)
        others = (other for other in view.waiting if other.number != ticket.number)
        self.lines = _lines(reach, (*others, ticket))
        self.place_of = {
            (line[0].queue, line[0].rate): place for place, line in enumerate(self.lines)
        }
        queues = {queue for queue, _ in self.place_of}
        self.windows = [window for window in view.windows if not queues.isdisjoint(window.queues)]
        served = {window.serving.queue for window in self.windows if window.serving is not None}
        self.queues = sorted(queues | served)
        self.places_by_skills = {
            skills: [place for (queue, _), place in self.place_of.items() if queue in skills]
            for skills in {window.queues for window in self.windows}
        }
        lasting = view.experience.gone_share
        self.all_stay = not lasting or lasting[-1] == 0

    def waits(self) -> list[float] | None:
        """The ticket's wait in each run; None where no window serves its queue."""
        mine = [window for window in self.windows if self.ticket.queue in window.queues]
        if not mine:
            return None
        now = self.view.now
        alone = self.lines == [[self.ticket]]
        if alone and any(
            window.serving is None and _next_open(window.hours, now) == now for window in mine
        ):
            return [0.0] * RUNS
        counted_from = self.ticket.line_at
        return [max(0.0, self._called_at(chances) - counted_from) for chances in _CHANCES]

    def _called_at(self, chances: Sequence[float]) -> float:
        """Run the hall forward until the ticket is called."""
        view, ticket = self.view, self.ticket
        shape, expected = view.experience.shape, self._expected(chances)
        turns = self._turns(chances, expected)
        draws = islice(cycle(chances), len(turns), None)
        lines = [line.copy() for line in self.lines]
        lines_of = {
            skills: [lines[place] for place in places]
            for skills, places in self.places_by_skills.items()
        }
        while True:
            now, breadth, number, index = turns[0]
            window = self.windows[index]
            heads = [line[-1] for line in lines_of[window.queues] if line]
            called = choose_ticket(heads, now=now, max_wait=view.max_wait)
            if called is None:
                heappop(turns)
                continue
            if called is ticket:
                return now
            lines[self.place_of[called.queue, called.rate]].pop()
            chance = next(draws)
            if not self.all_stay:
                gone = view.experience.gone(now - called.arrived)
                if chance < gone:
                    continue
                chance = (chance - gone) / (1 - gone)
            ends = now + shape[int(chance * SHAPE_POINTS)] * expected[called.queue]
            heapreplace(turns, (_next_open(window.hours, ends), breadth, number, index))

    def _expected(self, chances: Sequence[float]) -> dict[str, float]:
        """Mean handling times as this run supposes them to be today."""
        usual, drawn = self.view.usual_service, reversed(chances)
        return {queue: usual[queue] * _DAY_FACTOR[next(drawn)] for queue in self.queues}

    def _turns(
        self, chances: Sequence[float], expected: Mapping[str, float]
    ) -> list[tuple[float, int, int, int]]:
        """When each window will next look at its lines."""
        turns = []
        for index, window in enumerate(self.windows):
            free = self._free_at(window, chances[index % _DRAWS], expected)
            looks = _next_open(window.hours, free)
            turns.append((looks, len(window.queues), window.number, index))
        heapify(turns)
        return turns

    def _free_at(self, window: WindowView, chance: float, expected: Mapping[str, float]) -> float:
        """When the present service ends, given that it lasted until now."""
        now, serving = self.view.now, window.serving
        if serving is None:
            return now
        usual = expected[serving.queue]
        shape = self.view.experience.shape
        elapsed = (now - serving.since) / usual
        seen = bisect_right(shape, elapsed)
        if seen == SHAPE_POINTS:
            return now + _OVERLONG * 2 * chance * (now - serving.since)
        return serving.since + usual * shape[seen + int(chance * (SHAPE_POINTS - seen))]


def _lines(reach: set[str], waiting: Iterable[Waiting]) -> list[list[Waiting]]:
    """The lines within reach, each with its head at the end."""
    lines: dict[tuple[str, float], list[Waiting]] = {}
    for ticket in waiting:
        if ticket.queue in reach:
            lines.setdefault((ticket.queue, ticket.rate), []).append(ticket)
    for line in lines.values():
        line.sort(reverse=True)
    return list(lines.values())


def _next_open(hours: Sequence[tuple[float, float]], at: float) -> float:
    """The first instant from `at` on at which a window may call."""
    for start, end in hours:
        if at < end:
            return at if at > start else start
    return at
