"""Tells every arriving citizen a range, as the live hall would, and keeps score of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yimen.services.hall.replay.engine import Call, Hall, Station
from yimen.services.hall.rules.dispatch import Waiting
from yimen.services.hall.rules.estimate import (
    HallView,
    Range,
    Serving,
    WindowView,
    wait_range,
)
from yimen.services.hall.rules.experience import Attempt, Experience, learn

#: The day's lessons are drawn anew after this many calls.
LESSON_EVERY = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What was said on arrival, in seconds."""

    p10: float
    p50: float
    p90: float


@dataclass(slots=True)
class Forecaster:
    """An audience that sees only what a hall sees."""

    usual: dict[str, float]
    #: By ticket number; None where no window was going to serve the queue.
    told: dict[int, Told | None] = field(default_factory=dict)
    #: By ticket number what the last called ticket of its queue had waited, 0 where none was.
    last_wait_told: dict[int, float] = field(default_factory=dict)
    _experience: Experience = field(default_factory=learn)
    _ended: list[float] = field(default_factory=list)
    _attempts: list[Attempt] = field(default_factory=list)
    _last_wait: dict[str, float] = field(default_factory=dict)

    def arrived(self, hall: Hall, tickets: Sequence[Waiting]) -> None:
        """Tell each of them a range."""
        for ticket in tickets:
            early = hall.counted_from(ticket) - ticket.line_at
            told = wait_range(self._view(hall, ticket), ticket)
            self.told[ticket.number] = told and _told(told, early)
            self.last_wait_told[ticket.number] = self._last_wait.get(ticket.queue, 0.0)

    def called(self, hall: Hall, call: Call) -> None:
        """Note the wait, which the next citizen of the queue might be quoted."""
        ticket = call.ticket
        self._last_wait[ticket.queue] = max(0.0, call.at - hall.counted_from(ticket))
        self._attempt(hall, ticket, present=True)

    def found_gone(self, hall: Hall, ticket: Waiting) -> None:
        """Note that somebody had left."""
        self._attempt(hall, ticket, present=False)

    def finished(self, hall: Hall, call: Call) -> None:
        """Note how long it took."""
        self._ended.append((hall.now - call.at) / self.usual[call.ticket.queue])

    def _attempt(self, hall: Hall, ticket: Waiting, *, present: bool) -> None:
        self._attempts.append(Attempt(hall.now - ticket.arrived, present))
        if len(self._attempts) % LESSON_EVERY == 0:
            running = [
                (hall.now - call.at) / self.usual[call.ticket.queue]
                for station in hall.stations.values()
                if (call := station.serving) is not None
            ]
            self._experience = learn(ended=self._ended, running=running, attempts=self._attempts)

    def _view(self, hall: Hall, ticket: Waiting) -> HallView:
        group = hall.groups[ticket.queue]
        return HallView(
            now=hall.now,
            windows=[_as_seen(station) for station in group.stations if not station.closed],
            waiting=[waiting for line in group.lines for waiting in line],
            usual_service=self.usual,
            experience=self._experience,
            max_wait=hall.max_wait,
        )


def _told(said: Range, early: float) -> Told:
    """The range in seconds; a wait that counts only `early` seconds later is that much shorter."""
    return Told(*(max(0.0, wait.total_seconds() - early) for wait in said))


def _as_seen(station: Station) -> WindowView:
    call = station.serving
    serving = None if call is None else Serving(call.ticket.queue, call.at)
    return WindowView(station.window.number, station.queues, station.window.open, serving)
