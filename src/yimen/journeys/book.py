"""Booking a time: what can be booked, whose places there are, making and giving back.

The hall knows the businesses, booking knows the half hours; here they meet.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from yimen.reference.people.rules import Actor
from yimen.services.booking import actions as booking
from yimen.services.booking import queries
from yimen.services.booking.actions import Business, Person
from yimen.services.booking.errors import SlotNotFound
from yimen.services.booking.queries import AppointmentView, CrowdView, DayView, SlotView
from yimen.services.booking.rules import slots as rules
from yimen.services.booking.rules.slots import Places
from yimen.services.hall import queries as hall
from yimen.services.hall.queries import QueueView
from yimen.services.hall.rules.states import FINAL
from yimen.services.hall.rules.states import State as TicketState


@dataclass(frozen=True)
class Offered:
    """A business that takes appointments, and how many places of the coming days are left."""

    queue: QueueView
    left: int
    first: date | None


def businesses(centre_id: int, day: date) -> list[Business]:
    """Every queue with the places a half hour of it has: what its windows can serve, shared out.

    A window that serves several businesses counts as a part of each. `day`: whose rules hold.
    """
    held = queries.rules_on(day)
    share: defaultdict[str, float] = defaultdict(float)
    for duty in hall.duties(centre_id):
        for code in duty.queues:
            share[code] += 1 / len(duty.queues)
    found = []
    for code, queue in hall.queues(centre_id).items():
        places = rules.expected_places(
            share[code], length=held.length, usual_service=queue.usual_service
        )
        found.append(Business(queue.id, rules.split(places, held.online_share)))
    return found


def renew(centre_id: int, *, at: datetime) -> int:
    """Bring the coming half hours in step with hours, windows and plans. Affected appointments."""
    known = businesses(centre_id, hall.business_day(centre_id, at))
    return booking.renew_slots(centre_id, known, at=at)


def offered(centre_id: int, *, at: datetime) -> list[Offered]:
    """The businesses of a centre that take appointments, in the hall's own order."""
    days = queries.offered_days(centre_id, at=at)
    return [
        Offered(
            queue,
            sum(day.left for day in days[queue.id]),
            next((day.day for day in days[queue.id] if day.left), None),
        )
        for queue in hall.queues(centre_id).values()
        if queue.accepting and queue.id in days
    ]


def days(centre_id: int, queue_code: str, *, at: datetime) -> list[DayView]:
    """The days on which a business can be booked, full ones included.

    Raises:
        QueueNotFound: no such business.
    """
    return queries.days(hall.queue(centre_id, queue_code).id, at=at)


def slots(centre_id: int, queue_code: str, day: date, *, at: datetime) -> list[SlotView]:
    """A day's half hours of a business, full ones included.

    Raises:
        QueueNotFound: no such business.
    """
    return queries.slots(hall.queue(centre_id, queue_code).id, day, at=at)


def crowd(centre_id: int, day: date, queue_code: str = "") -> list[CrowdView]:
    """A day by half hour: of one business, or of the whole centre.

    Raises:
        QueueNotFound: no such business.
    """
    wanted = [hall.queue(centre_id, queue_code).id] if queue_code else []
    return queries.crowd(centre_id, day, queue_ids=wanted)


def book(
    slot_id: int,
    person: Person,
    *,
    centre_id: int,
    by: Actor,
    at: datetime,
    channel: str,
    key: str | None = None,
) -> tuple[AppointmentView, bool]:
    """Book a half hour of a business that takes numbers. See `booking.actions.book`.

    Raises:
        SlotNotFound: no such half hour, or the manager has paused its business.
        BookingError: whatever `booking.actions.book` refuses.
    """
    slot = queries.slot(slot_id)
    queue = next((q for q in hall.queues(centre_id).values() if q.id == slot.queue_id), None)
    if queue is None or not queue.accepting:
        raise SlotNotFound
    return booking.book(slot, person, centre_id=centre_id, by=by, at=at, channel=channel, key=key)


def set_plan(
    centre_id: int, queue_code: str, places: Places | None, *, by: Actor, at: datetime
) -> None:
    """Set a business's places by hand, or let its windows decide again; holds at once.

    Raises:
        NotAllowed: `by` does not run this hall.
        QueueNotFound: no such business.
    """
    queue = hall.queue(centre_id, queue_code)
    booking.set_plan(centre_id, queue.id, places, by=by, at=at)
    renew(centre_id, at=at)


def settle(centre_id: int, *, at: datetime) -> int:
    """Settle ended half hours, and appointments whose numbers came to an end. How many of both."""
    settled = booking.settle_slots(centre_id, at=at)
    today = hall.business_day(centre_id, at)
    for view in queries.inside(centre_id):
        settled += _settle_one(view, today, at=at)
    return settled


def _settle_one(view: AppointmentView, today: date, *, at: datetime) -> bool:
    if view.ticket_id is None:
        return False
    ticket = hall.ticket(view.ticket_id)
    if ticket.state is TicketState.DONE:
        booking.finish(view.id, at=at)
    elif ticket.state not in FINAL and ticket.day >= today:
        return False
    elif ticket.misses >= queries.rules_on(view.day).passes:
        booking.miss(view.id, at=at)
    else:
        booking.lapse(view.id, at=at)
    return True
