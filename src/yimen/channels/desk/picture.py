"""Everything the desk shows, asked from the hall in one go. No personal data: numbers only."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from yimen.channels.desk.guide_items import usual
from yimen.channels.desk.order import in_call_order
from yimen.channels.desk.seat import Seat
from yimen.channels.desk.words import EVENTS, PAUSES
from yimen.reference.catalogue.queries import ItemLine
from yimen.reference.centres.rules import closes_at
from yimen.reference.people.rules import Right
from yimen.services.hall import queries
from yimen.services.hall.queries import CallView, DutyView, LineView, TicketView
from yimen.services.hall.queries.memory import remembered
from yimen.services.hall.rules.states import Duty, State

#: How much of the line is drawn; the rest is a number.
ROWS: Final = 40
_LINE_LIMIT: Final = 400
_MISSED_SHOWN: Final = 6
_MISSED_LOOKED_AT: Final = 100
_STEPS_SHOWN: Final = 7
#: A service this short is likely a slip of the finger: ending it asks once.
SLIP: Final = timedelta(seconds=20)


class Scene(StrEnum):
    """What the middle of the desk is about."""

    IDLE = "idle"
    STANDBY = "standby"
    PAUSED = "paused"
    CALLED = "called"
    SERVING = "serving"


@dataclass(frozen=True)
class Row:
    """One who waits."""

    ticket: TicketView
    waited: timedelta
    #: Beyond the promised maximum.
    overdue: bool
    #: An appointment whose time has not come.
    early: bool


@dataclass(frozen=True)
class Step:
    """One thing that happened to the ticket at the window."""

    word: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Person:
    """Who is called or served."""

    ticket: TicketView
    #: From joining the line to the call.
    waited: timedelta
    steps: list[Step]
    #: No further call is allowed: pass the number.
    called_out: bool
    #: Seconds for which ending the service asks once; 0: no question.
    slip_seconds: int
    #: Seconds after which this service is long for its business.
    long_seconds: int


@dataclass(frozen=True)
class Waiters:
    """The line at a glance."""

    rows: list[Row]
    count: int
    longest: timedelta | None
    overdue: int

    @property
    def more(self) -> int:
        """How many are not drawn."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Nearby:
    """The windows of the same area."""

    windows: list[DutyView]

    @property
    def open(self) -> int:
        """How many call."""
        return self._count(Duty.OPEN)

    @property
    def paused(self) -> int:
        """How many pause."""
        return self._count(Duty.PAUSED)

    @property
    def closed(self) -> int:
        """How many are empty."""
        return self._count(Duty.CLOSED)

    def _count(self, state: Duty) -> int:
        return sum(duty.state is state for duty in self.windows)


@dataclass(frozen=True)
class Picture:
    """The whole desk."""

    seat: Seat
    scene: Scene
    pause_word: str
    person: Person | None
    line: Waiters
    served: int
    mean: timedelta | None
    held: list[TicketView]
    missed: list[TicketView]
    businesses: list[LineView]
    nearby: Nearby
    recent: list[CallView]
    #: Items of the business in front of the window.
    usual: list[ItemLine]
    #: The centre has closed; the window goes on until its line is empty.
    closed: bool
    may_choose: bool
    #: Idempotency key of the next call made from this drawing.
    key: str

    @property
    def occupied(self) -> bool:
        """Whether nobody can be taken back now."""
        return self.scene not in {Scene.IDLE, Scene.STANDBY}

    @property
    def called(self) -> bool:
        """Whether somebody was called and has not come yet."""
        return self.scene is Scene.CALLED

    @property
    def serving(self) -> bool:
        """Whether somebody is being served."""
        return self.scene is Scene.SERVING


def draw(seat: Seat) -> Picture:
    """The desk as it is now."""
    present = queries.at_window(seat.window.id)
    served, mean = queries.window_today(seat.window.id, seat.day)
    mine = set(seat.duty.queues)
    missed = queries.missed(seat.centre_id, seat.day, limit=_MISSED_LOOKED_AT)
    return Picture(
        seat=seat,
        scene=_scene(seat, present),
        pause_word=str(PAUSES.get(seat.duty.pause_reason, "")),
        person=_person(seat, present) if present else None,
        line=_line(seat),
        served=served,
        mean=mean,
        held=queries.held_at(seat.window.id, seat.day),
        missed=[ticket for ticket in missed if ticket.queue.code in mine][:_MISSED_SHOWN],
        businesses=[
            line for line in queries.lines(seat.centre_id, seat.day) if line.queue.code in mine
        ],
        nearby=_nearby(seat),
        recent=queries.last_calls(seat.centre_id, seat.day, window_id=seat.window.id, limit=8),
        usual=usual(present.queue.code) if present else [],
        closed=_is_closed(seat),
        may_choose=seat.actor.may(Right.CALL_CHOSEN, centre_id=seat.centre_id),
        key=secrets.token_urlsafe(12),
    )


@remembered(5)
def _everyone(centre_id: int) -> list[DutyView]:
    """All windows, at most five seconds old: every desk asks, and a glance is all it is for."""
    return queries.duties(centre_id)


def _nearby(seat: Seat) -> Nearby:
    area = [duty for duty in _everyone(seat.centre_id) if duty.area == seat.window.area]
    return Nearby([seat.duty if duty.window_id == seat.window.id else duty for duty in area])


def _scene(seat: Seat, present: TicketView | None) -> Scene:
    if present is not None:
        return Scene.SERVING if present.state is State.SERVING else Scene.CALLED
    if seat.duty.state is Duty.PAUSED:
        return Scene.PAUSED
    return Scene.STANDBY if seat.duty.standby else Scene.IDLE


def _person(seat: Seat, ticket: TicketView) -> Person:
    history = queries.history(ticket.id)
    called = [at for event, _, _, at, _, _ in history if event == "call"]
    first_call = called[-1] if called else ticket.called_at or seat.at
    since = seat.at - (ticket.started_at or seat.at)
    limit = queries.rules_on(seat.day).call_limit
    return Person(
        ticket=ticket,
        waited=max(first_call - ticket.line_at, timedelta()),
        steps=[
            Step(str(EVENTS.get(event, event)), at, reason)
            for event, _, _, at, _, reason in history[-_STEPS_SHOWN:]
        ],
        called_out=ticket.calls >= limit,
        slip_seconds=max(0, int((SLIP - since).total_seconds())),
        long_seconds=int(2 * ticket.queue.usual_service.total_seconds()),
    )


def _line(seat: Seat) -> Waiters:
    waiting = queries.line(seat.window.id, seat.centre_id, seat.day, limit=_LINE_LIMIT)
    rule = queries.rules_on(seat.day).calling
    limit = timedelta(seconds=rule.max_wait)
    waits = [seat.at - ticket.line_at for ticket in waiting]
    ordered = in_call_order(waiting, rule, at=seat.at, limit=ROWS)
    return Waiters(
        rows=[_row(ticket, seat.at, limit) for ticket in ordered],
        count=len(waiting),
        longest=max(*waits, timedelta()) if waits else None,
        overdue=sum(wait > limit for wait in waits),
    )


def _row(ticket: TicketView, at: datetime, limit: timedelta) -> Row:
    waited = at - ticket.line_at
    return Row(ticket, max(waited, timedelta()), waited > limit, waited < timedelta())


def _is_closed(seat: Seat) -> bool:
    zone = queries.centre(seat.centre_id).zone
    closes = closes_at(queries.hours(seat.centre_id).on(seat.day), seat.day, zone)
    return closes is not None and seat.at >= closes
