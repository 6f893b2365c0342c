"""Legal working days and deadlines, decided from values: a frozen calendar, a start, a limit.

A hall that opens on a Saturday does not make it a working day; opening hours are elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from yimen.kernel.errors import DomainError

#: Longest limit anybody may ask for, about ten years.
LONGEST: Final = 3660
_YEARS_AHEAD: Final = 100
_ONE: Final = timedelta(days=1)
_WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SATURDAY: Final = 5


class BadLimit(DomainError):
    """A limit is 1 to 3660 days. Facts: `days`."""

    code = "workdays.bad_limit"


class BadPause(DomainError):
    """A pause that ends before it begins. Facts: `first`, `last`."""

    code = "workdays.bad_pause"


class TooFarAhead(DomainError):
    """The limit does not end within a hundred years. Facts: `years`."""

    code = "workdays.too_far_ahead"


class Kind(StrEnum):
    """What a day is by law."""

    WORKING = "working"
    REST = "rest"  # a weekend's day, or one made a rest day without being a holiday
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a weekend's day on which people work (调休上班)


class Unit(StrEnum):
    """How a limit counts its days."""

    WORKING = "working"
    NATURAL = "natural"


@dataclass(frozen=True)
class Mark:
    """What the week does not say of a day.

    Args:
        kind: what the day is.
        name: the holiday it belongs to, in Chinese; empty for none.
        notice: who decided so.
    """

    kind: Kind
    name: str = ""
    notice: str = ""


@dataclass(frozen=True)
class LegalDay:
    """A day as the calendar sees it; provisional where no notice covers its year yet."""

    day: date
    kind: Kind
    name: str
    provisional: bool

    @property
    def works(self) -> bool:
        return self.kind in {Kind.WORKING, Kind.MAKE_UP}


#: Lunar festivals of years without a notice, by month and day. Beyond these years only the
#: festivals with fixed dates are known. Source: the Chinese calendar (GB/T 33661-2017).
_LUNAR: Final[Mapping[int, Mapping[str, tuple[int, int]]]] = {
    2027: {"春节": (2, 6), "清明": (4, 5), "端午": (6, 9), "中秋": (9, 15)},
    2028: {"春节": (1, 26), "清明": (4, 4), "端午": (5, 28), "中秋": (10, 3)},
    2029: {"春节": (2, 13), "清明": (4, 4), "端午": (6, 16), "中秋": (9, 22)},
    2030: {"春节": (2, 3), "清明": (4, 5), "端午": (6, 5), "中秋": (9, 12)},
}


def statutory_days(year: int) -> Mapping[date, str]:
    """The statutory holidays of a year as far as they can be known before its notice.

    Source: the regulation on public holidays (全国年节及纪念日放假办法) as amended from 2025-01-01.
    """
    days = {date(year, 1, 1): "元旦"}
    days |= {date(year, 5, day): "劳动节" for day in ((1, 2) if year >= 2025 else (1,))}
    days |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    for name, (month, day) in _LUNAR.get(year, {}).items():
        first = date(year, month, day)
        if name == "春节":
            days |= {first + _ONE * place: name for place in range(-1, 3)}
        else:
            days[first] = name
    return days


@dataclass(frozen=True)
class Calendar:
    """Every day's kind: the week, and the days on which the week does not hold.

    Args:
        marks: days that differ from the week, or carry a name.
        years: years covered by an official notice; days of others are provisional.
        version: which state of the table it is; 0 is the one that comes with the program.
    """

    marks: Mapping[date, Mark]
    years: frozenset[int]
    version: int = 0
    _statutory: dict[int, Mapping[date, str]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", MappingProxyType(dict(self.marks)))

    def on(self, day: date) -> LegalDay:
        """What a day is."""
        provisional = day.year not in self.years
        mark = self.marks.get(day)
        if mark is not None:
            return LegalDay(day, mark.kind, mark.name, provisional)
        if provisional:
            if day.year not in self._statutory:
                self._statutory[day.year] = statutory_days(day.year)
            name = self._statutory[day.year].get(day)
            if name is not None:
                return LegalDay(day, Kind.HOLIDAY, name, provisional)
        return LegalDay(day, of_the_week(day), "", provisional)

    def works(self, day: date) -> bool:
        """Whether people work on a day by law."""
        return self.on(day).works

    def changed(
        self, changes: Mapping[date, Mark | None], *, years: Iterable[int] = (), version: int = 0
    ) -> "Calendar":
        """The calendar with other marks; None lets the week hold again."""
        marks = {**self.marks, **{day: mark for day, mark in changes.items() if mark is not None}}
        for day, mark in changes.items():
            if mark is None:
                marks.pop(day, None)
        return replace(
            self, marks=marks, years=self.years | set(years), version=version, _statutory={}
        )


def of_the_week(day: date) -> Kind:
    """What a day would be without any notice."""
    return Kind.REST if day.weekday() >= _SATURDAY else Kind.WORKING


@dataclass(frozen=True)
class Pause:
    """Days on which a clock stands still, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadPause(first=self.first.isoformat(), last=self.last.isoformat())

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Counted:
    """One day of a clock: whether it counts, and why, in Chinese."""

    day: date
    counted: bool
    why: str


