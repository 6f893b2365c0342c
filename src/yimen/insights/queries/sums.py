"""Sums of facts, by whatever a page is split by.

Items are kept by month; what of a period is no whole month, and whatever splits months, is summed
from the services themselves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Max, Min, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractIsoWeekDay, TruncMonth, TruncWeek

from yimen.insights.models import DayFact, Fact, HourFact, ItemFact, ServiceFact
from yimen.insights.queries import subjects
from yimen.insights.rules.figures import published
from yimen.insights.rules.measures import MEASURES, POLICE, TAX, Cell, Period, Scope


class Part(StrEnum):
    """What a period can be split by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    DEPARTMENT = "department"
    ITEM = "item"
    WINDOW_KIND = "window_kind"
    CHANNEL = "channel"
    WEEKDAY = "weekday"
    HOUR = "hour"


#: Monday is 1.
_SPLITS: Final[Mapping[Part, Combinable]] = {
    Part.DAY: F("day"),
    Part.WEEK: TruncWeek("day"),
    Part.MONTH: TruncMonth("day"),
    Part.DEPARTMENT: F("subject__department"),
    Part.ITEM: F("subject__item"),
    Part.WINDOW_KIND: F("window_kind"),
    Part.CHANNEL: F("channel"),
    Part.WEEKDAY: ExtractIsoWeekDay("day"),
    Part.HOUR: F("hour"),
}

#: What the facts by month cannot tell.
_WITHIN_MONTHS: Final = frozenset({Part.DAY, Part.WEEK, Part.WEEKDAY, Part.HOUR})

Key = tuple[Any, ...]


def cells(scope: Scope) -> list[Cell]:
    """The sums of a scope, ready to read any figure from."""
    return cells_by(scope).get((), [])


def cells_by(scope: Scope, *parts: Part) -> dict[Key, list[Cell]]:
    """The sums of a scope split by `parts`, by their values in the order given."""
    answer: defaultdict[Key, list[Cell]] = defaultdict(list)
    for fact, period in _sources(scope, parts):
        for key, cell in _summed(fact, replace(scope, period=period), parts):
            answer[key].append(cell)
    return dict(answer)


def _sources(scope: Scope, parts: Collection[Part]) -> list[tuple[type[Fact], Period]]:
    """Which facts answer for which part of the period."""
    if not scope.item and Part.ITEM not in parts:
        return [(HourFact if Part.HOUR in parts else DayFact, scope.period)]
    if _WITHIN_MONTHS.intersection(parts):
        return [(ServiceFact, scope.period)]
    months, rest = scope.period.split_by_months()
    found: list[tuple[type[Fact], Period]] = [(ServiceFact, period) for period in rest]
    return [(ItemFact, months), *found] if months else found


def _summed(fact: type[Fact], scope: Scope, parts: Sequence[Part]) -> Iterator[tuple[Key, Cell]]:
    named = {f"by_{part.value}": _SPLITS[part] for part in parts}
    sums = {f"sum_{name}": Sum(name) for name in MEASURES}
    rows = (
        _within(fact, scope)
        .annotate(police=_has(POLICE), tax=_has(TAX), **named)
        .order_by()
        .values("channel", "window_kind", "police", "tax", *named)
        .annotate(**sums)
    )
    for row in _with_memory(rows):
        cell = Cell(
            channel=row["channel"],
            police=row["police"],
            tax=row["tax"],
            sums={name: row[f"sum_{name}"] for name in MEASURES},
            window_kind=row["window_kind"],
        )
        yield tuple(row[name] for name in named), cell


def figures(period: Period) -> dict[str, float | int | None]:
    """The published figures of all centres over a period, by key."""
    return published(cells(Scope(period)))


def span_of_history() -> Period | None:
    """From the first to the last day with facts; None without any."""
    row = DayFact.objects.aggregate(first=Min("day"), last=Max("day"))
    first: date | None = row["first"]
    last: date | None = row["last"]
    return Period(first, last) if first and last else None


def _with_memory(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    """The rows, grouped in memory: by default PostgreSQL would sort millions of them on disk."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64MB'")
        return list(rows)


def _within(fact: type[Fact], scope: Scope) -> QuerySet[Any]:
    days = (scope.period.first, scope.period.last)
    rows: QuerySet[Any] = fact._default_manager.filter(day__range=days)
    if scope.window_kind:
        rows = rows.filter(window_kind=scope.window_kind)
    ids = subjects.of(scope)
    if ids is not None:
        rows = rows.filter(subject__in=ids)
    return rows


def _has(word: str) -> Case:
    return Case(
        When(subject__department__contains=word, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
