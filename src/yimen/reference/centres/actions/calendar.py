"""Changing the legal calendar. Every change is a new version; earlier ones stay readable."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from yimen.kernel.workdays import Calendar, Mark
from yimen.reference.centres import queries
from yimen.reference.centres.errors import BadCalendarChange, CalendarMoved
from yimen.reference.centres.models import CalendarDay, CalendarVersion, CalendarYear
from yimen.reference.centres.rules import legal
from yimen.reference.centres.rules.legal import Change
from yimen.support.events import Announcement, publish

#: The version that holds what came with the program.
SEED = 1
_SEED_NOTICE = "随程序提供：国务院办公厅历年节假日安排通知（chinesecalendar）"
_EARLIEST, _LATEST = 1990, 2100


def seed_calendar(*, at: datetime) -> int:
    """Store the built-in calendar as version 1 where none is stored. The present version."""
    with transaction.atomic():
        present = _lock()
        return present or _seed(at)


def change_calendar(
    changes: Sequence[Change],
    *,
    notice: str,
    years: Iterable[int] = (),
    base: int,
    staff_id: int | None,
    at: datetime,
) -> Calendar:
    """Let days have other kinds. The calendar's new version.

    Args:
        changes: the days; those that already are so change nothing.
        notice: who decided so.
        years: years that this notice covers for the first time; their days are final from now on.
        base: the version the editor looked at; 0 where none was stored.
        staff_id: who changes it; None for the program.
        at: now.

    Raises:
        BadCalendarChange: no notice, nothing changes, or a day cannot become what is asked.
        CalendarMoved: somebody else changed it after `base`.
    """
    if not notice.strip():
        raise BadCalendarChange(day="", why="notice")
    wanted_years = set(years)
    if any(not _EARLIEST <= year <= _LATEST for year in wanted_years):
        raise BadCalendarChange(day="", why="years")
    with transaction.atomic():
        present = _lock()
        if present != base:
            raise CalendarMoved(version=present)
        present = present or _seed(at)
        calendar = queries.legal_calendar(present)
        marks = legal.marks_of(calendar, changes, notice.strip())
        new_years = wanted_years - calendar.years
        if not marks and not new_years:
            raise BadCalendarChange(day="", why="nothing")
        number = _add_version(present + 1, notice.strip(), staff_id, at)
        _write(number, marks, new_years)
        touched = sorted({day.year for day in marks} | new_years)
        body = {"version": number, "years": touched, "days": len(marks)}
        publish(Announcement("calendar.changed", at, ["calendar"], body))
        return queries.legal_calendar(number)


def adopt_years(*, base: int, staff_id: int | None, at: datetime) -> Calendar:
    """Take over years that the program's library knows and the table does not yet.

    Raises:
        BadCalendarChange: there are none.
        CalendarMoved: somebody else changed the calendar after `base`.
    """
    held = queries.legal_calendar()
    offered = legal.builtin()
    years = offered.years - held.years
    changes = [
        Change(day, mark.kind, mark.name)
        for day, mark in offered.marks.items()
        if day.year in years
    ]
    return change_calendar(
        changes, notice=_SEED_NOTICE, years=years, base=base, staff_id=staff_id, at=at
    )


def _lock() -> int:
    """The present version, which nobody else can follow until this transaction ends; 0: none."""
    rows = CalendarVersion.objects.select_for_update().order_by("-number")
    found = rows.values_list("number", flat=True).first()
    return queries.calendar_version() if found is not None else 0


def _seed(at: datetime) -> int:
    calendar = legal.builtin()
    _add_version(SEED, _SEED_NOTICE, None, at)
    _write(SEED, calendar.marks, calendar.years)
    return SEED


def _add_version(number: int, notice: str, staff_id: int | None, at: datetime) -> int:
    try:
        with transaction.atomic():
            CalendarVersion.objects.create(
                number=number, notice=notice, made_at=at, made_by_id=staff_id
            )
    except IntegrityError:  # two were first at once
        raise CalendarMoved(version=number) from None
    return number


def _write(number: int, marks: Mapping[date, Mark | None], years: Iterable[int]) -> None:
    CalendarDay.objects.filter(day__in=list(marks), until__isnull=True).update(until=number)
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=mark.kind.value, name=mark.name, notice=mark.notice, since=number)
        for day, mark in marks.items()
        if mark is not None
    )
    CalendarYear.objects.bulk_create(CalendarYear(year=year, since=number) for year in years)
