"""What others see of booking: frozen values, personal data masked."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.kernel import masking
from yimen.services.booking.models import Appointment, Slot
from yimen.services.booking.rules.slots import Crowd
from yimen.services.booking.rules.states import State
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class SlotView:
    """One half hour of one business."""

    id: int
    centre_id: int
    queue_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    release_at: datetime
    capacity: int
    booked: int
    walk_in: int
    closed: bool

    @property
    def left(self) -> int:
        """Places that can still be booked."""
        return 0 if self.closed else max(0, self.capacity - self.booked)


@dataclass(frozen=True)
class DayView:
    """One day of one business."""

    day: date
    capacity: int
    left: int
    crowd: Crowd


@dataclass(frozen=True)
class CrowdView:
    """One half hour of a whole centre, or of one business."""

    starts_at: datetime
    capacity: int
    booked: int
    walk_in: int
    crowd: Crowd

    @property
    def share(self) -> int:
        """Booked places in percent."""
        return round(100 * self.booked / self.capacity) if self.capacity else 0


@dataclass(frozen=True)
class AppointmentView:
    """An appointment as others see it; name, number and phone are masked.

    Args:
        displaced: the centre closed this half hour after it was booked.
    """

    id: int
    public_id: str
    code: str
    slot_id: int
    centre_id: int
    queue_id: int
    day: date
    starts_at: datetime
    ends_at: datetime
    state: State
    made_at: datetime
    channel: str
    ticket_id: int | None
    arrived_at: datetime | None
    displaced: bool
    name: str
    citizen_id: str
    phone: str
    agent: str


def slot_view(row: Slot) -> SlotView:
    return SlotView(
        id=row.pk,
        centre_id=row.centre_id,
        queue_id=row.queue_id,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        release_at=row.release_at,
        capacity=row.capacity_online,
        booked=row.booked,
        walk_in=row.capacity_walkin,
        closed=row.closed_at is not None,
    )


def appointment_view(row: Appointment) -> AppointmentView:
    """From a row whose slot was fetched with it."""
    return AppointmentView(
        id=row.pk,
        public_id=row.public_id,
        code=row.code or "",
        slot_id=row.slot_id,
        centre_id=row.centre_id,
        queue_id=row.queue_id,
        day=row.day,
        starts_at=row.slot.starts_at,
        ends_at=row.slot.ends_at,
        state=State(row.state),
        made_at=row.made_at,
        channel=row.channel,
        ticket_id=row.ticket_id,
        arrived_at=row.arrived_at,
        displaced=row.displaced_at is not None,
        name=masking.name(unseal(bytes(row.holder_name_sealed))),
        citizen_id=masking.citizen_id(unseal(bytes(row.holder_id_sealed))),
        phone=masking.mobile(unseal(bytes(row.phone_sealed))),
        agent=masking.name(unseal(bytes(row.agent_name_sealed))),
    )
