"""Renewing the ranges told at the end of each line, and scoring them against what happened."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from statistics import fmean

from django.db import transaction
from django.db.models import Min, Q

from yimen.services.hall import queries
from yimen.services.hall.models import Forecast, RangeScore, Ticket
from yimen.services.hall.queries.views import complete
from yimen.services.hall.rules.states import Event, State


def renew_forecasts(centre_id: int, *, at: datetime) -> int:
    """Compute every queue's range for whoever joins now. How many queues have one."""
    ranges = queries.end_of_line_ranges(centre_id, at)
    day = queries.business_day(centre_id, at)
    rows = []
    for line in queries.lines(centre_id, day):
        found = ranges.get(line.queue.code)
        p10, p50, p90 = found or (None, None, None)
        rows.append(
            Forecast(
                queue_id=line.queue.id, as_of=at, waiting=line.waiting, p10=p10, p50=p50, p90=p90
            )
        )
    Forecast.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["queue"],
        update_fields=["as_of", "waiting", "p10", "p50", "p90"],
    )
    return sum(row.p50 is not None for row in rows)


def score_day(centre_id: int, day: date) -> int:
    """Compare what was told at arrival with the true waits of a day. How many were compared.

    Only services done without a miss or a transfer count: others have no one true wait. The wait
    ends at the first call; later calls of the same number do not lengthen it. Again for the same
    day replaces the score.
    """
    told: defaultdict[int, list[tuple[float, int, int, int]]] = defaultdict(list)
    rows = (
        Ticket.objects.filter(
            centre_id=centre_id,
            day=day,
            state=State.DONE.value,
            misses=0,
            told_p50__isnull=False,
            called_at__isnull=False,
        )
        .exclude(ticketevent__event=Event.TRANSFER.value)
        .annotate(first_call=Min("ticketevent__at", filter=Q(ticketevent__event=Event.CALL.value)))
    )
    for queue_id, line_at, called_at, p10, p50, p90 in rows.values_list(
        "queue_id", "line_at", "first_call", "told_p10", "told_p50", "told_p90"
    ):
        said = complete((p10, p50, p90))
        if said is not None and called_at is not None:
            wait = max(timedelta(), called_at - line_at).total_seconds()
            told[queue_id].append((wait, *said))
    with transaction.atomic():
        RangeScore.objects.filter(queue__centre_id=centre_id, day=day).delete()
        RangeScore.objects.bulk_create(
            RangeScore(
                queue_id=queue_id,
                day=day,
                scored=len(waits),
                mean_absolute_error=fmean(abs(p50 - wait) for wait, _, p50, _ in waits),
                bias=fmean(p50 - wait for wait, _, p50, _ in waits),
                within_range=fmean(p10 <= wait <= p90 for wait, p10, _, p90 in waits),
            )
            for queue_id, waits in told.items()
        )
    return sum(len(waits) for waits in told.values())
