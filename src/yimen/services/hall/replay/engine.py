"""The simulated hall: a day's arrivals and windows, instant by instant.

At one instant things happen in this order, so a day has one outcome only:

1. services end, windows open, last intervals end;
2. arrivals join their lines, in order of ticket number;
3. the audience is told (and may ask what a citizen would now be told);
4. every window that became free, and every idle window an arrival concerns, calls by the rule,
   the most specialised first, then the lowest number.

A ticket whose patience ran out before the instant of a call is found to have left; one whose
patience ends at that very instant is still there. A window that finds nothing to call at or after
the end of its last interval is closed for the day.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Protocol

from yimen.services.hall.replay.day import Arrival, HallDay, Window
from yimen.services.hall.replay.policies import Policy, in_line, longest_promise, queues_of
from yimen.services.hall.rules.dispatch import (
    CallingRule,
    FreeWindow,
    Waiting,
    choose_ticket,
    connected_queues,
    line_at,
)


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket called to a window."""

    at: float
    window: int
    ticket: Waiting
    ends: float


@dataclass(slots=True)
class Station:
    """A window during the day."""

    window: Window
    queues: tuple[str, ...]
    lines: list[list[Waiting]]
    rank: FreeWindow
    serving: Call | None = None
    closed: bool = False

    def may_call(self, at: float) -> bool:
        """Whether the window takes a ticket at this instant."""
        if self.serving is not None or self.closed:
            return False
        hours = self.window.open
        return at >= hours[-1][1] or any(start <= at < end for start, end in hours)


@dataclass(frozen=True, slots=True)
class Group:
    """Queues and windows that can matter to each other through shared skills."""

    stations: list[Station]
    lines: list[list[Waiting]]


class Audience(Protocol):
    """Who follows the day as it happens; knows no more than a hall would."""

    def arrived(self, hall: "Hall", tickets: Sequence[Waiting]) -> None:
        """Citizens joined their lines; nobody was called yet at this instant."""

    def called(self, hall: "Hall", call: Call) -> None:
        """A ticket was called."""

    def found_gone(self, hall: "Hall", ticket: Waiting) -> None:
        """A window would have called this ticket, but the citizen had left."""

    def finished(self, hall: "Hall", call: Call) -> None:
        """A service ended."""


