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
from yimen.services.cases.actions import cards
from yimen.services.cases.actions.reckoning import KEPT, follow, keep_due, live_clocks, reckon
from yimen.services.cases.errors import ClockNotRunning, ClockNotStopped, ClockRuns, ExtensionOnce
from yimen.services.cases.models import (
    Case,
    Clock,
    ClockSegment,
    ExtensionRequest,
    SpecialProcedure,
)
from yimen.services.cases.models.clocks import EXTENDED_ONCE, ONE_LIVE
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
from yimen.services.cases.rules.procedures import ProcedureState
from yimen.support import sql


def start(
    row: Case, kind: ClockKind, *, on: date, at: datetime, days: int | None = None
) -> ClockView:
    """Let a clock begin. Day 1 is the day after `on`; receipt out of hours needs nothing special.

    Args:
        row: the locked case.
        kind: which clock; its usual limit comes from the item's version and the parameters.
        on: the local day it begins on.
        at: now.
        days: another limit than the usual one.

    Raises:
        ClockRuns: one of this kind is live.
        TolerantTooLong: a tolerant clock longer than the item's promise.
    """
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
    reckon(clock, ledger, centres.legal_calendar(), after=on)
    try:
        with sql.alone():
            clock.save(force_insert=True)
    except IntegrityError as error:
        if sql.violated(error, ONE_LIVE):
            raise ClockRuns(clock=kind.value) from None
        raise
    keep_due(row, clock)
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
    from_ = on
    accepting = _live(row, ClockKind.ACCEPTANCE)
    if accepting is not None:
        ended_on, why = on, EndReason.ACCEPTED
        if accepting.due_on is not None and accepting.due_on < on:
            from_ = accepting.starts_on
            ended_on, why = accepting.due_on + timedelta(days=1), EndReason.DEEMED
        end(row, ClockKind.ACCEPTANCE, on=ended_on, why=why, at=at)
    for kind in HANDLING:
        start(row, kind, on=from_, at=at)
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
    _settle(row, clock, before, on=on, at=at)
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
    _close_stop(clock, on)
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
    _settle(row, clock, before, on=on, at=at)
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


def end(row: Case, kind: ClockKind, *, on: date, why: EndReason, at: datetime) -> ClockView:
    """End a clock; one that stands still is closed with it. Its due date stays as a record.

    Raises:
        ClockNotRunning: none of this kind is live.
    """
    return _end(row, _one(row, kind), on=on, why=why, at=at)


def end_all(row: Case, *, on: date, why: EndReason, at: datetime) -> None:
    """End whatever still counts: the case is over."""
    for clock in live_clocks(row):
        _end(row, clock, on=on, why=why, at=at)


def _end(row: Case, clock: Clock, *, on: date, why: EndReason, at: datetime) -> ClockView:
    ledger = queries.ledger_of(clock)
    _settle(row, clock, ledger, on=on, at=at)
    if clock.kind == ClockKind.STATUTORY.value:
        _drop_procedures(row, on)
    if row.instant and clock.kind == ClockKind.PROMISED.value:
        cards.settle_instant(row, at=at)
    still = ledger.open_stop
    last = max(on, clock.starts_on if still is None else still.first)
    if still is not None:
        _close_stop(clock, last)
        ledger = rules.gone_on(ledger, last)
        reckon(clock, ledger, centres.legal_calendar(), after=on)
    clock.state, clock.ended_on, clock.why = ClockState.ENDED.value, last, why.value
    clock.watch_on = None
    clock.save(update_fields=["state", "ended_on", "why", *KEPT])
    if still is not None:
        keep_due(row, clock)
    return queries.view(clock, ledger)


def _drop_procedures(row: Case, on: date) -> None:
    """Nothing is left to decide: what was asked for, or goes on, lapses."""
    asked, dropped = ProcedureState.ASKED.value, ProcedureState.DROPPED.value
    ExtensionRequest.objects.filter(case=row, state=asked).update(state=dropped)
    live = [asked, ProcedureState.RUNNING.value]
    SpecialProcedure.objects.filter(case=row, state__in=live).update(state=dropped, ended_on=on)


def _settle(row: Case, clock: Clock, ledger: Ledger, *, on: date, at: datetime) -> None:
    """Before a ledger changes: the present calendar, and the cards deserved up to a day."""
    follow(row, clock, ledger, through=on, at=at)
    cards.settle(row, clock, ledger, through=on, at=at)


def _write(
    row: Case, clock: Clock, ledger: Ledger, calendar: Calendar, *, after: date
) -> ClockView:
    reckon(clock, ledger, calendar, after=after)
    clock.save(update_fields=["state", *KEPT])
    keep_due(row, clock)
    return queries.view(clock, ledger)


def _live(row: Case, kind: ClockKind) -> Clock | None:
    rows = Clock.objects.filter(case=row, kind=kind.value)
    return rows.exclude(state=ClockState.ENDED.value).first()


def _one(row: Case, kind: ClockKind) -> Clock:
    clock = _live(row, kind)
    if clock is None:
        raise ClockNotRunning(clock=kind.value)
    return clock


def _close_stop(clock: Clock, on: date) -> None:
    rows = ClockSegment.objects.filter(clock=clock, kind=SegmentKind.PAUSE.value, last__isnull=True)
    rows.update(last=on)


def _name(by: Actor) -> str:
    return f"{by.kind}:{by.label}"
