"""Figures as definitions: name, formula in words, base, exclusions, and how the sums make one.

Nothing to count gives None, never 0 % and never 100 %.

Source: DESIGN §8 for the keys and bases; DOMAIN §9.1 and §4.6 for the words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.insights.rules.measures import POLICE, TAX, Cell, Channel


class Unit(StrEnum):
    """What a figure is counted in."""

    CASES = "cases"
    MINUTES = "minutes"
    RATINGS = "ratings"
    SHARE = "share"


class Without(StrEnum):
    """Departments left out."""

    POLICE = "police"
    TAX = "tax"


@dataclass(frozen=True)
class Term:
    """A sum of measures over some channels; no channels mean every one."""

    measures: tuple[str, ...]
    channels: frozenset[Channel] = frozenset()
    #: Only windows of these kinds; none: all, and those whose kind nobody recorded.
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A figure.

    Args:
        key: stable, as other programs know it.
        name: as people know it.
        formula: in words.
        unit: what the number counts.
        numerator: what is summed.
        denominator: what it is divided by; None for a plain count.
        without: departments left out.
        factor: what the quotient is multiplied by: seconds to minutes.
        less_is_better: a fall is good news; None where neither is.
        digits: a share's decimals in per cent, at most.
    """

    key: str
    name: str
    formula: str
    unit: Unit
    numerator: Term
    denominator: Term | None = None
    without: frozenset[Without] = frozenset()
    factor: float = 1.0
    less_is_better: bool | None = None
    digits: int = 1


@dataclass(frozen=True)
class Reading:
    """A figure's value over some services, with what it was made of.

    Args:
        figure: what was computed.
        value: None where nothing counts.
        part: the numerator's sum, in its own unit (seconds for means).
        base: the denominator's sum; None for counts.
    """

    figure: Figure
    value: float | None
    part: float
    base: float | None


_WINDOW: Final = frozenset({Channel.WINDOW})
_TERMINAL: Final = frozenset({Channel.TERMINAL})
_ONLINE: Final = frozenset({Channel.ONLINE, Channel.MOBILE})
_GIVEN: Final = Term(("stars_1", "stars_2", "stars_3", "stars_4", "stars_5"))
_WITH_DEFAULTS: Final = Term((*_GIVEN.measures, "default_bad", "default_middle", "default_five"))
_ENDED: Final = Term(("done", "missed", "left"), _WINDOW)
_COMPREHENSIVE: Final = frozenset({"comprehensive"})
_KNOWN_KINDS: Final = _COMPREHENSIVE | {"dedicated"}
_PER_MINUTE: Final = 1 / 60

