"""Changing the legal calendar: who may, and which running clocks are reckoned anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from yimen.kernel.workdays import Calendar
from yimen.reference.centres import actions as centres
from yimen.reference.centres.rules.legal import Change
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import clockwork as cases
from yimen.services.feedback import actions as feedback

#: Cases reckoned anew at once, so that whoever changed the calendar sees it; a job does the rest.
_AT_ONCE = 200


def change_calendar(
    changes: Sequence[Change],
    *,
    notice: str,
    years: Iterable[int] = (),
    base: int,
    by: Actor,
    at: datetime,
) -> Calendar:
    """Let days have other kinds; clocks that run go by the new calendar from now on.

    Raises:
        NotAllowed: `by` may not date parameters.
        BadCalendarChange: no notice, nothing changes, or a day cannot become what is asked.
        CalendarMoved: somebody else changed it after version `base`.
    """
    require(by, Right.POLICY)
    with transaction.atomic():
        calendar = centres.change_calendar(
            changes, notice=notice, years=years, base=base, staff_id=_staff_id(by), at=at
        )
        _reckon_anew(calendar, at)
    cases.reckon_anew(at=at, most=_AT_ONCE)
    return calendar


def adopt_years(*, base: int, by: Actor, at: datetime) -> Calendar:
    """Take over years that the program knows and the table does not yet.

    Raises:
        NotAllowed: `by` may not date parameters.
        BadCalendarChange: there are none.
        CalendarMoved: somebody else changed the calendar after version `base`.
    """
    require(by, Right.POLICY)
    with transaction.atomic():
        calendar = centres.adopt_years(base=base, staff_id=_staff_id(by), at=at)
        _reckon_anew(calendar, at)
    cases.reckon_anew(at=at, most=_AT_ONCE)
    return calendar


def _reckon_anew(calendar: Calendar, at: datetime) -> None:
    """Capabilities with few running clocks; of cases there may be many, see `_AT_ONCE`."""
    feedback.reckon_anew(calendar, at=at)


def _staff_id(by: Actor) -> int | None:
    return by.id if by.kind == "staff" else None
