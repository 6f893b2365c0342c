"""Checking in: an appointment becomes a number of the hall, in one transaction."""

from datetime import datetime

from django.db import transaction

from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.booking import actions as booking
from yimen.services.booking import queries
from yimen.services.booking.errors import AppointmentNotFound
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.slots import Arrival
from yimen.services.hall import queries as hall
from yimen.services.hall.actions import Holder
from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.dispatch import TicketClass


def find(
    centre_id: int,
    *,
    by: Actor,
    at: datetime,
    code: str = "",
    citizen_id: str = "",
    phone: str = "",
) -> list[AppointmentView]:
    """Today's appointments of whoever stands here; a code finds its own, whatever its day.

    Raises:
        NotAllowed: `by` may not give numbers here.
        AppointmentNotFound: none fits.
    """
    require(by, Right.ISSUE, centre_id=centre_id)
    day = hall.business_day(centre_id, at)
    found = queries.found_at_door(centre_id, day, code=code, citizen_id=citizen_id, phone=phone)
    if not found:
        raise AppointmentNotFound
    return found


def check_in(
    appointment_id: int, *, centre_id: int, by: Actor, at: datetime
) -> tuple[TicketView, bool]:
    """The number an appointment becomes, and whether it had become one before.

    In time it is a booked number whose wait counts from the half hour's start; after the end an
    ordinary one. Either the number exists and the appointment says so, or neither.

    Raises:
        NotAllowed: `by` may not give numbers here.
        BookingError: too early, cancelled, of another day, not found.
        HallError: whatever giving the number refuses.
    """
    require(by, Right.ISSUE, centre_id=centre_id)
    with transaction.atomic():
        view, arrival = booking.locked_arrival(
            appointment_id,
            centre_id=centre_id,
            at=at,
            today=hall.business_day(centre_id, at),
        )
        if arrival is None:
            return hall.ticket(view.ticket_id or 0), True
        in_time = arrival is Arrival.IN_TIME
        identity = queries.holder_of(view.id)
        issued = take_ticket(
            centre_id=centre_id,
            queue_code=hall.queue_by_id(centre_id, view.queue_id).code,
            by=by,
            at=at,
            channel="booking",
            ticket_class=TicketClass.BOOKED if in_time else TicketClass.ORDINARY,
            holder=Holder(identity.citizen_id, identity.name, identity.phone),
            slot_start=view.starts_at if in_time else None,
        )
        booking.arrive(view.id, arrival, ticket_id=issued.id, by=by, at=at)
    return hall.ticket(issued.id), False
