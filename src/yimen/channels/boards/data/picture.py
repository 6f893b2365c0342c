"""Everything on the data board at one moment: today from the hall, the days before from facts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.channels.boards.data import floor
from yimen.channels.boards.data.floor import Floor
from yimen.channels.boards.data.week import WeekChart, week_chart
from yimen.channels.doorway.names import named
from yimen.insights import queries as insights
from yimen.insights.queries import Part
from yimen.insights.rules.figures import FIGURES, read, written
from yimen.insights.rules.measures import Cell, Period, Scope
from yimen.services.feedback import queries as feedback
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import CallView, DutyView, LineView
from yimen.services.hall.queries import today as hall_today
from yimen.services.hall.queries.today import DayFigures
from yimen.services.hall.rules.states import Duty
from yimen.support.writing import percent, whole

CALLS: Final = 6
TOP: Final = 6
ALARMS: Final = 5
DAYS: Final = 7
CHANNELS: Final[dict[str, str | Promise]] = {
    "window": _("窗口"),
    "terminal": _("自助终端"),
    "online": _("网上"),
    "mobile": _("手机"),
}
#: SVG user units a full bar is long.
BAR: Final = 1000


@dataclass(frozen=True)
class Tile:
    """A figure on top."""

    label: str | Promise
    value: str
    unit: str | Promise = ""
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A name, its number, and how long it is drawn (of `BAR`)."""

    name: str | Promise
    value: str
    length: int
    kind: str = ""
    start: int = 0


@dataclass(frozen=True)
class Windows:
    """How many windows do what."""

    open: int
    paused: int
    closed: int
    comprehensive_open: int

    @property
    def total(self) -> int:
        return self.open + self.paused + self.closed


@dataclass(frozen=True)
class Alarm:
    """Something a manager should look at."""

    name: str
    text: str | Promise
    minutes: int | None


@dataclass(frozen=True)
class DataPicture:
    """The whole board."""

    place: str
    tiles: Sequence[Tile]
    floors: Sequence[Floor]
    windows: Windows
    window_bars: Sequence[Bar]
    top: Sequence[Bar]
    channels: Sequence[Bar]
    ratings: Sequence[Tile]
    week: WeekChart | None
    calls: Sequence[CallView]
    alarms: Sequence[Alarm]
    alarm_count: int


def picture(centre_id: int, *, at: datetime) -> DataPicture:
    """The board of one centre."""
    day = hall.business_day(centre_id, at)
    centre = hall.centre(centre_id)
    figures = hall_today.figures(centre_id, day)
    lines = hall.lines(centre_id, day)
    duties = hall.duties(centre_id)
    week = Scope(Period(day - timedelta(days=DAYS - 1), day), centre=centre.name)
    alarms = _alarms(lines, day, at)
    windows = _windows(duties)
    return DataPicture(
        place=named(centre),
        tiles=_tiles(figures, _stars(centre_id, day)),
        floors=floor.floors(centre_id, lines, duties, at),
        windows=windows,
        window_bars=_window_bars(windows),
        top=_top(week, day),
        channels=_channels(insights.cells_by(week, Part.CHANNEL)),
        ratings=_ratings(insights.cells(week)),
        week=week_chart(week),
        calls=hall.last_calls(centre_id, day, limit=CALLS),
        alarms=alarms[:ALARMS],
        alarm_count=len(alarms),
    )


def _stars(centre_id: int, day: date) -> tuple[int, int, int, int]:
    start = datetime.combine(day, time(), hall.centre(centre_id).zone)
    return feedback.counts_between(centre_id, start, start + timedelta(days=1))


def _tiles(figures: DayFigures, stars: tuple[int, int, int, int]) -> list[Tile]:
    _invited, given, five, _bad = stars
    return [
        Tile(_("今日取号"), whole(figures.issued), _("个")),
        Tile(_("今日办结"), whole(figures.done), _("件")),
        Tile(_("正在等候"), whole(figures.waiting), _("人")),
        Tile(
            _("平均等候（不含税务）"), _minutes(figures.mean_wait), _("分"),
            f"÷ {whole(figures.counted)}" if figures.counted else "",
        ),
        Tile(
            _("今日五星率"), percent(five / given, 2) if given else "–", "",
            f"{whole(five)} ÷ {whole(given)}" if given else "",
        ),
    ]  # fmt: skip


def _minutes(length: timedelta | None) -> str:
    return "–" if length is None else f"{length.total_seconds() / 60:.1f}"


def _windows(duties: Sequence[DutyView]) -> Windows:
    opened = [duty for duty in duties if duty.state is Duty.OPEN]
    paused = sum(duty.state is Duty.PAUSED for duty in duties)
    return Windows(
        open=len(opened),
        paused=paused,
        closed=len(duties) - len(opened) - paused,
        comprehensive_open=sum(duty.kind == "comprehensive" for duty in opened),
    )


def _window_bars(windows: Windows) -> list[Bar]:
    shares = [
        (_("开放"), windows.open, "open"),
        (_("暂停"), windows.paused, "paused"),
        (_("关闭"), windows.closed, "closed"),
    ]
    return _stacked(shares)


def _stacked(shares: Sequence[tuple[str | Promise, int, str]]) -> list[Bar]:
    """Parts of one bar, one after another."""
    total = sum(count for _name, count, _kind in shares)
    bars: list[Bar] = []
    start = 0
    for name, count, kind in shares:
        length = round(BAR * count / total) if total else 0
        bars.append(Bar(name, whole(count), length, kind, start))
        start += length
    return bars


def _top(week: Scope, day: date) -> list[Bar]:
    """The businesses with most services today; of the week while today has none."""
    today = Scope(Period(day, day), centre=week.centre)
    counted = _done_by_item(today) or _done_by_item(week)
    most = max(counted.values(), default=0)
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:TOP]
    return [Bar(name, whole(count), round(BAR * count / most)) for name, count in ranked]


def _done_by_item(scope: Scope) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for (item,), cells in insights.cells_by(scope, Part.ITEM).items():
        done = round(sum(cell.sums["done"] for cell in cells))
        if done:
            counts[item] += done
    return dict(counts)


def _channels(found: dict[tuple[Any, ...], list[Cell]]) -> list[Bar]:
    return _stacked(
        [
            (label, round(sum(cell.sums["done"] for cell in found.get((channel,), []))), channel)
            for channel, label in CHANNELS.items()
        ]
    )


def _ratings(cells: Sequence[Cell]) -> list[Tile]:
    labels = {
        "five_star_rate": _("五星率"),
        "three_star_up_rate": _("三星及以上"),
        "bad_rate": _("差评率"),
        "rated": _("主动评价"),
    }
    tiles = []
    for key, label in labels.items():
        reading = read(FIGURES[key], cells)
        base = (
            f"{whole(round(reading.part))} ÷ {whole(round(reading.base))}" if reading.base else ""
        )
        tiles.append(Tile(label, *written(FIGURES[key], reading.value), note=base))
    return tiles


def _alarms(lines: Sequence[LineView], day: date, at: datetime) -> list[Alarm]:
    """Lines that wait too long or have no window, the worst first."""
    limit = hall.rules_on(day).alarm_wait
    found = []
    for line in lines:
        if not line.waiting:
            continue
        waited = max(at - line.since, timedelta()) if line.since else timedelta()
        minutes = int(waited.total_seconds() // 60)
        if not line.open_windows:
            found.append(Alarm(named(line.queue), _("没有窗口开放"), minutes))
        elif waited > limit:
            found.append(Alarm(named(line.queue), _("等候超时"), minutes))
    return sorted(found, key=lambda alarm: -(alarm.minutes or 0))
