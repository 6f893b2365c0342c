"""Ending clocks. Most end as they run, in one statement; the rest are looked at first."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.services.cases.actions import cards
from yimen.services.cases.actions.reckoning import (
    KEPT,
    close_stop,
    keep_due,
    live_clocks,
    reckon,
    settle,
)
from yimen.services.cases.errors import ClockNotRunning
from yimen.services.cases.models import Case, Clock
from yimen.services.cases.queries import clocks as queries
from yimen.services.cases.rules import clocks as rules
from yimen.services.cases.rules.clocks import HANDLING, ClockKind, ClockState, EndReason
from yimen.support import rows, sql


def end(row: Case, kind: ClockKind, *, on: date, why: EndReason, at: datetime) -> None:
    """End a clock; one that stands still is closed with it. Its due date stays as a record.

    Raises:
        ClockNotRunning: none of this kind is live.
    """
    end_clocks(row, _live(row, [kind]), on=on, why=why, at=at)


def end_handling(
    row: Case, *, on: date, why: EndReason, at: datetime, calendar: Calendar | None = None
) -> None:
    """End both clocks of the decision, by the present calendar; None reads it.

    Raises:
        ClockNotRunning: one of them is not live.
    """
    end_clocks(row, _live(row, HANDLING), on=on, why=why, at=at, calendar=calendar)


def end_all(row: Case, *, on: date, why: EndReason, at: datetime) -> None:
    """End whatever still counts: the case is over."""
    end_clocks(row, live_clocks(row), on=on, why=why, at=at)


def end_clocks(
    row: Case,
    clocks: Iterable[Clock],
    *,
    on: date,
    why: EndReason,
    at: datetime,
    calendar: Calendar | None = None,
) -> None:
    """End some of a case's live clocks.

    Args:
        row: the locked case.
        clocks: which.
        on: the local day.
        why: what for.
        at: now.
        calendar: the present one; None reads it.
    """
    present = calendar or centres.legal_calendar()
    plain: list[Clock] = []
    for clock in clocks:
        if clock.kind == ClockKind.STATUTORY.value:
            sql.rows("yimen.services.cases", "drop_procedures", {"case": row.pk, "on": on})
        if row.instant and clock.kind == ClockKind.PROMISED.value:
            cards.settle_instant(row, at=at)
        if _is_plain(clock, present, on):
            plain.append(clock)
        else:
            _end_carefully(row, clock, present, on=on, why=why, at=at)
    if plain:
        for clock in plain:
            clock.state, clock.ended_on, clock.why = ClockState.ENDED.value, on, why.value
            clock.watch_on = None
        rows.save_all(plain, ["state", "ended_on", "why", "watch_on"])


def _is_plain(clock: Clock, calendar: Calendar, on: date) -> bool:
    """Whether it runs by the present calendar and deserved no card up to a day."""
    return (
        clock.state == ClockState.RUNNING.value
        and clock.calendar_version == calendar.version
        and (clock.watch_on is None or clock.watch_on > on)
        and clock.starts_on <= on
    )


def _end_carefully(
    row: Case, clock: Clock, calendar: Calendar, *, on: date, why: EndReason, at: datetime
) -> None:
    ledger = queries.ledger_of(clock)
    settle(row, clock, ledger, on=on, at=at)
    still = ledger.open_stop
    last = max(on, clock.starts_on if still is None else still.first)
    if still is not None:
        close_stop(clock, last)
        ledger = rules.gone_on(ledger, last)
        reckon(clock, ledger, calendar, after=on)
    clock.state, clock.ended_on, clock.why = ClockState.ENDED.value, last, why.value
    clock.watch_on = None
    rows.save(clock, ["state", "ended_on", "why", *KEPT])
    if still is not None:
        keep_due(row, [clock])


def _live(row: Case, kinds: Sequence[ClockKind]) -> list[Clock]:
    found = queries.unended(row.pk, *kinds)
    missing = {kind.value for kind in kinds} - {clock.kind for clock in found}
    if missing:
        raise ClockNotRunning(clock=min(missing))
    return found
