"""The legal calendar in any of its versions. Before anybody stored one, the built-in holds."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q

from yimen.kernel.workdays import Calendar, Kind, Mark
from yimen.reference.centres.errors import CalendarVersionNotFound
from yimen.reference.centres.models import CalendarDay, CalendarVersion, CalendarYear
from yimen.reference.centres.rules.legal import builtin
from yimen.support import sql


@dataclass(frozen=True)
class VersionView:
    """One state of the calendar: when, by which notice, by whom, how many days it changed."""

    number: int
    notice: str
    made_at: datetime
    #: Staff number; empty where the program filled the table.
    made_by: str
    days: int


@dataclass(frozen=True)
class DayView:
    """A day that the week does not describe, or did not in an earlier version."""

    day: date
    kind: Kind
    name: str
    notice: str
    since: int
    until: int | None


def calendar_version() -> int:
    """The present version's number; 0: nobody stored one, the built-in calendar holds."""
    found = sql.one("yimen.reference.centres", "calendar_version", {"version": None})
    return int(found["number"]) if found else 0


def legal_calendar(version: int | None = None) -> Calendar:
    """The calendar as it is, or as it was in a version.

    Raises:
        CalendarVersionNotFound: it never had this version.
    """
    if version == 0:
        return builtin()
    found = sql.one("yimen.reference.centres", "calendar_version", {"version": version})
    if found is not None:
        return _read(found["id"], found["number"])
    if version is not None:
        raise CalendarVersionNotFound(version=version)
    return builtin()


@lru_cache(maxsize=4)
def _read(_row: int, number: int) -> Calendar:
    """A version never changes, so it is read once; by its row, whose id is never used again."""
    rows = CalendarDay.objects.filter(since__lte=number).filter(
        Q(until__isnull=True) | Q(until__gt=number)
    )
    marks = {
        day: Mark(Kind(kind), name, notice)
        for day, kind, name, notice in rows.values_list("day", "kind", "name", "notice")
    }
    years = CalendarYear.objects.filter(since__lte=number).values_list("year", flat=True)
    return Calendar(marks, frozenset(years), number)


def calendar_versions() -> list[VersionView]:
    """Every version, newest first."""
    changed: dict[int, set[date]] = {}
    for day, since, until in CalendarDay.objects.values_list("day", "since", "until"):
        changed.setdefault(since, set()).add(day)
        if until is not None:
            changed.setdefault(until, set()).add(day)
    rows = CalendarVersion.objects.order_by("-number").values_list(
        "number", "notice", "made_at", "made_by__username"
    )
    return [
        VersionView(number, notice, at, by or "", len(changed.get(number, ())))
        for number, notice, at, by in rows
    ]
