"""The time of a case, day by day: counted or not, why, by which law; on the screen and on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import CLOCKS
from yimen.channels.office.cases.who import readable
from yimen.channels.office.cases.words import CLOCK_STATES, TALLIES, Sign
from yimen.channels.office.frame import page
from yimen.kernel.workdays import Unit
from yimen.reference.people.rules import Right
from yimen.services.cases.queries.explain import (
    ChangeStory,
    ClockStory,
    Explanation,
    SideRow,
    explain,
)
from yimen.services.cases.rules.clocks import HANDLING, ClockKind
from yimen.services.cases.rules.explain import STOP_NAMES, Day, Tally

_UNITS = {Unit.WORKING: "个工作日", Unit.NATURAL: "个自然日"}


@dataclass(frozen=True)
class DayRow:
    """One day: of one clock, or of the two clocks of the decision."""

    day: date
    marks: tuple[str, ...]
    why: str
    source: str
    late: bool
    stopped: bool
    quiet: bool
    today: bool


@dataclass(frozen=True)
class Clock:
    """A clock in words, with its days."""

    name: str
    state: Sign
    limit: str
    story: ClockStory
    remarks: tuple[str, ...]
    rows: tuple[DayRow, ...]


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def index(request: StaffRequest, public_id: str) -> HttpResponse:
    """Every clock of a case."""
    return page(request, "office/cases/clocks.html", _told(request, public_id), here="cases")


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def paper(request: StaffRequest, public_id: str) -> HttpResponse:
    """The same to be printed and put into the file."""
    return render(request, "office/cases/clocks_paper.html", _told(request, public_id))


def _told(request: StaffRequest, public_id: str) -> dict[str, object]:
    view = readable(request, public_id)
    found = explain(view.number, at=timezone.now())
    return {
        "case": found.case,
        "told": found,
        "side": _side(found),
        "clocks": [_clock(story, found.today) for story in found.clocks],
        "promised": found.latest(ClockKind.PROMISED),
        "statutory": found.latest(ClockKind.STATUTORY),
    }


def _clock(story: ClockStory, today: date) -> Clock:
    clock = story.clock
    added = f"（含延长 {clock.total - story.limit}）" if clock.total > story.limit else ""
    alone = clock.kind not in HANDLING
    return Clock(
        str(CLOCKS[clock.kind.value]),
        CLOCK_STATES[clock.state],
        f"{clock.total} {_UNITS[clock.unit]}{added}",
        story,
        tuple(_remarks(story)),
        tuple(_row(day, (day,), today) for day in story.told.days) if alone else (),
    )


def _side(found: Explanation) -> list[DayRow]:
    return [row for each in found.side_by_side if (row := _both(each, found.today))]


def _both(each: SideRow, today: date) -> DayRow | None:
    told = each.statutory or each.promised
    return None if told is None else _row(told, (each.promised, each.statutory), today)


def _row(told: Day, days: tuple[Day | None, ...], today: date) -> DayRow:
    tallies = {day.tally for day in days if day is not None}
    return DayRow(
        told.day,
        tuple("" if day is None else TALLIES[day.tally].format(day.number) for day in days),
        told.why,
        told.source,
        late=Tally.OVERDUE in tallies,
        stopped=Tally.STOPPED in tallies,
        quiet=told.ahead or tallies <= {Tally.REST},
        today=told.day == today,
    )


def _remarks(story: ClockStory) -> Iterable[str]:
    for stop in story.stops:
        until = f"至 {stop.last}" if stop.last else "起，尚未结束"
        consent = f"，批准人 {stop.approver}" if stop.approver else ""
        yield f"停止计算：{stop.first} {until}，{STOP_NAMES[stop.why]}，{stop.basis}{consent}"
    for extension in story.extensions:
        yield (
            f"延长：{extension.on} 延长 {extension.days} 日，{extension.reason}，"
            f"{extension.basis}，批准人 {extension.approver}"
        )
    yield from map(_changed, story.changes)


def _changed(change: ChangeStory) -> str:
    versions = f"日历由第 {change.before_version} 版改为第 {change.after_version} 版"
    if change.before_on == change.after_on:
        kept = "重新成为暂定" if change.is_provisional else "不再是暂定"
        return f"{versions}，届满日 {change.after_on or '待定'} 不变，{kept}"
    return f"{versions}，届满日由 {change.before_on or '待定'} 改为 {change.after_on or '待定'}"
