"""The legal calendar as it comes with the program, and which changes of it make sense.

Source: the yearly notices of the State Council Office (国务院办公厅), as collected by the library
`chinesecalendar`, 2004 to its last year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from chinese_calendar import constants

from yimen.kernel.workdays import Calendar, Kind, Mark, of_the_week
from yimen.reference.centres.errors import BadCalendarChange

#: The notice of 2020-01-27 that prolonged the Spring Festival in mid-course.
PROLONGED_2020: Final = "国务院办公厅关于延长2020年春节假期的通知（2020-01-27）"
_PROLONGED_DAYS: Final = frozenset({date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)})
_YEARLY: Final = "国务院办公厅关于{}年部分节假日安排的通知"
_SPECIAL_2015: Final = "国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知"
_NAMES: Final[Mapping[str, str]] = {
    **{holiday.value: holiday.chinese for holiday in constants.Holiday},
    constants.Holiday.anti_fascist_70th_day.value: "抗战胜利70周年纪念日",
}


@dataclass(frozen=True)
class Change:
    """One day's new kind. `working` on a weekday and `rest` on a weekend let the week hold."""

    day: date
    kind: Kind
    name: str = ""


@cache
def builtin() -> Calendar:
    """The calendar that comes with the program, version 0."""
    marks = {
        day: Mark(Kind.HOLIDAY, _NAMES[name], _notice(day, name))
        for day, name in constants.holidays.items()
    }
    marks |= {
        day: Mark(Kind.MAKE_UP, _NAMES[name], _notice(day, name))
        for day, name in constants.workdays.items()
    }
    years = frozenset(day.year for day in constants.holidays)
    return Calendar(marks, years)


def _notice(day: date, name: str) -> str:
    if day in _PROLONGED_DAYS:
        return PROLONGED_2020
    if name == constants.Holiday.anti_fascist_70th_day.value:
        return _SPECIAL_2015
    return _YEARLY.format(day.year)


def before_prolongation(calendar: Calendar) -> Calendar:
    """The calendar as it stood before 2020-01-27: holiday to 01-30, people work on 02-01."""
    return calendar.changed(
        {
            date(2020, 1, 31): None,
            date(2020, 2, 1): Mark(Kind.MAKE_UP, "春节", _YEARLY.format(2020)),
            date(2020, 2, 2): None,
        }
    )


def marks_of(calendar: Calendar, changes: Iterable[Change], notice: str) -> dict[date, Mark | None]:
    """What really changes, as marks; None lets the week hold again.

    Raises:
        BadCalendarChange: a make-up day that is no weekend's, a working day that is one, a holiday
            without a name, or a day named twice.
    """
    wanted: dict[date, Mark | None] = {}
    for change in changes:
        if change.day in wanted:
            raise BadCalendarChange(day=change.day.isoformat(), why="twice")
        wanted[change.day] = _mark(change, notice)
    return {day: mark for day, mark in wanted.items() if not _same(calendar.marks.get(day), mark)}


def _mark(change: Change, notice: str) -> Mark | None:
    by_week = of_the_week(change.day)
    name = change.name.strip()
    if change.kind is Kind.HOLIDAY and not name:
        raise BadCalendarChange(day=change.day.isoformat(), why="name")
    if change.kind is Kind.MAKE_UP and by_week is Kind.WORKING:
        raise BadCalendarChange(day=change.day.isoformat(), why="make_up_on_weekday")
    if change.kind is Kind.WORKING and by_week is Kind.REST:
        raise BadCalendarChange(day=change.day.isoformat(), why="working_on_weekend")
    return None if change.kind is by_week else Mark(change.kind, name, notice)


def _same(held: Mark | None, wanted: Mark | None) -> bool:
    if held is None or wanted is None:
        return held is wanted
    return (held.kind, held.name) == (wanted.kind, wanted.name)
