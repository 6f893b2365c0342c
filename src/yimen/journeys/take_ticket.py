"""Taking a number, from any door: give it, offer it to a window that stands by."""

from contextlib import nullcontext
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.reference.policy import queries as policy
from yimen.services.booking import actions as booking
from yimen.services.booking.rules.parameters import FULL_BOOKING
from yimen.services.hall import actions as hall
from yimen.services.hall import queries
from yimen.services.hall.actions import Holder, Issued
from yimen.services.hall.rules.dispatch import TicketClass


def take_ticket(
    *,
    centre_id: int,
    queue_code: str,
    by: Actor,
    at: datetime,
    channel: str,
    ticket_class: TicketClass = TicketClass.ORDINARY,
    holder: Holder | None = None,
    slot_start: datetime | None = None,
    key: str | None = None,
) -> Issued:
    """Give a number; where a window stands by for it, that window calls it at once.

    Where bookings come first (全预约), an ordinary number also takes a walk-in place of its half
    hour; who booked and came late is not turned away for that.

    Raises:
        HallError: whatever `hall.actions.issue` refuses.
        WalkInFull: bookings come first, and the walk-in places are taken.
    """
    limited = (
        ticket_class is TicketClass.ORDINARY
        and channel != "booking"
        and bool(policy.value(FULL_BOOKING, queries.business_day(centre_id, at)))
    )
    with transaction.atomic() if limited else nullcontext():
        issued = hall.issue(
            centre_id=centre_id,
            queue_code=queue_code,
            by=by,
            at=at,
            channel=channel,
            ticket_class=ticket_class,
            holder=holder,
            slot_start=slot_start,
            key=key,
        )
        if limited and not issued.replayed:
            booking.take_walk_in_place(issued.queue.id, at=at)
    if issued.somebody_stands_by:
        hall.offer(issued.queue.id, centre_id=centre_id, at=at)
    return issued
