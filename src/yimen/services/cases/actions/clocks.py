"""Starting, stopping and ending a case's clocks, inside the transaction of a case's move.

Each takes the locked `Case` row, writes the ledger, and keeps the due date beside it and on the
case. None of them moves the case or writes its log: their callers do, who know why. Days are local
days of the centre (`queries.clocks.local_day`).
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError

from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions.ending import end, end_all, end_clocks, end_handling
from yimen.services.cases.actions.reckoning import (
    KEPT,
    close_stop,
    follow,
    keep_due,
    reckon,
    settle,
)
from yimen.services.cases.errors import ClockNotRunning, ClockNotStopped, ClockRuns, ExtensionOnce
from yimen.services.cases.models import Case, Clock, ClockSegment
from yimen.services.cases.models.clocks import EXTENDED_ONCE
from yimen.services.cases.queries import clocks as queries
from yimen.services.cases.queries.clocks import ClockView
from yimen.services.cases.rules import clocks as rules
from yimen.services.cases.rules import limits as limiting
from yimen.services.cases.rules.clocks import (
    EXTENSION_BASIS,
    HANDLING,
    STOP_BASIS,
    ClockKind,
    ClockState,
    EndReason,
    Extension,
    Ledger,
    SegmentKind,
    Stop,
    StopReason,
)
from yimen.support import rows, sql

__all__ = [
    "begin_handling",
    "end",
    "end_all",
    "end_handling",
    "extend",
    "go_on",
    "start",
    "stop",
]


def start(
    row: Case,
    kind: ClockKind,
    *,
    on: date,
    at: datetime,
    days: int | None = None,
    calendar: Calendar | None = None,
) -> ClockView:
    """Let a clock begin. Day 1 is the day after `on`; receipt out of hours needs nothing special.

    Args:
        row: the locked case.
        kind: which clock; its usual limit comes from the item's version and the parameters.
        on: the local day it begins on.
        at: now.
        days: another limit than the usual one.
        calendar: the present one; None reads it.

    Raises:
        ClockRuns: one of this kind is live.
        TolerantTooLong: a tolerant clock longer than the item's promise.
    """
    present = calendar or centres.legal_calendar()
    clock, ledger = _new(row, kind, present, on=on, at=at, days=days)
    if not rows.insert_unless_there(clock):
        raise ClockRuns(clock=kind.value)
    keep_due(row, [clock])
    return queries.view(clock, ledger)


def begin_handling(row: Case, *, on: date, at: datetime) -> date:
    """Let the clocks of the decision begin with the acceptance, and end the acceptance clock.

    Acceptance that comes after its limit counts from the day of receipt, as if by silence.

    Args:
        row: the locked case.
        on: the local day of acceptance.
        at: now.

    Returns:
        The day the clocks count from.

    Source: Administrative Licensing Law art. 32 (1) (4), 42.
    """
    from_, calendar = on, centres.legal_calendar()
    accepting = _live(row, ClockKind.ACCEPTANCE)
    if accepting is not None:
        ended_on, why = on, EndReason.ACCEPTED
        if accepting.due_on is not None and accepting.due_on < on:
            from_ = accepting.starts_on
            ended_on, why = accepting.due_on + timedelta(days=1), EndReason.DEEMED
        end_clocks(row, [accepting], on=ended_on, why=why, at=at, calendar=calendar)
    begun = [_new(row, kind, calendar, on=from_, at=at)[0] for kind in HANDLING]
    rows.insert_all(begun)
    keep_due(row, begun)
    return from_


def stop(
    row: Case,
    kind: ClockKind,
    *,
    on: date,
    why: StopReason,
    by: Actor,
    at: datetime,
    basis: str = "",
    days: int = 0,
    approver: int | None = None,
) -> ClockView:
    """Let a clock stand still from a day on, that day included.

    Args:
        row: the locked case.
        kind: which clock.
        on: the first local day that does not count.
        why: what for.
        by: who stops it.
        at: now.
        basis: the legal source; empty takes the usual one of `why`.
        days: the days announced, 0 where none are.
        approver: staff who consented, where somebody must.

    Raises:
        ClockNotRunning: none of this kind runs.
        BadClockDay: before the clock's beginning.
    """
    clock = _one(row, kind)
    before = queries.ledger_of(clock)
    because = basis or STOP_BASIS[why]
    ledger = rules.stopped(before, ClockState(clock.state), Stop(on, None, why, because))
    settle(row, clock, before, on=on, at=at)
    calendar = centres.legal_calendar()
    ClockSegment.objects.create(
        clock=clock,
        kind=SegmentKind.PAUSE.value,
        first=on,
        days=days,
        why=why.value,
        basis=because,
        approver=approver,
        actor=_name(by),
        at=at,
        calendar_version=calendar.version,
    )
    clock.state = ClockState.STOPPED.value
    return _write(row, clock, ledger, calendar, after=on)


def go_on(row: Case, kind: ClockKind, *, on: date, by: Actor, at: datetime) -> ClockView:
    """Let a clock count again after a day, that day still not counted.

    Raises:
        ClockNotStopped: none of this kind stands still.
        BadClockDay: before the stop's beginning.
    """
    clock = _live(row, kind)
    if clock is None:
        raise ClockNotStopped(clock=kind.value)
    before = queries.ledger_of(clock)
    ledger = rules.gone_on(before, on)
    follow(row, clock, before, through=on, at=at)
    close_stop(clock, on)
    clock.state = ClockState.RUNNING.value
    return _write(row, clock, ledger, centres.legal_calendar(), after=on)


def extend(
    row: Case, kind: ClockKind, *, on: date, days: int, reason: str, by: Actor, at: datetime
) -> ClockView:
    """Let a running clock's limit grow, once. `by` is who approved.

    Raises:
        ClockNotRunning: none of this kind runs.
        ExtensionOnce: it was extended before.
    """
    clock = _one(row, kind)
    before = queries.ledger_of(clock)
    extension = Extension(on, days, EXTENSION_BASIS, reason, by.id)
    ledger = rules.extended(before, ClockState(clock.state), extension)
    settle(row, clock, before, on=on, at=at)
    calendar = centres.legal_calendar()
    try:
        with sql.alone():
            ClockSegment.objects.create(
                clock=clock,
                kind=SegmentKind.EXTENSION.value,
                first=on,
                days=days,
                reason=reason,
                basis=EXTENSION_BASIS,
                approver=by.id,
                actor=_name(by),
                at=at,
                calendar_version=calendar.version,
            )
    except IntegrityError as error:
        if sql.violated(error, EXTENDED_ONCE):
            raise ExtensionOnce from None
        raise
    return _write(row, clock, ledger, calendar, after=on)


def _new(
    row: Case,
    kind: ClockKind,
    calendar: Calendar,
    *,
    on: date,
    at: datetime,
    days: int | None = None,
) -> tuple[Clock, Ledger]:
    """A clock that is not written yet."""
    limits = queries.limits_on(on)
    term = limiting.term(kind, limits, queries.offer_of(row.version_id), days)
    ledger = Ledger(kind, term.unit, term.days, on)
    clock = Clock(
        case=row,
        kind=kind.value,
        unit=term.unit.value,
        limit=term.days,
        starts_on=on,
        basis=term.basis,
        at=at,
    )
    reckon(clock, ledger, calendar, after=on)
    return clock, ledger


def _write(
    row: Case, clock: Clock, ledger: Ledger, calendar: Calendar, *, after: date
) -> ClockView:
    reckon(clock, ledger, calendar, after=after)
    rows.save(clock, ["state", *KEPT])
    keep_due(row, [clock])
    return queries.view(clock, ledger)


def _live(row: Case, kind: ClockKind) -> Clock | None:
    return next(iter(queries.unended(row.pk, kind)), None)


def _one(row: Case, kind: ClockKind) -> Clock:
    clock = _live(row, kind)
    if clock is None:
        raise ClockNotRunning(clock=kind.value)
    return clock


def _name(by: Actor) -> str:
    return f"{by.kind}:{by.label}"
