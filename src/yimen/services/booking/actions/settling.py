"""When a half hour is over: missed appointments are marked, unused places go to walk-ins."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from yimen.reference.people.rules import HOUSE
from yimen.services.booking.actions.moves import locked, missed, move
from yimen.services.booking.actions.slots import alone
from yimen.services.booking.models import Appointment, Slot
from yimen.services.booking.rules.states import CAME, Event, State

_CAME = [state.value for state in CAME]


def settle_slots(centre_id: int, *, at: datetime) -> int:
    """Settle every half hour that has ended. How many those were.

    Each is its own transaction, so an interrupted run is simply run again.
    """
    ended = Slot.objects.filter(centre_id=centre_id, ends_at__lte=at, settled_at__isnull=True)
    settled = 0
    for slot_id in ended.order_by("starts_at").values_list("pk", flat=True):
        with transaction.atomic():
            alone(centre_id)
            row = (
                Slot.objects.select_for_update().filter(pk=slot_id, settled_at__isnull=True).first()
            )
            if row is not None:
                _settle(row, at=at)
                settled += 1
    return settled


def _settle(slot: Slot, *, at: datetime) -> None:
    waiting = Appointment.objects.filter(slot=slot, state=State.BOOKED.value).order_by("pk")
    for appointment_id in waiting.values_list("pk", flat=True):
        row = locked(appointment_id)
        if row.state != State.BOOKED.value:
            continue  # checked in while we waited for the row
        if row.displaced_at is not None or slot.closed_at is not None:
            move(row, Event.CALL_OFF, by=HOUSE, at=at)
        else:
            missed(row, at=at)
    came = Appointment.objects.filter(slot=slot, state__in=_CAME).count()
    slot.returned = 0 if slot.closed_at else max(0, slot.capacity_online - came)
    slot.settled_at = at
    slot.save(update_fields=["returned", "settled_at"])
    if slot.returned:
        Slot.objects.filter(
            queue_id=slot.queue_id, day=slot.day, starts_at=slot.ends_at, closed_at__isnull=True
        ).update(capacity_walkin=F("capacity_walkin") + slot.returned)
