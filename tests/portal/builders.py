"""Numbers of today, moved to where a test wants them."""

from django.utils import timezone

from tests.builders import Hall
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions


def issue_today(hall: Hall, queue: str = "HZ") -> str:
    """A number taken this moment; its public id."""
    issued = take_ticket(
        centre_id=hall.centre_id, queue_code=queue, by=HOUSE, at=timezone.now(), channel="machine"
    )
    return issued.public_id


def open_today(hall: Hall, window: int = 1) -> None:
    """A window in use from this moment."""
    actions.log_in(hall.windows[window], centre_id=hall.centre_id, by=HOUSE, at=timezone.now())


def call_today(hall: Hall, window: int = 1) -> None:
    """Press "next" at a window."""
    actions.call_next(
        hall.windows[window], centre_id=hall.centre_id, by=HOUSE, at=timezone.now(), key=None
    )


def deed(hall: Hall, name: str, window: int = 1) -> None:
    """Start, finish, miss or hold at a window."""
    getattr(actions, name)(
        hall.windows[window], centre_id=hall.centre_id, by=HOUSE, at=timezone.now()
    )
