"""How `./yimen explain` puts a case's time on a screen and into JSON. Needs Django set up."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

import click
from django.utils import timezone, translation
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.wording.cases import CLOCKS, STATES
from yimen.kernel.errors import DomainError
from yimen.kernel.workdays import Unit
from yimen.services.cases.queries.explain import (
    ChangeStory,
    ClockStory,
    Explanation,
    SideRow,
    explain,
)
from yimen.services.cases.rules.clocks import HANDLING, ClockKind, ClockState
from yimen.services.cases.rules.explain import STOP_NAMES, Day, Tally

_UNITS: Final[Mapping[Unit, str]] = {Unit.WORKING: "个工作日", Unit.NATURAL: "个自然日"}
_ENDINGS: Final[Mapping[ClockState, str]] = {
    ClockState.RUNNING: "计算中",
    ClockState.STOPPED: "停止计算",
    ClockState.ENDED: "已结束",
}
_MARKS: Final[Mapping[Tally, str]] = {
    Tally.FIRST: "起",
    Tally.COUNTED: "第 {} 日",
    Tally.REST: "–",
    Tally.STOPPED: "停",
    Tally.ROLLED: "顺延",
    Tally.OVERDUE: "逾期 {}",
}
_STYLES: Final[Mapping[Tally, str]] = {
    Tally.REST: "dim",
    Tally.STOPPED: "yellow",
    Tally.OVERDUE: "bold red",
}


def explained(number: str) -> Explanation:
    """The case's time now.

    Raises:
        click.ClickException: no such number or case, in one clear line.
    """
    try:
        return explain(number, at=timezone.now())
    except DomainError as refusal:
        with translation.override("zh-hans"):
            raise click.ClickException(sentence(refusal)) from None


def to_json(found: Explanation) -> dict[str, object]:
    """One JSON object; `deadline` of each clock is what `./yimen deadline` takes."""
    return {
        "case": found.case.number,
        "item": found.case.item_name,
        "state": found.case.state.value,
        "today": found.today.isoformat(),
        "received": _iso(found.received_on),
        "accepted": _iso(found.accepted_on),
        "promised_due": _iso(_due(found, ClockKind.PROMISED)),
        "statutory_due": _iso(_due(found, ClockKind.STATUTORY)),
        "clocks": [_clock_json(each) for each in found.clocks],
    }


def draw(found: Explanation) -> None:
    """The summary, both clocks of the decision side by side, then every other clock."""
    console = Console()
    with translation.override("zh-hans"):
        for line in _summary(found):
            console.print(Text(line, style="bold"), soft_wrap=True)
        if found.side_by_side:
            console.print(_side_table(found.side_by_side))
        for each in found.clocks:
            console.print(Text(_headline(each), style="bold"), soft_wrap=True)
            for line in _remarks(each):
                console.print(Text(f"  {line}"), soft_wrap=True)
            if each.clock.kind not in HANDLING:
                console.print(_table(each))


def _summary(found: Explanation) -> Iterable[str]:
    case = found.case
    yield f"办件 {case.number} {case.item_name}：{STATES[case.state.value]}"
    parts = []
    if found.accepted_on is not None:
        deemed = "（逾期未告知，视为受理）" if case.deemed else ""
        parts.append(f"{found.accepted_on} 受理{deemed}")
    elif found.received_on is not None:
        parts.append(f"{found.received_on} 收件")
    for kind in HANDLING:
        each = found.latest(kind)
        if each is not None:
            parts.append(f"{CLOCKS[kind.value]} {_ends(each)}，{_used(each)}")
    parts.append(f"今天 {found.today}")
    yield "；".join(parts)


def _ends(each: ClockStory) -> str:
    if each.told.due is None:
        return "停止计算中，届满日待定"
    provisional = "（暂定）" if each.told.provisional else ""
    return f"{each.told.due} 届满{provisional}"


def _used(each: ClockStory) -> str:
    late = f"，逾期 {each.told.late} 个工作日" if each.told.late else ""
    return f"已用 {each.told.used} 天、剩余 {each.told.left} 天{late}"


def _headline(each: ClockStory) -> str:
    clock = each.clock
    added = f"（含延长 {clock.total - each.limit}）" if clock.total > each.limit else ""
    ended = f"{_ENDINGS[clock.state]}" + (f"（{clock.ended_on}）" if clock.ended_on else "")
    limit = f"{clock.total} {_UNITS[clock.unit]}{added}"
    return (
        f"{CLOCKS[clock.kind.value]}：{clock.starts_on} 起算，{limit}，{_ends(each)}，{ended}。"
        f"依据：{clock.basis}"
    )


def _remarks(each: ClockStory) -> Iterable[str]:
    for stop in each.stops:
        until = f"至 {stop.last}" if stop.last else "起，尚未结束"
        consent = f"，批准人 {stop.approver}" if stop.approver else ""
        yield f"停止计算 {stop.first} {until}：{STOP_NAMES[stop.why]}，{stop.basis}{consent}"
    for extension in each.extensions:
        yield (
            f"{extension.on} 延长 {extension.days} 日：{extension.reason}，{extension.basis}，"
            f"批准人 {extension.approver}"
        )
    yield from map(_changed, each.changes)
    yield f"按日历第 {each.calendar_version} 版计算"


def _changed(change: ChangeStory) -> str:
    versions = f"日历由第 {change.before_version} 版改为第 {change.after_version} 版"
    if change.before_on == change.after_on:
        kept = "重新成为暂定" if change.is_provisional else "不再是暂定"
        return f"{versions}，届满日 {change.after_on or '待定'} 不变，{kept}"
    return f"{versions}，届满日由 {change.before_on or '待定'} 改为 {change.after_on or '待定'}"


def _side_table(rows: Iterable[SideRow]) -> Table:
    table = Table("日期", "承诺时限", "法定时限", "原因", "依据", box=box.SIMPLE_HEAD)
    for row in rows:
        told = row.statutory or row.promised
        if told is None:
            continue
        table.add_row(
            row.day.isoformat(),
            _mark(row.promised),
            _mark(row.statutory),
            told.why,
            told.source,
            style="dim" if told.ahead else _STYLES.get(told.tally),
        )
    return table


def _table(each: ClockStory) -> Table:
    table = Table("日期", "计入", "原因", "依据", box=box.SIMPLE_HEAD)
    for day in each.told.days:
        style = "dim" if day.ahead else _STYLES.get(day.tally)
        table.add_row(day.day.isoformat(), _mark(day), day.why, day.source, style=style)
    return table


def _mark(day: Day | None) -> str:
    return "" if day is None else _MARKS[day.tally].format(day.number)


def _clock_json(each: ClockStory) -> dict[str, object]:
    clock, told = each.clock, each.told
    return {
        "kind": clock.kind.value,
        "name": str(CLOCKS[clock.kind.value]),
        "state": clock.state.value,
        "starts_on": clock.starts_on.isoformat(),
        "limit": each.limit,
        "extended": clock.total - each.limit,
        "unit": clock.unit.value,
        "basis": clock.basis,
        "due": _iso(told.due),
        "provisional": told.provisional,
        "ended_on": _iso(clock.ended_on),
        "used": told.used,
        "left": told.left,
        "late": told.late,
        "calendar_version": each.calendar_version,
        "deadline": {
            "start": clock.starts_on.isoformat(),
            "days": clock.total,
            "unit": clock.unit.value,
            "pauses": [f"{pause.first}:{pause.last}" for pause in each.pauses],
        },
        "stops": [_plain(asdict(stop)) for stop in each.stops],
        "extensions": [_plain(asdict(extension)) for extension in each.extensions],
        "changes": [_plain(asdict(change)) for change in each.changes],
        "days": [_day_json(day) for day in told.days],
    }


def _day_json(day: Day) -> dict[str, object]:
    found = _plain(asdict(day))
    return {"date": found.pop("day"), "counted": day.counted, **found}


def _plain(found: dict[str, object]) -> dict[str, object]:
    """Days as text; the rest is plain already."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
    }


def _due(found: Explanation, kind: ClockKind) -> date | None:
    each = found.latest(kind)
    return None if each is None else each.told.due


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