@dataclass(slots=True)
class Hall:
    """The hall in simulated time, and at the end everything that happened in it."""

    day: HallDay
    policy: Policy
    rule: CallingRule
    audience: Audience | None = None
    now: float = 0.0
    max_wait: float = field(init=False)
    #: Waiting tickets of each (queue, rate) line as a heap.
    lines: dict[str, dict[float, list[Waiting]]] = field(init=False)
    stations: dict[int, Station] = field(init=False)
    stations_of: dict[str, list[Station]] = field(init=False)
    calls: list[Call] = field(default_factory=list)
    gone: list[Waiting] = field(default_factory=list)
    #: The group of each queue.
    groups: dict[str, Group] = field(init=False)
    _records: dict[int, Arrival] = field(init=False)

    def __post_init__(self) -> None:
        self.max_wait = longest_promise(self.policy, self.rule)
        rates = sorted(set(self.rule.rates.values()) | {1.0})
        self.lines = {queue: {rate: [] for rate in rates} for queue in self.day.queues}
        self.stations = {}
        self.stations_of = defaultdict(list)
        for window in self.day.windows:
            queues = queues_of(window, self.day, self.policy)
            lines = [line for queue in queues for line in self.lines[queue].values()]
            rank = FreeWindow(len(queues), window.number)
            station = Station(window, queues, lines, rank)
            self.stations[window.number] = station
            for queue in queues:
                self.stations_of[queue].append(station)
        self.groups = {}
        for queue in self.day.queues:
            if queue not in self.groups:
                self._group(queue)
        self._records = {arrival.number: arrival for arrival in self.day.arrivals}

    def _group(self, queue: str) -> None:
        reach = connected_queues((one.queues for one in self.stations.values()), queue)
        stations = [one for one in self.stations.values() if not reach.isdisjoint(one.queues)]
        group = Group(stations, [line for one in reach for line in self.lines[one].values()])
        self.groups.update(dict.fromkeys(reach, group))

    def run(self) -> None:
        """Let the whole day happen."""
        turns = self._window_hours()
        arrivals = [in_line(arrival, self.policy, self.rule) for arrival in self.day.arrivals]
        upcoming = 0
        while turns or upcoming < len(arrivals):
            self.now = turns[0][0] if turns else arrivals[upcoming].arrived
            if upcoming < len(arrivals):
                self.now = min(self.now, arrivals[upcoming].arrived)
            ready = set()
            while turns and turns[0][0] == self.now:
                ready.add(self._release(self.stations[heappop(turns)[1]]))
            first = upcoming
            while upcoming < len(arrivals) and arrivals[upcoming].arrived == self.now:
                upcoming += 1
            if upcoming > first:
                ready.update(self._admit(arrivals[first:upcoming]))
            for call in self._dispatch(ready):
                heappush(turns, (call.ends, call.window))

    def _window_hours(self) -> list[tuple[float, int]]:
        """The instants at which a window must look at its lines, whatever else happens."""
        turns = []
        for window in self.day.windows:
            starts = [start for start, _ in window.open]
            turns += [(instant, window.number) for instant in (*starts, window.open[-1][1])]
        heapify(turns)
        return turns

    def _release(self, station: Station) -> FreeWindow:
        call = station.serving
        if call is not None and call.ends <= self.now:
            station.serving = None
            if self.audience is not None:
                self.audience.finished(self, call)
        return station.rank

    def _admit(self, tickets: Sequence[Waiting]) -> list[FreeWindow]:
        for ticket in tickets:
            heappush(self.lines[ticket.queue][ticket.rate], ticket)
        if self.audience is not None:
            self.audience.arrived(self, tickets)
        queues = {ticket.queue for ticket in tickets}
        return [
            station.rank
            for queue in queues
            for station in self.stations_of[queue]
            if station.may_call(self.now)
        ]

    def _dispatch(self, ready: set[FreeWindow]) -> list[Call]:
        made = []
        for rank in sorted(ready):
            station = self.stations[rank.number]
            if not station.may_call(self.now):
                continue
            ticket = self._next_ticket(station)
            if ticket is not None:
                made.append(self._call(station, ticket))
            elif self.now >= station.window.open[-1][1]:
                station.closed = True
        return made

    def _next_ticket(self, station: Station) -> Waiting | None:
        """Take the ticket the rule chooses out of its line."""
        heads = []
        for line in station.lines:
            while line and self._has_left(line[0]):
                self._strike(heappop(line))
            if line:
                heads.append(line[0])
        ticket = choose_ticket(heads, now=self.now, max_wait=self.max_wait)
        if ticket is not None:
            heappop(self.lines[ticket.queue][ticket.rate])
        return ticket

    def _has_left(self, ticket: Waiting) -> bool:
        patience = self._records[ticket.number].patience
        return patience is not None and ticket.arrived + patience < self.now

    def _strike(self, ticket: Waiting) -> None:
        self.gone.append(ticket)
        if self.audience is not None:
            self.audience.found_gone(self, ticket)

    def _call(self, station: Station, ticket: Waiting) -> Call:
        ends = self.now + self._records[ticket.number].service
        call = Call(self.now, station.window.number, ticket, ends)
        station.serving = call
        self.calls.append(call)
        if self.audience is not None:
            self.audience.called(self, call)
        return call

    def counted_from(self, ticket: Waiting) -> float:
        """From when the ticket's wait counts, under any policy."""
        return line_at(ticket.arrived, self._records[ticket.number].slot_start)
