"""Taking a number, from any door: give it, offer it to a window that stands by."""

from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.hall import actions as hall
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

    Raises:
        HallError: whatever `hall.actions.issue` refuses.
    """
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
    if issued.somebody_stands_by:
        hall.offer(issued.queue.id, centre_id=centre_id, at=at)
    return issued
