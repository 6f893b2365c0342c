"""Sums of daily facts, by whatever a page is split by."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.db.models import BooleanField, Case, F, Max, Min, QuerySet, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractIsoWeekDay, TruncMonth, TruncWeek

from yimen.insights.models import DayFact, Fact, HourFact, ItemFact
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

Key = tuple[Any, ...]


def cells(scope: Scope) -> list[Cell]:
    """The sums of a scope, ready to read any figure from."""
    return cells_by(scope).get((), [])


def cells_by(scope: Scope, *parts: Part) -> dict[Key, list[Cell]]:
    """The sums of a scope split by `parts`, by their values in the order given.

    Splitting one item's services by hour is not kept in facts and not offered.
    """
    fact: type[Fact] = DayFact
    if Part.HOUR in parts:
        fact = HourFact
    elif Part.ITEM in parts or scope.item:
        fact = ItemFact
    named = {f"by_{part.value}": _SPLITS[part] for part in parts}
    sums = {f"sum_{name}": Sum(name) for name in MEASURES}
    rows = (
        _within(fact, scope)
        .annotate(police=_has(POLICE), tax=_has(TAX), **named)
        .order_by()
        .values("channel", "window_kind", "police", "tax", *named)
        .annotate(**sums)
    )
    answer: defaultdict[Key, list[Cell]] = defaultdict(list)
    for row in rows:
        answer[tuple(row[name] for name in named)].append(
            Cell(
                channel=row["channel"],
                police=row["police"],
                tax=row["tax"],
                sums={name: row[f"sum_{name}"] for name in MEASURES},
                window_kind=row["window_kind"],
            )
        )
    return dict(answer)


def figures(period: Period) -> dict[str, float | int | None]:
    """The published figures of all centres over a period, by key."""
    return published(cells(Scope(period)))


def span_of_history() -> Period | None:
    """From the first to the last day with facts; None without any."""
    row = DayFact.objects.aggregate(first=Min("day"), last=Max("day"))
    first: date | None = row["first"]
    last: date | None = row["last"]
    return Period(first, last) if first and last else None


def _within(fact: type[Fact], scope: Scope) -> QuerySet[Any]:
    days = (scope.period.first, scope.period.last)
    rows: QuerySet[Any] = fact._default_manager.filter(day__range=days)
    wanted = {
        "subject__centre": scope.centre,
        "subject__department": scope.department,
        "subject__item": scope.item,
        "window_kind": scope.window_kind,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _has(word: str) -> Case:
    return Case(
        When(subject__department__contains=word, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


def names(period: Period, *, centre: str = "") -> Sequence[str]:
    """The departments with services in a period."""
    rows = _within(DayFact, Scope(period, centre=centre))
    return list(rows.order_by().values_list("subject__department", flat=True).distinct())
