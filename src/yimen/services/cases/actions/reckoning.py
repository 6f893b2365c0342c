"""Keeping due dates in step with ledgers and with the legal calendar.

Dates beside a ledger are a memory: each of these makes them again from the whole ledger.
"""

from collections.abc import Iterable
from datetime import date, datetime

from yimen.kernel.workdays import Calendar
from yimen.reference.centres import queries as centres
from yimen.services.cases.actions import cards
from yimen.services.cases.models import Case, Clock, ClockChange, ClockSegment, Material
from yimen.services.cases.queries import clocks as queries
from yimen.services.cases.rules import cards as card_rules
from yimen.services.cases.rules.clocks import ClockKind, ClockState, Ledger, SegmentKind
from yimen.services.cases.rules.clocks import reckon as reckoned
from yimen.services.cases.rules.states import MaterialState
from yimen.support import rows

#: What is kept beside a ledger.
KEPT = ("due_on", "provisional", "calendar_version", "watch_on")
#: Where the due dates that lists sort by are kept on the case.
_DUE_FIELD = {ClockKind.PROMISED: "promised_due", ClockKind.STATUTORY: "statutory_due"}


def reckon(clock: Clock, ledger: Ledger, calendar: Calendar, *, after: date) -> None:
    """Make what is kept beside a ledger again; nothing is written.

    Args:
        clock: the row whose fields are set.
        ledger: its ledger.
        calendar: by which version.
        after: cards up to this day are given already.
    """
    due = reckoned(ledger, calendar)
    deserved = card_rules.deserved_cards(ledger, due, queries.limits_on(ledger.starts_on))
    clock.due_on, clock.provisional = due.day, due.provisional
    clock.calendar_version = calendar.version
    clock.watch_on = card_rules.next_look(ledger, due, deserved, after)


def follow(row: Case, clock: Clock, ledger: Ledger, *, through: date, at: datetime) -> bool:
    """Bring a live clock to the present calendar; whether its due date moved. Logs what moved.

    Args:
        row: the locked case.
        clock: one of its clocks.
        ledger: its ledger.
        through: today; what the clock deserved by the calendar before is given first.
        at: now.
    """
    calendar = centres.legal_calendar()
    if clock.calendar_version == calendar.version:
        return False
    cards.settle(row, clock, ledger, through=through, at=at)
    before = (clock.due_on, clock.provisional, clock.calendar_version)
    # Cards given already are given once; the next look only may come a little early.
    reckon(clock, ledger, calendar, after=ledger.starts_on)
    clock.save(update_fields=KEPT)
    if (clock.due_on, clock.provisional) == before[:2]:
        return False
    ClockChange.objects.create(
        clock=clock,
        at=at,
        why="calendar",
        before_on=before[0],
        after_on=clock.due_on,
        was_provisional=before[1],
        is_provisional=clock.provisional,
        before_version=before[2],
        after_version=calendar.version,
    )
    keep_due(row, [clock])
    if clock.kind == ClockKind.TOLERANT.value:
        promised = Material.objects.filter(case=row, state=MaterialState.PROMISED.value)
        promised.filter(due_on=before[0]).update(due_on=clock.due_on)
    return True


def settle(row: Case, clock: Clock, ledger: Ledger, *, on: date, at: datetime) -> None:
    """Before a ledger changes: the present calendar, and the cards deserved up to a day."""
    follow(row, clock, ledger, through=on, at=at)
    cards.settle(row, clock, ledger, through=on, at=at)


def keep_due(row: Case, clocks: Iterable[Clock]) -> None:
    """Due dates on the case, for lists: written at once, so that no caller can forget them."""
    dues = {
        _DUE_FIELD[ClockKind(clock.kind)]: clock.due_on
        for clock in clocks
        if ClockKind(clock.kind) in _DUE_FIELD
    }
    if dues:
        for field, day in dues.items():
            setattr(row, field, day)
        rows.save(row, list(dues))


def close_stop(clock: Clock, last: date) -> None:
    """Write the last day of the stop that lasts."""
    stops = ClockSegment.objects.filter(clock=clock, kind=SegmentKind.PAUSE.value)
    stops.filter(last__isnull=True).update(last=last)


def live_clocks(row: Case) -> list[Clock]:
    """A case's clocks that have not ended, in the order of their beginning."""
    found = Clock.objects.filter(case=row).exclude(state=ClockState.ENDED.value)
    return list(found.prefetch_related("segments").order_by("id"))
