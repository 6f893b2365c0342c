"""Single services behind a figure: times and outcome, never a person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from yimen.insights.models import Service
from yimen.insights.queries import subjects
from yimen.insights.rules.measures import Scope

PAGE: Final = 50


@dataclass(frozen=True)
class ServiceRow:
    """One service as a list shows it."""

    day: date
    department: str
    item: str
    channel: str
    window_kind: str
    taken_at: datetime | None
    started_at: datetime | None
    wait: timedelta | None
    handling: timedelta | None
    outcome: str
    stars: int | None
    by_default: bool
    #: Of an imported file, not of the live hall.
    imported: bool
    #: Where the next page begins.
    cursor: str

    @property
    def at(self) -> datetime | None:
        return self.taken_at or self.started_at


def services(scope: Scope, *, before: str = "") -> list[ServiceRow]:
    """Up to `PAGE` services of a scope, newest day first; `before` is the last row's cursor."""
    rows = Service.objects.filter(day__range=(scope.period.first, scope.period.last))
    if scope.window_kind:
        rows = rows.filter(window_kind=scope.window_kind)
    ids = subjects.of(scope)
    if ids is not None:
        rows = rows.filter(subject__in=ids)
    place = _place(before)
    if place is not None:
        day, pk = place
        rows = rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=pk))
    return [_row(row) for row in rows.select_related("subject").order_by("-day", "-pk")[:PAGE]]


def _place(cursor: str) -> tuple[date, int] | None:
    day, _, pk = cursor.partition("~")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def _row(row: Service) -> ServiceRow:
    return ServiceRow(
        day=row.day,
        department=row.subject.department,
        item=row.subject.item,
        channel=row.channel,
        window_kind=row.window_kind,
        taken_at=row.taken_at,
        started_at=row.started_at,
        wait=row.called_at - row.taken_at if row.called_at and row.taken_at else None,
        handling=row.finished_at - row.started_at if row.finished_at and row.started_at else None,
        outcome=row.outcome,
        stars=row.stars,
        by_default=row.by_default,
        imported=row.file_id is not None,
        cursor=f"{row.day.isoformat()}~{row.pk}",
    )
