"""Who booked is told when a change of hours takes their half hour away, or gives it back.

What is said is true now: who has cancelled, or whose half hour is over, hears nothing of it.
"""

from typing import Final

from yimen.reference.centres import queries as centres
from yimen.services.booking import queries as booking
from yimen.services.booking.rules.states import State
from yimen.services.hall import queries as hall
from yimen.services.notify import actions as notify
from yimen.services.notify.actions import Recipient
from yimen.services.notify.rules.templates import Key
from yimen.support.following import LoggedEvent
from yimen.support.secrets import blind_index

_AFFECTED: Final = "booking.affected"
_RESTORED: Final = "booking.restored"
NAMES: Final = frozenset({_AFFECTED, _RESTORED})


def on_booking(event: LoggedEvent) -> None:
    """Tell the holder once of each change that still holds."""
    lost = event.name == _AFFECTED
    view = booking.appointment_by_public_id(_public_id(event))
    if view.state is not State.BOOKED or view.displaced != lost:
        return
    person = booking.holder_of(view.id)
    starts = view.starts_at.astimezone(centres.centre(view.centre_id).zone)
    notify.say(
        Key.BOOKING_AFFECTED if lost else Key.BOOKING_RESTORED,
        to=Recipient(_inbox(person.citizen_id), person.phone),
        subject=f"booking:{view.public_id}",
        occasion=f"{event.name}:{event.id}",
        values={
            "item": hall.queue_by_id(view.centre_id, view.queue_id).name,
            "day": starts.date(),
            "time": f"{starts:%H:%M}",
        },
        at=event.at,
    )


def _inbox(citizen_id: str) -> bytes | None:
    """None once personal data was wiped."""
    return blind_index(citizen_id) if citizen_id else None


def _public_id(event: LoggedEvent) -> str:
    (topic,) = (each for each in event.topics if each.startswith("booking:"))
    return topic.removeprefix("booking:")
