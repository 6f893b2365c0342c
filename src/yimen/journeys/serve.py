"""Serving at a window: finishing a service asks the citizen for a rating."""

from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.feedback import actions as feedback
from yimen.services.feedback.actions import Visit
from yimen.services.hall import actions as hall
from yimen.services.hall import queries
from yimen.services.hall.queries import TicketView


def finish(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> tuple[TicketView, str]:
    """Finish the service and ask for a rating on the citizen's screen. The ticket and the token.

    Raises:
        HallError: whatever `hall.actions.finish` refuses.
    """
    with transaction.atomic():
        duty = queries.duty(window_id)
        ticket = hall.finish(window_id, centre_id=centre_id, by=by, at=at)
        token = feedback.invite(
            Visit(ticket.id, centre_id, window_id, ticket.queue.id, duty.staff_id), at=at
        )
    return ticket, token
