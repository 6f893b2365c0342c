"""A clock told day by day: counted or not, why, and by which law.

Deadlines come from the kernel; here each of their days gets its source, and the days of a stop that
still lasts and those past the limit are told as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from yimen.kernel.workdays import Calendar, Counted, Unit, described
from yimen.services.cases.rules.clocks import Due, Ledger, Stop, StopReason, reckon

_ONE: Final = timedelta(days=1)
_FIRST_DAY: Final = "《民法典》第二百零一条"
_ROLLED: Final = "《民法典》第二百零三条"
_WORKING_DAYS: Final = "《行政许可法》第八十二条"
_NATURAL_DAYS: Final = "《民法典》第二百条"

STOP_NAMES: Final[Mapping[StopReason, str]] = {
    StopReason.SUPPLEMENT: "补正",
    StopReason.HEARING: "听证",
    StopReason.TENDER: "招标",
    StopReason.AUCTION: "拍卖",
    StopReason.INSPECTION: "检验",
    StopReason.TESTING: "检测",
    StopReason.QUARANTINE: "检疫",
    StopReason.APPRAISAL: "鉴定",
    StopReason.EXPERT_REVIEW: "专家评审",
    StopReason.OTHER: "其他法定情形",
}


class Tally(StrEnum):
    """What a day is to a clock."""

    FIRST = "first"  # the day it began on, not counted
    COUNTED = "counted"
    REST = "rest"  # a rest day or holiday
    STOPPED = "stopped"
    ROLLED = "rolled"  # the limit ended on a rest day and moves on
    OVERDUE = "overdue"  # a working day past the limit


@dataclass(frozen=True)
class Day:
    """One day of a clock.

    Args:
        day: which.
        tally: what it is to the clock.
        number: of a counted day which one it is, of an overdue one how many days late; else 0.
        why: in Chinese, for staff and citizens.
        source: the law, notice or decision behind it.
        ahead: it lies after today; a stop or a new notice may still change it.
    """

    day: date
    tally: Tally
    number: int
    why: str
    source: str
    ahead: bool

    @property
    def counted(self) -> bool:
        return self.tally is Tally.COUNTED


@dataclass(frozen=True)
class Story:
    """A clock told to its end, to its due day, or to today.

    Args:
        due: the limit's last day; None while the clock stands still.
        provisional: a day before it lies in a year without an official notice.
        days: from the day it began on.
        used: days counted up to today, or to the clock's end.
        left: days of the limit that remain after them, not below 0.
        late: working days past the limit.
    """

    due: date | None
    provisional: bool
    days: tuple[Day, ...]
    used: int
    left: int
    late: int


def story(
    ledger: Ledger, calendar: Calendar, *, today: date, ended_on: date | None = None
) -> Story:
    """Tell a clock's days.

    Args:
        ledger: the clock.
        calendar: the version its due date was reckoned by.
        today: days after it are marked as ahead.
        ended_on: when it ended; days after it are left out.
    """
    due = reckon(ledger, calendar)
    last = today if ended_on is None else ended_on
    told = [*_up_to_the_limit(ledger, due, calendar), *_beyond(ledger, due, calendar, last)]
    days = tuple(
        Day(day.day, day.tally, day.number, day.why, day.source, ahead=day.day > today)
        for day in told
        if ended_on is None or day.day <= ended_on
    )
    used = sum(day.counted and not day.ahead for day in days)
    late = sum(day.tally is Tally.OVERDUE for day in days)
    return Story(due.day, due.provisional, days, used, ledger.total - used, late)


def _up_to_the_limit(ledger: Ledger, due: Due, calendar: Calendar) -> Iterator[Day]:
    start = calendar.on(ledger.starts_on)
    why = f"起算当天不计入，{described(start)}"
    yield Day(start.day, Tally.FIRST, 0, why, _FIRST_DAY, ahead=False)
    number = 0
    for day in due.reckoning.days:
        number += day.counted
        yield _told(ledger, calendar, day, number)


def _told(ledger: Ledger, calendar: Calendar, day: Counted, number: int) -> Day:
    if day.counted:
        source = _WORKING_DAYS if ledger.unit is Unit.WORKING else _NATURAL_DAYS
        extension = _reached(ledger, number)
        return Day(day.day, Tally.COUNTED, number, day.why + extension, source, ahead=False)
    stop = _held(ledger, day.day)
    if stop is not None:
        return _stopped(stop, day.day)
    if number == ledger.total:
        return Day(day.day, Tally.ROLLED, 0, day.why, _ROLLED, ahead=False)
    return Day(day.day, Tally.REST, 0, day.why, _rest_source(calendar, day.day), ahead=False)


def _reached(ledger: Ledger, number: int) -> str:
    """Says where the days added to a limit begin."""
    return "，延长审批的第 1 日" if ledger.extensions and number == ledger.limit + 1 else ""


def _beyond(ledger: Ledger, due: Due, calendar: Calendar, last: date) -> Iterator[Day]:
    """The days of a stop that still lasts, or those past the limit, up to a day."""
    day, late = due.reckoning.due, 0
    while day < last:
        day += _ONE
        legal = calendar.on(day)
        stop = _held(ledger, day)
        if stop is not None:
            yield _stopped(stop, day)
        elif legal.works:
            late += 1
            why = f"逾期第 {late} 个工作日，{described(legal)}"
            yield Day(day, Tally.OVERDUE, late, why, _WORKING_DAYS, ahead=False)
        else:
            source = _rest_source(calendar, day)
            yield Day(day, Tally.REST, 0, described(legal), source, ahead=False)


def _held(ledger: Ledger, day: date) -> Stop | None:
    return next((stop for stop in ledger.stops if stop.holds(day)), None)


def _stopped(stop: Stop, day: date) -> Day:
    until = f"{stop.first} 至 {stop.last}" if stop.last else f"{stop.first} 起，尚未结束"
    why = f"停止计算：{STOP_NAMES[stop.why]}（{until}）"
    return Day(day, Tally.STOPPED, 0, why, stop.basis, ahead=False)


def _rest_source(calendar: Calendar, day: date) -> str:
    mark = calendar.marks.get(day)
    return mark.notice if mark is not None and mark.notice else _WORKING_DAYS
