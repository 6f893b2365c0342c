"""The phone's start page: what this place is, when it is open, how long the lines are."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from yimen.channels.doorway.names import named, place
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import CentreView
from yimen.reference.centres.rules import Interval
from yimen.services.hall import queries as hall

#: Hours have no 24:00; who closes in the last minute never closes.
_LAST_MINUTE: Final = time(23, 59)


@dataclass(frozen=True)
class LineRow:
    """A business and its line, as the list shows it."""

    name: str
    place: str
    waiting: int
    low: timedelta | None
    high: timedelta | None
    accepting: bool


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Public: no number, no person. The lines are renewed twice a minute."""
    known = centres.centres()
    if not known:
        return render(request, "portal/empty.html")
    at = timezone.now()
    rows = _rows(known[0], at)
    if request.headers.get("HX-Request"):
        return render(request, "portal/home.html#lines", {"rows": rows})
    hours = _opening(known[0], at)
    context = {
        "centre": known[0],
        "place": named(known[0]),
        "hours": hours,
        "all_day": [(each.opens, each.closes >= _LAST_MINUTE) for each in hours]
        == [(time(), True)],
        "rows": rows,
        "waiting": sum(row.waiting for row in rows),
    }
    return render(request, "portal/home.html", context)


def _rows(centre: CentreView, at: datetime) -> list[LineRow]:
    areas = {area.id: area for area in centres.areas(centre.id)}
    lines = hall.lines(centre.id, hall.business_day(centre.id, at))
    return [
        LineRow(
            name=named(line.queue),
            place=place(areas.get(line.queue.area_id or 0)),
            waiting=line.waiting,
            low=timedelta(seconds=line.range[0]) if line.range else None,
            high=timedelta(seconds=line.range[2]) if line.range else None,
            accepting=line.queue.accepting,
        )
        for line in lines
    ]


def _opening(centre: CentreView, at: datetime) -> list[Interval]:
    return list(hall.hours(centre.id).on(at.astimezone(centre.zone).date()))
