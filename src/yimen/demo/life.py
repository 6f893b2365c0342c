"""Life in the demonstration hall: people come, windows of the house serve them, some rate.

Windows with a number up to 12 stay free for whoever tries the demonstration. Everything goes
through the real actions; the hall does not know that nobody is there. All of it is 演示数据.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from yimen.journeys import serve
from yimen.journeys.rate import rate as rate_visit
from yimen.journeys.take_ticket import take_ticket
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import HOUSE
from yimen.services.feedback.errors import InvitationRefused
from yimen.services.hall import actions, queries
from yimen.services.hall.queries import DutyView, QueueView, TicketView
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import Duty, PauseReason, State

#: Left alone for people.
RESERVED: Final = 12
#: Every third window works.
_EVERY: Final = 3
#: So many come of those whom the windows of their business could serve, in waves: lines grow for a
#: while and are worked off again.
_LOAD: Final = 0.92
_WAVE: Final = 0.3
_WAVE_LENGTH: Final = timedelta(minutes=90)
#: How much more a window has to do with one of `_BUSY` than with another of its businesses.
_RUSH: Final = 12
#: A hall seen for the first time today gets this much of a past.
_PAST: Final = timedelta(minutes=45)
_STEP: Final = timedelta(seconds=20)
_BUSY: Final = ("HZ", "CR", "CG", "WF", "SB", "YB", "GJ", "BD", "SJ", "SWJS", "MZ", "ZJ")


@dataclass(frozen=True)
class Life:
    """One centre's life, step by step. The same instant always brings the same people."""

    centre_id: int

    def breathe(self, at: datetime) -> None:
        """What happens up to `at`: the first time today a morning, then a step."""
        if not any(duty.state is not Duty.CLOSED for duty in self._house_windows()):
            self._begin(at)
        self._step(at, _STEP)

    def _begin(self, at: datetime) -> None:
        start = at - _PAST
        midnight = queries.local(self.centre_id, at).replace(hour=0, minute=0, second=5)
        moment = max(start, midnight)
        for duty in self._house_windows():
            actions.log_in(duty.window_id, centre_id=self.centre_id, by=HOUSE, at=moment)
        while moment < at - _STEP:
            self._step(moment, _STEP)
            moment += _STEP

    def _house_windows(self) -> list[DutyView]:
        return [
            duty
            for duty in queries.duties(self.centre_id)
            if duty.window > RESERVED and duty.window % _EVERY == 0
        ]

    def _step(self, at: datetime, length: timedelta) -> None:
        source = random.Random(int(at.timestamp()))  # noqa: S311 - not a secret
        self._serve(at, source)
        self._arrive(at, length, source)

    def _arrive(self, at: datetime, length: timedelta, source: random.Random) -> None:
        known = queries.queues(self.centre_id)
        pace = self._pace(known)
        swing = math.sin(2 * math.pi * at.timestamp() / _WAVE_LENGTH.total_seconds())
        expected = (_LOAD + _WAVE * swing) * sum(pace.values()) * length.total_seconds()
        for _ in range(int(expected + source.random())):
            code = source.choices(list(pace), list(pace.values()))[0]
            self._take(known[code], at, source)

    def _pace(self, known: Mapping[str, QueueView]) -> dict[str, float]:
        """How many people a second the windows of each business can serve."""
        found: dict[str, float] = {}
        for duty in self._house_windows():
            weights = {code: _RUSH if code in _BUSY else 1 for code in duty.queues}
            for code, weight in weights.items():
                share = weight / sum(weights.values())
                usual = known[code].usual_service.total_seconds()
                found[code] = found.get(code, 0.0) + share / usual
        return found

    def _take(self, queue: QueueView, at: datetime, source: random.Random) -> None:
        kind = source.choices(
            [TicketClass.ORDINARY, TicketClass.BOOKED, TicketClass.PRIORITY], [80, 14, 6]
        )[0]
        try:
            take_ticket(
                centre_id=self.centre_id,
                queue_code=queue.code,
                by=HOUSE,
                at=at,
                channel="machine",
                ticket_class=kind,
                slot_start=at if kind is TicketClass.BOOKED else None,
            )
        except DomainError:
            return  # closed or full: in life too people turn round

    def _serve(self, at: datetime, source: random.Random) -> None:
        present = queries.present_by_window(self.centre_id)
        for duty in self._house_windows():
            ticket = present.get(duty.window_id)
            try:
                self._at_window(duty, ticket, at, source)
            except DomainError:
                continue  # somebody at the office was faster

    def _at_window(
        self, duty: DutyView, ticket: TicketView | None, at: datetime, source: random.Random
    ) -> None:
        if duty.state is Duty.PAUSED:
            if duty.since is not None and at - duty.since > timedelta(minutes=6):
                actions.resume_duty(duty.window_id, centre_id=self.centre_id, by=HOUSE, at=at)
            return
        if ticket is None:
            if source.random() < 0.002:
                actions.pause(
                    duty.window_id, PauseReason.REST, centre_id=self.centre_id, by=HOUSE, at=at
                )
            elif not duty.standby:
                actions.call_next(duty.window_id, centre_id=self.centre_id, by=HOUSE, at=at)
        elif ticket.state is State.CALLED:
            self._greet(duty.window_id, ticket, at)
        elif ticket.started_at is not None and at - ticket.started_at >= _handling(ticket):
            self._finish(duty.window_id, ticket, at)

    def _greet(self, window_id: int, ticket: TicketView, at: datetime) -> None:
        came = ticket.id % 33 != 0
        waited = at - (ticket.called_at or at)
        if came and waited >= timedelta(seconds=15):
            actions.start(window_id, centre_id=self.centre_id, by=HOUSE, at=at)
        elif not came and waited >= timedelta(seconds=60):
            actions.miss(window_id, centre_id=self.centre_id, by=HOUSE, at=at)

    def _finish(self, window_id: int, ticket: TicketView, at: datetime) -> None:
        _, token = serve.finish(window_id, centre_id=self.centre_id, by=HOUSE, at=at)
        source = random.Random(ticket.id)  # noqa: S311 - not a secret
        if source.random() < 0.6:
            stars = 5 if source.random() < 0.97 else source.choice((4, 4, 3, 2))
            try:
                rate_visit(token, stars, reasons=[], comment="", channel="window", at=at)
            except InvitationRefused:
                return
        actions.call_next(window_id, centre_id=self.centre_id, by=HOUSE, at=at)


def _handling(ticket: TicketView) -> timedelta:
    """How long this service takes: around the queue's usual time, the same whenever asked."""
    ratio = random.Random(ticket.id).lognormvariate(-0.18, 0.6)  # noqa: S311 - not a secret
    return max(timedelta(seconds=40), ticket.queue.usual_service * ratio)
