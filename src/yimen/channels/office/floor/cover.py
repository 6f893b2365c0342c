"""The coverage picture: how many windows are planned for each queue, half hour by half hour."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Right
from yimen.services.hall import queries
from yimen.services.hall.queries import QueueView
from yimen.services.hall.queries import today as hall_today

_STEP: Final = timedelta(minutes=30)
_LUNCH: Final = (time(11, 30), time(14, 0))


@dataclass(frozen=True)
class Cell:
    """One half hour of one queue. `level` 0 is nobody, 4 is as many as ever in the day."""

    at: time
    windows: int
    level: int
    lunch: bool


@dataclass(frozen=True)
class CoverRow:
    """One queue's day."""

    queue: QueueView
    cells: tuple[Cell, ...]
    lowest_at_lunch: int
    #: When nobody is planned, as "12:00、12:30".
    gaps: str


@require_safe
@staff_page(Right.RUN_HALL)
def index(request: StaffRequest) -> HttpResponse:
    """Which queue would stand without a window, above all at lunch."""
    times = _times(request.centre_id)
    cover = hall_today.planned_cover(request.centre_id, times)
    rows = [
        _row(view, times, cover[view.code]) for view in queries.queues(request.centre_id).values()
    ]
    context = {
        "times": times,
        "rows": sorted(rows, key=lambda row: (not row.gaps, row.lowest_at_lunch)),
        "gaps": [row for row in rows if row.gaps],
    }
    return page(request, "office/cover.html", context, here="cover")


def _times(centre_id: int) -> list[time]:
    """Half hours from the first planned opening to the last planned closing."""
    plans = [plan for found in hall_today.planned_hours(centre_id).values() for plan in found]
    if not plans:
        return []
    moment = datetime.combine(date.min, min(plan.opens for plan in plans))
    end = datetime.combine(date.min, max(plan.closes for plan in plans))
    times = []
    while moment < end:
        times.append(moment.time())
        moment += _STEP
    return times


def _row(queue: QueueView, times: list[time], counts: tuple[int, ...]) -> CoverRow:
    most = max(counts, default=0)
    cells = tuple(
        Cell(moment, count, _level(count, most), _LUNCH[0] <= moment < _LUNCH[1])
        for moment, count in zip(times, counts, strict=True)
    )
    gaps = [f"{cell.at:%H:%M}" for cell in cells if not cell.windows]
    if len(gaps) == len(cells):
        gaps = ["全天"] if cells else []
    lowest = min((cell.windows for cell in cells if cell.lunch), default=0)
    return CoverRow(queue, cells, lowest, "、".join(gaps))


def _level(count: int, most: int) -> int:
    return 0 if not count else max(1, -(-4 * count // most))
