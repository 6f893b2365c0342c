"""Figures as a page shows them: value, base, formula, change; and rows of what they are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yimen.insights import queries
from yimen.insights.queries import Part
from yimen.insights.rules.figures import (
    FIGURES,
    MORE,
    PUBLISHED,
    Figure,
    Reading,
    Unit,
    read,
    written,
)
from yimen.insights.rules.measures import Cell, Scope
from yimen.support.writing import whole

#: The row on top; what reads first.
LEADING: Final = (
    "window_cases",
    "mean_wait_excl_tax_min",
    "mean_handling_excl_tax_min",
    "five_star_rate",
    "terminal_share",
)
#: A table's columns.
COLUMNS: Final = (
    "window_cases",
    "mean_wait_min",
    "mean_handling_min",
    "within_15_rate",
    "missed_rate",
    "five_star_rate",
    "comprehensive_share",
)
SHORT: Final[Mapping[str, str]] = {
    "window_cases": "窗口办件",
    "mean_wait_min": "平均等候",
    "mean_handling_min": "平均办理",
    "within_15_rate": "15 分钟内",
    "missed_rate": "过号率",
    "five_star_rate": "五星率",
    "comprehensive_share": "综窗占比",
}
KINDS: Final = {"comprehensive": "综合窗口", "dedicated": "专窗", "": "未记录"}
CHANNELS: Final = {"window": "窗口", "terminal": "自助终端", "online": "网上", "mobile": "手机"}


@dataclass(frozen=True)
class Shown:
    """One figure of a page or a report."""

    figure: Figure
    value: str
    unit: str
    base: str
    change: str
    tone: str

    @property
    def formula(self) -> str:
        return f"{self.figure.formula}（{self.base}）" if self.base else self.figure.formula


@dataclass(frozen=True)
class Row:
    """One part of a period: its name, its key for the next page, its figures."""

    name: str
    key: str
    values: tuple[str, ...]
    numbers: tuple[float | None, ...]


def shown(scope: Scope, keys: Iterable[str]) -> list[Shown]:
    """Figures of a scope beside the same number of days before."""
    now = queries.cells(scope)
    known = queries.span_of_history()
    before: list[Cell] = []
    if known is not None and known.first <= scope.period.before.first:
        before = queries.cells(replace(scope, period=scope.period.before))
    return [_shown(FIGURES[key], now, before) for key in keys]


def all_keys() -> tuple[str, ...]:
    """Every figure there is."""
    return tuple(figure.key for figure in (*PUBLISHED, *MORE))


def rest_keys() -> tuple[str, ...]:
    """Those that are not on top."""
    return tuple(key for key in all_keys() if key not in LEADING)


def _shown(figure: Figure, now: Sequence[Cell], before: Sequence[Cell]) -> Shown:
    reading = read(figure, now)
    value, unit = written(figure, reading.value)
    change, tone = _change(figure, reading.value, read(figure, before).value)
    return Shown(figure, value, unit, base_of(reading), change, tone)


def base_of(reading: Reading) -> str:
    """What the figure was divided by, in words; empty for counts and where nothing counts."""
    if reading.base is None:
        return ""
    if not reading.base:
        return "没有可计算的服务"
    if reading.figure.unit is Unit.MINUTES:
        return f"{whole(round(reading.base))} 件"
    return f"{whole(round(reading.part))} ÷ {whole(round(reading.base))}"


def _change(figure: Figure, now: float | None, before: float | None) -> tuple[str, str]:
    if now is None or before is None or (figure.denominator is None and not before):
        return "", ""
    gap = now - before
    if figure.unit is Unit.MINUTES:
        words = f"{gap:+.1f} 分"
    elif figure.unit is Unit.SHARE:
        words = f"{gap * 100:+.2f} 个百分点"
    else:
        words = f"{(now / before - 1) * 100:+.1f}%" if before else ""
    if not any(digit in words for digit in "123456789"):
        return "与上期持平", ""
    words = f"较上期 {words.replace('-', '−')}"
    if figure.less_is_better is None:
        return words, ""
    return words, "good" if (gap < 0) == figure.less_is_better else "bad"


def rows(scope: Scope, part: Part) -> list[Row]:
    """A scope's parts with their figures, largest first."""
    found = []
    for (key,), cells in queries.cells_by(scope, part).items():
        readings = [read(FIGURES[column], cells) for column in COLUMNS]
        found.append(
            Row(
                name=_name(part, str(key)),
                key=str(key),
                values=tuple(" ".join(written(r.figure, r.value)).strip() for r in readings),
                numbers=tuple(reading.value for reading in readings),
            )
        )
    return sorted(found, key=lambda row: (-(row.numbers[0] or 0), row.name))


def _name(part: Part, key: str) -> str:
    if part is Part.WINDOW_KIND:
        return KINDS.get(key, key)
    if part is Part.CHANNEL:
        return CHANNELS.get(key, key)
    return key
