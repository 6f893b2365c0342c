"""What time does to cases by itself: cards, silence that accepts, limits of applicants, calendars.

Each case is a transaction of its own and is skipped while a colleague holds it; one that fails is
logged and tried again next time, and the others go on. Days come from the ledgers, so that a run
after an outage leaves what a run on every day would have left.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import cards, clocks, deciding, filing, moves
from yimen.services.cases.actions.reckoning import KEPT, follow, live_clocks, reckon
from yimen.services.cases.models import Case, Clock
from yimen.services.cases.queries import cards as card_queries
from yimen.services.cases.queries import clocks as queries
from yimen.services.cases.rules.clocks import APPLICANTS, ClockKind, ClockState, EndReason
from yimen.services.cases.rules.states import UNDECIDED, State

_log = logging.getLogger(__name__)
_ONE = timedelta(days=1)
_PAGE = 500
#: Clocks whose end ends or moves the case.
_EXPIRING = APPLICANTS | {ClockKind.ACCEPTANCE}
_REASONS = {
    ClockKind.SUPPLEMENT: "逾期未补正",
    ClockKind.TOLERANT: "容缺材料逾期未补交，承诺未履行",
}


def look(*, at: datetime) -> int:
    """Look at every clock whose day has come; how many cases something happened to.

    Gives prompts and cards, takes cases as accepted whose acceptance limit passed in silence, ends
    those whose applicant's limit passed.
    """
    today = max((queries.local_day(each.id, at) for each in centres.centres()), default=at.date())
    waiting = Clock.objects.filter(state=ClockState.RUNNING.value, watch_on__lte=today)
    return _each(_cases(waiting), lambda row: _look(row, at=at))


def look_at_instant_items(*, at: datetime) -> int:
    """Give the cards of instant items that are not done; how many cases got one."""
    return _each(_slow(at), lambda row: cards.settle_instant(row, at=at) > 0)


def reckon_anew(*, at: datetime, most: int | None = None) -> int:
    """Reckon live clocks by the present calendar where they are not; how many cases' days moved.

    Args:
        at: now.
        most: at most so many cases; None for all of them.
    """
    version = centres.calendar_version()
    behind = Clock.objects.exclude(state=ClockState.ENDED.value).filter(
        calendar_version__lt=version
    )
    return _each(_cases(behind, most=most), lambda row: _follow(row, at=at))


def _each(case_ids: Iterable[int], act: Callable[[Case], bool]) -> int:
    """Do something to each case in a transaction of its own; to how many it did something."""
    done = 0
    for case_id in case_ids:
        try:
            with transaction.atomic():
                rows = Case.objects.select_for_update(skip_locked=True)
                row = rows.filter(pk=case_id).first()
                if row is not None and act(row):
                    done += 1
        except Exception:  # one bad case must not keep the others from their time
            _log.exception("clockwork failed", extra={"case_id": case_id})
    return done


def _cases(clocks: "QuerySet[Clock]", *, most: int | None = None) -> Iterator[int]:
    """The cases of some clocks by id, a page a time; each once, whatever becomes of it."""
    after, left = 0, most
    while left is None or left > 0:
        page = _PAGE if left is None else min(_PAGE, left)
        ids = clocks.filter(case_id__gt=after).order_by("case_id").values_list("case_id", flat=True)
        found = list(ids.distinct()[:page])
        if not found:
            return
        yield from found
        after = found[-1]
        left = None if left is None else left - len(found)


def _slow(at: datetime) -> Iterator[int]:
    """Instant cases old enough for a card."""
    today = max((queries.local_day(each.id, at) for each in centres.centres()), default=at.date())
    age = timedelta(minutes=queries.limits_on(today).card_instant_minutes)
    after = 0
    while found := card_queries.slow_instant_cases(before=at - age, after=after, limit=_PAGE):
        yield from found
        after = found[-1]


def _look(row: Case, *, at: datetime) -> bool:
    today = queries.local_day(row.centre_id, at)
    happened = False
    while due := _to_look_at(row, today):
        for clock in due:
            follow(row, clock, queries.ledger_of(clock), through=today, at=at)
        expired = _first_expired(due, today)
        # What comes after a case ended never came to it.
        through = today if expired is None else _day_after(expired)
        for clock in due:
            ledger = queries.ledger_of(clock)
            happened |= cards.settle(row, clock, ledger, through=through, at=at) > 0
            if expired is None:
                reckon(clock, ledger, centres.legal_calendar(), after=today)
                clock.save(update_fields=KEPT)
        if expired is not None:
            row = _expire(row, expired, at=at)
            happened = True
    return happened


def _to_look_at(row: Case, today: date) -> list[Clock]:
    return [
        clock
        for clock in live_clocks(row)
        if clock.state == ClockState.RUNNING.value
        and clock.watch_on is not None
        and clock.watch_on <= today
    ]


def _first_expired(found: Iterable[Clock], today: date) -> Clock | None:
    """The clock whose end came first of those that end or move the case; None where none did."""
    over = [
        clock
        for clock in found
        if ClockKind(clock.kind) in _EXPIRING and _day_after(clock) <= today
    ]
    return min(over, key=lambda clock: (_day_after(clock), clock.pk), default=None)


def _day_after(clock: Clock) -> date:
    """The first day past a running clock's limit."""
    return (clock.due_on or date.max - _ONE) + _ONE


def _expire(row: Case, clock: Clock, *, at: datetime) -> Case:
    """Let the end of a limit do what it does; the case as it is then."""
    kind, on = ClockKind(clock.kind), _day_after(clock)
    if kind is ClockKind.ACCEPTANCE:
        filing.deem_accepted(row.pk, by=HOUSE, at=at)
    elif State(row.state) not in UNDECIDED:
        clocks.end(row, kind, on=on, why=EndReason.EXPIRED, at=at)
    else:
        # Ended as of the day it happened, whenever the clockwork sees it.
        clocks.end(row, kind, on=on, why=EndReason.EXPIRED, at=at)
        clocks.end_all(row, on=on, why=EndReason.TERMINATED, at=at)
        deciding.terminate(row.pk, _REASONS[kind], by=HOUSE, at=at)
    return moves.locked(row.pk)


def _follow(row: Case, *, at: datetime) -> bool:
    today = queries.local_day(row.centre_id, at)
    moved = [
        follow(row, clock, queries.ledger_of(clock), through=today, at=at)
        for clock in live_clocks(row)
    ]
    return any(moved)