#: As `figures --json` prints them, in this order.
PUBLISHED: Final[Sequence[Figure]] = (
    Figure(
        "window_cases", "窗口办件", "在窗口办结的服务件数。过号和中途离开的不计。",
        Unit.CASES, Term(("done",), _WINDOW),
    ),
    Figure(
        "terminal_cases", "自助终端办件", "在自助终端办结的服务件数。",
        Unit.CASES, Term(("done",), _TERMINAL),
    ),
    Figure(
        "terminal_cases_excl_police", "自助终端办件（不含公安）",
        f"在自助终端办结的服务件数，不含名称中有“{POLICE}”的部门。",
        Unit.CASES, Term(("done",), _TERMINAL), without=frozenset({Without.POLICE}),
    ),
    Figure(
        "online_cases", "网上办件", "网上和手机办结的服务件数合计。",
        Unit.CASES, Term(("done",), _ONLINE),
    ),
    Figure(
        "mean_wait_min", "平均等候",
        "窗口办结的服务：（叫号时间 − 取号时间）的合计 ÷ 件数。不剔除极端值。",
        Unit.MINUTES, Term(("wait_seconds",), _WINDOW), Term(("waits",), _WINDOW),
        factor=_PER_MINUTE, less_is_better=True,
    ),
    Figure(
        "mean_wait_excl_tax_min", "平均等候（不含税务）",
        f"窗口办结的服务，不含名称中有“{TAX}”的部门："
        "（叫号时间 − 取号时间）的合计 ÷ 件数。不剔除极端值。",
        Unit.MINUTES, Term(("wait_seconds",), _WINDOW), Term(("waits",), _WINDOW),
        without=frozenset({Without.TAX}), factor=_PER_MINUTE, less_is_better=True,
    ),
    Figure(
        "mean_handling_min", "平均办理",
        "窗口办结的服务：（结束时间 − 开始时间）的合计 ÷ 件数。不剔除极端值。",
        Unit.MINUTES, Term(("handling_seconds",), _WINDOW), Term(("handlings",), _WINDOW),
        factor=_PER_MINUTE, less_is_better=True,
    ),
    Figure(
        "mean_handling_excl_tax_min", "平均办理（不含税务）",
        f"窗口办结的服务，不含名称中有“{TAX}”的部门："
        "（结束时间 − 开始时间）的合计 ÷ 件数。不剔除极端值。",
        Unit.MINUTES, Term(("handling_seconds",), _WINDOW), Term(("handlings",), _WINDOW),
        without=frozenset({Without.TAX}), factor=_PER_MINUTE, less_is_better=True,
    ),
    Figure(
        "rated", "主动评价",
        "群众自己给出星级的服务件数，各渠道合计。默认评价和申诉后不计入的评价不计。",
        Unit.RATINGS, _GIVEN,
    ),
    Figure(
        "five_star_rate", "五星好评率", "五星 ÷ 主动评价。默认评价不计；没有评价时不计算。",
        Unit.SHARE, Term(("stars_5",)), _GIVEN, less_is_better=False, digits=3,
    ),
    Figure(
        "three_star_up_rate", "三星及以上率",
        "三星、四星和五星 ÷ 主动评价。默认评价不计；没有评价时不计算。",
        Unit.SHARE, Term(("stars_3", "stars_4", "stars_5")), _GIVEN, less_is_better=False, digits=3,
    ),
    Figure(
        "bad_rate", "差评率", "一星和二星 ÷ 主动评价。默认评价不计；没有评价时不计算。",
        Unit.SHARE, Term(("stars_1", "stars_2")), _GIVEN, less_is_better=True, digits=3,
    ),
    Figure(
        "terminal_share", "自助占比",
        "自助终端办件 ÷（自助终端办件 + 窗口办件）。网上办件不在分母中。",
        Unit.SHARE, Term(("done",), _TERMINAL), Term(("done",), _TERMINAL | _WINDOW),
        less_is_better=False,
    ),
    Figure(
        "missed_rate", "过号率", "窗口过号 ÷（窗口办结 + 过号 + 离开）。",
        Unit.SHARE, Term(("missed",), _WINDOW), _ENDED, less_is_better=True,
    ),
    Figure(
        "left_rate", "弃号率", "叫到之前离开 ÷（窗口办结 + 过号 + 离开）。",
        Unit.SHARE, Term(("left",), _WINDOW), _ENDED, less_is_better=True,
    ),
)  # fmt: skip
#: Shown on pages and in reports as well; not among the keys other programs rely on.
MORE: Final[Sequence[Figure]] = (
    Figure(
        "within_15_rate", "15 分钟内叫到", "等候不超过 15 分钟的窗口办结服务 ÷ 全部窗口办结服务。",
        Unit.SHARE, Term(("within_15",), _WINDOW), Term(("waits",), _WINDOW), less_is_better=False,
    ),
    Figure(
        "comprehensive_share", "综窗占比",
        "综合窗口办结 ÷ 窗口办结。没有记录窗口类型的历史办件不计。",
        Unit.SHARE, Term(("done",), _WINDOW, _COMPREHENSIVE),
        Term(("done",), _WINDOW, _KNOWN_KINDS),
    ),
    Figure(
        "five_star_rate_with_defaults", "五星好评率（含默认评价）",
        "五星，包括按规则默认给出的 ÷ 全部评价，包括默认评价。仅供对照，不对外发布。",
        Unit.SHARE, Term(("stars_5", "default_five")), _WITH_DEFAULTS, digits=3,
    ),
    Figure(
        "three_star_up_rate_with_defaults", "三星及以上率（含默认评价）",
        "三星、四星和五星，包括按规则默认给出的 ÷ 全部评价，包括默认评价。仅供对照，不对外发布。",
        Unit.SHARE,
        Term(("stars_3", "stars_4", "stars_5", "default_middle", "default_five")),
        _WITH_DEFAULTS, digits=3,
    ),
    Figure(
        "bad_rate_with_defaults", "差评率（含默认评价）",
        "一星和二星 ÷ 全部评价，包括按规则默认给出的。仅供对照，不对外发布。",
        Unit.SHARE, Term(("stars_1", "stars_2", "default_bad")), _WITH_DEFAULTS, digits=3,
    ),
)  # fmt: skip
FIGURES: Final = {figure.key: figure for figure in (*PUBLISHED, *MORE)}


def read(figure: Figure, cells: Iterable[Cell]) -> Reading:
    """The figure over the cells given."""
    counted = [cell for cell in cells if not _left_out(figure, cell)]
    part = _sum(figure.numerator, counted)
    if figure.denominator is None:
        return Reading(figure, part * figure.factor, part, None)
    base = _sum(figure.denominator, counted)
    return Reading(figure, part / base * figure.factor if base else None, part, base)


def published(cells: Sequence[Cell]) -> dict[str, float | int | None]:
    """All published figures by key: counts whole, rates as fractions, None without a base."""
    answer: dict[str, float | int | None] = {}
    for figure in PUBLISHED:
        value = read(figure, cells).value
        counted = figure.denominator is None and value is not None
        answer[figure.key] = round(value) if counted and value is not None else value
    return answer


def _left_out(figure: Figure, cell: Cell) -> bool:
    return (Without.POLICE in figure.without and cell.police) or (
        Without.TAX in figure.without and cell.tax
    )


def _sum(term: Term, cells: Iterable[Cell]) -> float:
    return sum(
        cell.sums[measure]
        for cell in cells
        if (not term.channels or cell.channel in term.channels)
        and (not term.kinds or cell.window_kind in term.kinds)
        for measure in term.measures
    )


#: What a unit is called behind a number.
UNITS: Final = {Unit.CASES: "件", Unit.MINUTES: "分", Unit.RATINGS: "次", Unit.SHARE: ""}


def written(figure: Figure, value: float | None) -> tuple[str, str]:
    """The number and its unit as people read them; a dash where nothing counts."""
    if value is None:
        return "–", ""
    if figure.unit is Unit.SHARE:
        digits = 0 if value in (0, 1) else figure.digits
        return f"{value * 100:.{digits}f}%", ""
    if figure.unit is Unit.MINUTES:
        return f"{value:.2f}", UNITS[figure.unit]
    return f"{value:,.0f}", UNITS[figure.unit]