@dataclass(frozen=True)
class Deadline:
    """When a limit ends, and every day from the first to that one.

    Args:
        due: the last day; the limit ends with it.
        days: from the day after the start to `due`.
        provisional: a day among them lies in a year without an official notice.
    """

    due: date
    days: tuple[Counted, ...]
    provisional: bool


def deadline(
    start: date, limit: int, unit: Unit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Deadline:
    """When a limit that begins with `start` ends.

    Day 1 is the day after the start. Days inside a pause do not count. Of working days only those
    count; natural days all count, and where the last one is a rest day the limit ends with the
    next working day that no pause holds.

    Raises:
        BadLimit: not 1 to 3660 days.
        TooFarAhead: pauses keep the limit from ending within a hundred years.

    Source: Civil Code (民法典) art. 201 and 203; Administrative Licensing Law (行政许可法) art. 82.
    """
    if not 1 <= limit <= LONGEST:
        raise BadLimit(days=limit)
    held = tuple(pauses)
    days: list[Counted] = []
    provisional = False
    number = 0
    for legal in _after(start, calendar):
        provisional |= legal.provisional
        pause = next((pause for pause in held if pause.holds(legal.day)), None)
        if pause is not None:
            days.append(Counted(legal.day, False, f"暂停（{pause.first} 至 {pause.last}）"))
            continue
        if number == limit:  # a natural-day limit that ended on a rest day
            days.append(_moved_to(legal))
        elif unit is Unit.NATURAL or legal.works:
            number += 1
            days.append(_counts(legal, number, unit, last=number == limit))
        else:
            days.append(Counted(legal.day, False, described(legal)))
        if number == limit and legal.works:
            return Deadline(legal.day, tuple(days), provisional)
    raise TooFarAhead(years=_YEARS_AHEAD)


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """How many working days lie from `first` to `last`, both included."""
    span = (last - first).days + 1
    return sum(calendar.works(first + _ONE * place) for place in range(span))


def _after(start: date, calendar: Calendar) -> Iterator[LegalDay]:
    last = start + min(_ONE * 366 * _YEARS_AHEAD, date.max - start)
    day = start
    while day < last:
        day += _ONE
        yield calendar.on(day)


def _counts(legal: LegalDay, number: int, unit: Unit, *, last: bool) -> Counted:
    if unit is Unit.WORKING:
        return Counted(legal.day, True, f"第 {number} 个工作日，{described(legal)}")
    why = f"第 {number} 个自然日，{described(legal)}"
    if last and not legal.works:
        why += "，期限顺延到下一个工作日"
    return Counted(legal.day, True, why)


def _moved_to(legal: LegalDay) -> Counted:
    if legal.works:
        return Counted(legal.day, False, f"期限顺延至此，{described(legal)}")
    return Counted(legal.day, False, f"{described(legal)}，继续顺延")


def described(legal: LegalDay) -> str:
    """What a day is, in Chinese: 周五春节放假."""
    weekday = _WEEKDAYS[legal.day.weekday()]
    words = {
        Kind.WORKING: "工作日",
        Kind.REST: f"休息日（{legal.name}）" if legal.name else "休息日",
        Kind.HOLIDAY: f"{legal.name}放假" if legal.name else "节假日",
        Kind.MAKE_UP: f"{legal.name}调休上班" if legal.name else "调休上班",
    }[legal.kind]
    return f"{weekday}{words}" + ("（暂定，当年放假通知尚未公布）" if legal.provisional else "")
