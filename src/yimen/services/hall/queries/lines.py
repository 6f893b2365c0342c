"""Questions about whole lines and the latest calls: what boards and managers look at."""

from datetime import date

from django.db.models import Count, Min

from yimen.services.hall.models import Forecast, RangeScore, Ticket, WindowDuty, WindowSkill
from yimen.services.hall.queries.queues import queues, window_places
from yimen.services.hall.queries.views import CallView, LineView, complete
from yimen.services.hall.rules.states import Duty, State


def lines(centre_id: int, day: date) -> list[LineView]:
    """Every queue's line with its range and open windows, in the centre's order."""
    waiting = {
        row["queue_id"]: row
        for row in Ticket.objects.filter(centre_id=centre_id, day=day, state=State.WAITING.value)
        .values("queue_id")
        .annotate(count=Count("id"), since=Min("line_at"))
    }
    ranges = {
        row[0]: row[1:]
        for row in Forecast.objects.filter(queue__centre_id=centre_id).values_list(
            "queue_id", "p10", "p50", "p90"
        )
    }
    opened = dict(
        WindowSkill.objects.filter(
            window_id__in=WindowDuty.objects.filter(
                centre_id=centre_id, state=Duty.OPEN.value
            ).values("window_id")
        )
        .values("queue_id")
        .annotate(count=Count("id"))
        .values_list("queue_id", "count")
    )
    answer = []
    for view in queues(centre_id).values():
        found = waiting.get(view.id)
        told = ranges.get(view.id)
        answer.append(
            LineView(
                queue=view,
                waiting=found["count"] if found else 0,
                since=found["since"] if found else None,
                range=complete(told),
                open_windows=opened.get(view.id, 0),
            )
        )
    return answer


def last_calls(
    centre_id: int, day: date, *, area: str = "", window_id: int | None = None, limit: int = 8
) -> list[CallView]:
    """The latest calls, newest first, of the whole centre, an area or a window."""
    rows = Ticket.objects.filter(
        centre_id=centre_id, day=day, called_at__isnull=False, window_id__isnull=False
    ).exclude(state=State.WAITING.value)
    if window_id is not None:
        rows = rows.filter(window_id=window_id)
    places = window_places(centre_id)
    if area:
        rows = rows.filter(window_id__in=[p.id for p in places.values() if p.area == area])
    return [
        CallView(
            number=row.number,
            window=places[row.window_id].number,
            area=places[row.window_id].area,
            queue=row.queue.name,
            queue_code=row.queue.code,
            called_at=row.called_at,
            calls=row.calls,
        )
        for row in rows.select_related("queue").order_by("-called_at")[:limit]
        if row.window_id in places and row.called_at is not None
    ]


def is_scored(centre_id: int, day: date) -> bool:
    """Whether a day's told ranges have been compared with what happened."""
    return RangeScore.objects.filter(queue__centre_id=centre_id, day=day).exists()
