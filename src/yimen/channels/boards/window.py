"""What a window's own screen shows: whose turn it is, what is done here, why it rests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from yimen.channels.boards.words import KINDS, PAUSED
from yimen.channels.doorway.names import named
from yimen.reference.centres.errors import WindowNotFound
from yimen.services.hall import queries as hall
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import Duty

NEXT: Final = 3
BUSINESSES: Final = 6


@dataclass(frozen=True)
class Screen:
    """One window at one moment."""

    window_id: int
    number: int
    area: str
    kind: str
    businesses: list[str]
    more: int
    #: called, serving, free, paused or closed.
    state: str
    ticket: str
    queue: str
    next: list[str]
    reason: str


def window_by_number(centre_id: int, number: int) -> int:
    """The window's id.

    Raises:
        WindowNotFound: the centre has no window of this number.
    """
    for place in hall.window_places(centre_id).values():
        if place.number == number:
            return place.id
    raise WindowNotFound(window=number)


def screen(centre_id: int, window_id: int, *, at: datetime) -> Screen:
    """What stands on the screen now."""
    duty = hall.duty(window_id)
    place = hall.window_places(centre_id)[window_id]
    present = hall.at_window(window_id)
    queues = hall.queues(centre_id)
    names = [named(queues[code]) for code in duty.queues if code in queues]
    if present is not None:
        state = present.state.value
    elif duty.state is Duty.OPEN:
        state = "free"
    else:
        state = duty.state.value
    return Screen(
        window_id=window_id,
        number=duty.window,
        area=duty.area,
        kind=place.label or str(KINDS.get(duty.kind, "")),
        businesses=names[:BUSINESSES],
        more=max(0, len(names) - BUSINESSES),
        state=state,
        ticket=present.number if present else "",
        queue=named(present.queue) if present else "",
        next=_next(centre_id, window_id, at) if duty.state is Duty.OPEN else [],
        reason=str(PAUSED.get(duty.pause_reason, "")),
    )


def _next(centre_id: int, window_id: int, at: datetime) -> list[str]:
    """The first in line for this window, green channel before bookings before the others.

    A hint to get ready, not a promise: a colleague's window may call them first.
    """
    order = {TicketClass.PRIORITY: 0, TicketClass.BOOKED: 1, TicketClass.ORDINARY: 2}
    waiting = [
        ticket
        for ticket in hall.line(window_id, centre_id, hall.business_day(centre_id, at), limit=20)
        if ticket.line_at <= at
    ]
    waiting.sort(key=lambda ticket: (order[ticket.ticket_class], ticket.line_at, ticket.id))
    return [ticket.number for ticket in waiting[:NEXT]]


def served_at(window_id: int) -> int | None:
    """The ticket of whoever stands at a window now; None where nobody does."""
    found = hall.at_window(window_id)
    return found.id if found is not None else None
