"""Questions about whole lines and the latest calls: what boards and managers look at."""

from datetime import date

from django.db.models import Count, Min

from yimen.services.hall.models import Forecast, Ticket, WindowDuty, WindowSkill
from yimen.services.hall.queries.queues import queues, window_places
from yimen.services.hall.queries.views import CallView, LineView
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
                range=told if told and None not in told else None,
                open_windows=opened.get(view.id, 0),
            )
        )
    return answer


def last_calls(
    centre_id: int, day: date, *, area: str = "", window_id: int | None = None, limit: int = 8
) -> list[CallView]:
    """The latest calls, newest first, of the whole centre, an area or a window."""
    rows = Ticket.objects.filter(centre_id=centre_id, day=day, called_at__isnull=False)
    if window_id is not None:
        rows = rows.filter(window_id=window_id)
    places = window_places(centre_id)
    if area:
        rows = rows.filter(window_id__in=[p.id for p in places.values() if p.area == area])
    answer = []
    for number, window, queue_name, code, called_at, calls in rows.order_by("-called_at")[
        :limit
    ].values_list("number", "window_id", "queue__name", "queue__code", "called_at", "calls"):
        place = places[window]
        answer.append(
            CallView(number, place.number, place.area, queue_name, code, called_at, calls)
        )
    return answer
