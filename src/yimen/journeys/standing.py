"""Where a number stands: everything its holder may know of it at a moment. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from yimen.reference.catalogue import queries as catalogue
from yimen.reference.catalogue.queries import DepartmentView
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import AreaView, CentreView
from yimen.services.hall import queries as hall
from yimen.services.hall.errors import EventNotAllowed
from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.states import AT_WINDOW, Event, State, next_state


@dataclass(frozen=True)
class Standing:
    """A number, its place in line, and what its holder can do.

    Args:
        department: whose business it is.
        area: where to go now: the window's once called, else the business's own. None: unknown.
        range: the remaining wait in seconds (P10, P50, P90); None without an honest one.
        return_after: how many are served first after a return to the line.
        is_today: False once the centre's day of the number is over.
    """

    ticket: TicketView
    centre: CentreView
    department: DepartmentView | None
    area: AreaView | None
    ahead: int
    range: tuple[int, int, int] | None
    may_withdraw: bool
    may_rejoin: bool
    return_after: int
    is_today: bool


def standing(public_id: str, *, at: datetime) -> Standing:
    """How a number stands.

    Raises:
        TicketNotFound: no number has this id.
    """
    return standing_of(hall.ticket_by_public_id(public_id), at=at)


def standing_of(ticket: TicketView, *, at: datetime) -> Standing:
    """How a number that was looked up already stands."""
    rules = hall.rules_on(ticket.day)
    today = ticket.day == hall.business_day(ticket.centre_id, at)
    return Standing(
        ticket=ticket,
        centre=hall.centre(ticket.centre_id),
        department=_department(ticket.queue.department_id),
        area=_area(ticket),
        ahead=hall.ahead(ticket),
        range=hall.ticket_range(ticket, at) if today else None,
        may_withdraw=today and _may(ticket.state, Event.WITHDRAW),
        may_rejoin=today
        and _may(ticket.state, Event.REJOIN)
        and ticket.misses <= rules.returns_limit,
        return_after=rules.return_after,
        is_today=today,
    )


def _may(state: State, event: Event) -> bool:
    try:
        next_state(state, event)
    except EventNotAllowed:
        return False
    return True


def _area(ticket: TicketView) -> AreaView | None:
    areas = {area.id: area for area in centres.areas(ticket.centre_id)}
    at_window = ticket.state in AT_WINDOW or ticket.state is State.HELD
    if at_window and ticket.window_id is not None:
        place = hall.window_places(ticket.centre_id).get(ticket.window_id)
        return areas.get(place.area_id) if place else None
    return areas.get(ticket.queue.area_id) if ticket.queue.area_id is not None else None


def _department(department_id: int) -> DepartmentView | None:
    known = {department.id: department for department in catalogue.departments()}
    return known.get(department_id)
