"""What the two pages of checking in show, worked out from the trip and the bookings."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from yimen.channels.doorway.names import named
from yimen.channels.doorway.readers import has_reader, simulated
from yimen.channels.doorway.who import DeviceRequest
from yimen.channels.kiosk.checkin.forms import ProofForm
from yimen.channels.kiosk.trip import Trip
from yimen.devices.demo_cards import demo_cards
from yimen.journeys import check_in as journey
from yimen.kernel import masking
from yimen.reference.centres import queries as centres
from yimen.services.booking.errors import AppointmentNotFound
from yimen.services.booking.queries import AppointmentView
from yimen.services.hall import queries as hall
from yimen.support import writing


@dataclass(frozen=True)
class Choice:
    """A booking as the list shows it."""

    public_id: str
    business: str
    span: str


def ask(request: DeviceRequest, trip: Trip) -> dict[str, Any]:
    """The card reader and the one field."""
    return {"form": ProofForm(today=timezone.localdate()), **reader()}


def reader() -> dict[str, Any]:
    """The reader, if there is one; in the demonstration with cards to lay on it."""
    drawer = demo_cards(timezone.localdate()) if simulated("") else ()
    return {
        "has_reader": has_reader(),
        "cards": [(masking.name(card.name), masking.citizen_id(card.number)) for card in drawer],
    }


def choose(request: DeviceRequest, trip: Trip) -> dict[str, Any]:
    """Today's bookings of whoever stands here."""
    zone = centres.centre(request.device.centre_id).zone
    names = {queue.id: named(queue) for queue in hall.queues(request.device.centre_id).values()}
    return {
        "choices": [
            Choice(
                view.public_id,
                names.get(view.queue_id, ""),
                "–".join(writing.clock(end, zone=zone) for end in (view.starts_at, view.ends_at)),
            )
            for view in bookings_of(request, trip)
        ]
    }


def bookings_of(request: DeviceRequest, trip: Trip) -> list[AppointmentView]:
    """Found by what the trip knows of its citizen; none where that is nothing."""
    proof = {"citizen_id": trip.citizen_id} if trip.citizen_id else {"phone": trip.phone}
    return _found(request, proof)


def _found(request: DeviceRequest, proof: dict[str, str]) -> list[AppointmentView]:
    device = request.device
    try:
        return journey.find(device.centre_id, by=device.actor, at=timezone.now(), **proof)
    except AppointmentNotFound:
        return []
