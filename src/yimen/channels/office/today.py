"""The manager's live page: figures, lines, windows, alarms. Renews itself by the hall's events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from yimen.channels.doorway.streams import stream_url
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.frame import page, start_of
from yimen.channels.office.tables import Column, Head, arrange
from yimen.reference.people import queries as people
from yimen.reference.people.rules import DeviceKind, Right
from yimen.services.hall import queries
from yimen.services.hall.queries import DutyView, LineView
from yimen.services.hall.queries import today as hall_today
from yimen.services.hall.queries.today import DayFigures
from yimen.services.hall.rules.parameters import HallRules
from yimen.services.hall.rules.states import Duty
from yimen.services.hall.rules.tide import advice
from yimen.support.writing import percent, whole

#: A board or a ticket machine that was silent for so long has trouble.
_SILENT: Final = timedelta(minutes=10)
#: Events that change what this page shows.
EVENTS: Final = (
    "ticket.issued ticket.called ticket.serving ticket.done ticket.missed ticket.waiting "
    "ticket.held ticket.withdrawn ticket.abandoned window.log_in window.log_out window.pause "
    "window.resume window.skills hall.changed"
)


@dataclass(frozen=True)
class Figure:
    """One figure as `parts/_stat.html` draws it."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    formula: str = ""
    alarm: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the queue table."""

    line: LineView
    longest: timedelta
    low: timedelta | None
    high: timedelta | None
    late: bool
    #: "open", "close" or empty.
    tide: str

    @property
    def rank(self) -> tuple[bool, bool, timedelta, int]:
        """The line that needs somebody first."""
        return (self.late, self.tide == "open", self.longest, self.line.waiting)


@dataclass(frozen=True)
class AreaGrid:
    """The windows of one area."""

    area: str
    windows: tuple[DutyView, ...]
    open: int


@require_safe
@staff_page()
def home(request: StaffRequest) -> HttpResponse:
    """The page. Who may not look at the hall is led to where their own work is."""
    if not request.actor.may(Right.LOOK, centre_id=request.centre_id):
        return redirect(start_of(request.actor))
    stream = stream_url(request, [f"centre:{request.centre_id}"])
    context = {**_now(request), "stream": stream, "events": EVENTS}
    return page(request, "office/today.html", context, here="today")


@require_safe
@staff_page(Right.LOOK)
def now(request: StaffRequest) -> HttpResponse:
    """Only what changes, for the page that is open."""
    return page(request, "office/today.html#now", _now(request), here="today")


def _now(request: StaffRequest) -> dict[str, object]:
    at = timezone.now()
    centre_id = request.centre_id
    day = queries.business_day(centre_id, at)
    rules = queries.rules_on(day)
    duties = queries.duties(centre_id)
    lines = [_line(line, rules, at) for line in queries.lines(centre_id, day)]
    figures = hall_today.figures(centre_id, day)
    heads, rows = _table(request, lines)
    return {
        "at": at,
        "figures": _figures(figures, duties, rules, at),
        "heads": heads,
        "lines": rows,
        "waiting_lines": sum(1 for line in lines if line.line.waiting),
        "areas": _grid(duties),
        "alarms": [*_alarms(lines), *_silent_devices(request, at)],
        "may_run": request.actor.may(Right.RUN_HALL, centre_id=centre_id),
        "issued": figures.issued,
        "open_windows": sum(duty.state is Duty.OPEN for duty in duties),
    }


def _line(line: LineView, rules: HallRules, at: datetime) -> Line:
    longest = max(at - line.since, timedelta()) if line.since else timedelta()
    tide = advice(
        waiting=line.waiting, longest=longest, open_windows=line.open_windows, rules=rules
    )
    low, _, high = line.range or (None, None, None)
    return Line(
        line=line,
        longest=longest,
        low=None if low is None else timedelta(seconds=low),
        high=None if high is None else timedelta(seconds=high),
        late=line.waiting > 0 and longest > rules.alarm_wait,
        tide=tide.value if tide else "",
    )


def _table(request: StaffRequest, lines: list[Line]) -> tuple[list[Head], list[Line]]:
    columns: dict[str, Column[Line]] = {
        "name": Column("业务", lambda line: line.line.queue.code),
        "waiting": Column("等候", lambda line: line.line.waiting, number=True, falling=True),
        "longest": Column("最长已等", lambda line: line.longest, number=True, falling=True),
        "range": Column(
            "现在取号约等", lambda line: line.high or timedelta(), number=True, falling=True
        ),
        "windows": Column("开放窗口", lambda line: line.line.open_windows, number=True),
        "advice": Column("提示"),
    }
    quiet_too = request.GET.get("all") == "1"
    shown = lines if quiet_too else [line for line in lines if line.line.waiting or line.late]
    shown = sorted(shown, key=lambda line: line.rank, reverse=True)
    return arrange(request, columns, shown)


def _figures(
    day: DayFigures, duties: list[DutyView], rules: HallRules, at: datetime
) -> list[Figure]:
    longest = max(at - day.since, timedelta()) if day.since else None
    states = [duty.state for duty in duties]
    base = day.done + day.missed + day.left
    counted = f"{whole(day.counted)} 件"
    rate = day.missed_rate
    alarm = longest is not None and longest > rules.alarm_wait
    limit = _number(rules.alarm_wait)
    return [
        Figure("等候人数", whole(day.waiting), "人", f"另有 {day.called} 人在窗口",
               "已取号、还没有叫到的人数。"),
        Figure("最长等候", _number(longest), "分" if longest else "",
               f"超过 {limit} 分上限" if alarm else f"上限 {limit} 分",
               "现在排队的人里，等得最久的一位已等的时间；预约号从预约时段开始算。", alarm),
        Figure("今日已取号", whole(day.issued), "个", "含各类取号方式", "今天发出的全部号码。"),
        Figure("今日已办结", whole(day.done), "件", f"取消与未办 {whole(day.left)} 个",
               "窗口点“办结”的件数。"),
        Figure("平均等候", _number(day.mean_wait), "分" if day.mean_wait is not None else "",
               f"不含税务，{counted}",
               "已办结各件：叫号时间减取号时间（预约号减预约时段，取较晚者），取平均。不含税务，不剔除极端值。"),
        Figure("平均办理", _number(day.mean_handling),
               "分" if day.mean_handling is not None else "", f"不含税务，{counted}",
               "已办结各件：办结时间减开始办理时间，取平均。不含税务，不剔除极端值。"),
        Figure("过号率", "–" if rate is None else percent(rate), "",
               f"{whole(day.missed)} ÷ {whole(base)}",
               "过号 ÷（办结 + 过号 + 取消与未办）。恢复排队的不算过号。"),
        Figure("开放窗口", whole(states.count(Duty.OPEN)), "个",
               f"暂停 {states.count(Duty.PAUSED)} · 关闭 {states.count(Duty.CLOSED)}",
               "现在有人登录并且没有暂停的窗口。"),
    ]  # fmt: skip


def _number(length: timedelta | None) -> str:
    """Minutes with one digit, a dash with nothing to count."""
    if length is None:
        return "–"
    minutes = length.total_seconds() / 60
    return f"{minutes:.1f}".removesuffix(".0")


def _grid(duties: Iterable[DutyView]) -> list[AreaGrid]:
    by_area: dict[str, list[DutyView]] = {}
    for duty in duties:
        by_area.setdefault(duty.area, []).append(duty)
    return [
        AreaGrid(area, tuple(found), sum(duty.state is Duty.OPEN for duty in found))
        for area, found in sorted(by_area.items())
    ]


def _alarms(lines: Iterable[Line]) -> list[dict[str, str]]:
    answer = []
    for line in sorted(lines, key=lambda line: line.rank, reverse=True):
        queue = line.line.queue
        if line.late:
            text = f"最长已等 {_number(line.longest)} 分钟，{line.line.waiting} 人在等"
            answer.append({"title": f"{queue.name} 等候超时", "text": text, "tone": "bad"})
        elif line.line.waiting and not line.line.open_windows:
            text = f"{line.line.waiting} 人在等，没有窗口开放这项业务"
            answer.append({"title": f"{queue.name} 无人受理", "text": text, "tone": "bad"})
        if not queue.accepting:
            answer.append({"title": f"{queue.name} 已暂停取号", "text": "", "tone": "wait"})
    return answer


def _silent_devices(request: StaffRequest, at: datetime) -> list[dict[str, str]]:
    if not request.actor.may(Right.DEVICES, centre_id=request.centre_id):
        return []
    return [
        {
            "title": f"{device.name} 没有联系",
            "text": f"{words.DEVICES[device.kind.value]}超过 10 分钟没有消息",
            "tone": "wait",
        }
        for device in people.devices(request.centre_id)
        if device.enrolled
        and device.kind not in {DeviceKind.SYSTEM, DeviceKind.PERSON}
        and device.seen_at is not None
        and at - device.seen_at > _SILENT
    ]
