"""The day as a whole: pausing a queue's numbers, ending the day."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import announce, queries
from yimen.services.hall.actions.moves import move
from yimen.services.hall.models import Queue, Ticket, WindowDuty
from yimen.services.hall.rules.states import FINAL, Duty, Event


def set_queue(
    centre_id: int,
    code: str,
    *,
    by: Actor,
    at: datetime,
    accepting: bool,
    quota: int | None,
    last_ticket_at: time | None,
) -> None:
    """Change whether, how many and how long a queue gives numbers. Holds within two seconds.

    Raises:
        NotAllowed: `by` does not run this hall.
        QueueNotFound: no such queue.
    """
    require(by, Right.RUN_HALL, centre_id=centre_id)
    queue = queries.queue(centre_id, code)
    with transaction.atomic():
        Queue.objects.filter(pk=queue.id).update(
            accepting=accepting, quota=quota, last_ticket_at=last_ticket_at
        )
        announce.hall_changed(centre_id, at=at)
    queries.forget()


def close_day(centre_id: int, day: date, *, by: Actor, at: datetime) -> int:
    """End a day: open tickets are abandoned, windows closed. How many tickets that were.

    Each ticket is its own transaction, so an interrupted run is simply run again.

    Raises:
        NotAllowed: `by` does not run this hall.
    """
    require(by, Right.RUN_HALL, centre_id=centre_id)
    final = [state.value for state in FINAL]
    open_ids = list(
        Ticket.objects.filter(centre_id=centre_id, day=day)
        .exclude(state__in=final)
        .order_by("id")
        .values_list("pk", flat=True)
    )
    closed = 0
    for ticket_id in open_ids:
        with transaction.atomic():
            row = Ticket.objects.select_for_update().get(pk=ticket_id)
            if row.state not in final:
                move(row, Event.CLOSE_DAY, by=by, at=at)
                closed += 1
    midnight = queries.local(centre_id, at).replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)
    WindowDuty.objects.filter(centre_id=centre_id, since__lt=midnight).exclude(
        state=Duty.CLOSED.value
    ).update(state=Duty.CLOSED.value, staff_id=None, standby_since=None, pause_reason="", since=at)
    with transaction.atomic():
        announce.hall_changed(centre_id, at=at)
    return closed
