"""Questions about appointments: by secret address, by proof, by day; who may not book."""

from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from django.db.models import Max, Q, QuerySet

from yimen.services.booking.errors import AppointmentNotFound
from yimen.services.booking.models import Appointment, Bar
from yimen.services.booking.queries.views import AppointmentView, appointment_view
from yimen.services.booking.rules.states import State
from yimen.support.secrets import blind_index, unseal

_CODE_LENGTH = 8


@dataclass(frozen=True)
class Identity:
    """Who an appointment is for, in clear. Never leaves the journeys."""

    citizen_id: str
    name: str
    phone: str


def _rows() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("slot")


def _one(row: Appointment | None) -> AppointmentView:
    if row is None:
        raise AppointmentNotFound
    return appointment_view(row)


def appointment(appointment_id: int) -> AppointmentView:
    """One appointment.

    Raises:
        AppointmentNotFound: none has this id.
    """
    return _one(_rows().filter(pk=appointment_id).first())


def appointment_by_public_id(public_id: str) -> AppointmentView:
    """One appointment by its secret address.

    Raises:
        AppointmentNotFound: none has it.
    """
    return _one(_rows().filter(public_id=public_id).first())


def holder_of(appointment_id: int) -> Identity:
    """Who comes, for the number's own record: the holder, also where an agent stands there.

    Raises:
        AppointmentNotFound: none has this id.
    """
    row = Appointment.objects.filter(pk=appointment_id).first()
    if row is None:
        raise AppointmentNotFound
    return Identity(
        unseal(bytes(row.holder_id_sealed)),
        unseal(bytes(row.holder_name_sealed)),
        unseal(bytes(row.phone_sealed)),
    )


def proven(code: str, tail: str) -> AppointmentView:
    """An appointment by its code and the last four of the holder's ID or phone.

    Raises:
        AppointmentNotFound: no such code, or the four do not fit; both look the same.
    """
    row = _rows().filter(code=code).first() if len(code) == _CODE_LENGTH else None
    if row is None:
        raise AppointmentNotFound
    ends = [
        unseal(bytes(sealed))[-4:].encode() for sealed in (row.holder_id_sealed, row.phone_sealed)
    ]
    given = tail.upper().encode()
    if not any(end and compare_digest(end, given) for end in ends):
        raise AppointmentNotFound
    return appointment_view(row)


def found_at_door(
    centre_id: int, day: date, *, code: str = "", citizen_id: str = "", phone: str = ""
) -> list[AppointmentView]:
    """A day's appointments by code, ID (the holder's or the agent's) or phone, in order of time.

    Cancelled ones and those already served are left out; missed ones are not: a late citizen still
    gets a number.
    """
    if code:
        proof = Q(code=code)
    elif citizen_id:
        index = blind_index(citizen_id)
        proof = Q(holder_index=index) | Q(agent_index=index)
    elif phone:
        proof = Q(phone_index=blind_index(phone))
    else:
        return []
    wanted = [State.BOOKED.value, State.CHECKED_IN.value, State.NO_SHOW.value, State.LATE.value]
    rows = _rows().filter(proof, centre_id=centre_id, state__in=wanted)
    if not code:
        rows = rows.filter(day=day)
    return [appointment_view(row) for row in rows.order_by("slot__starts_at", "pk")]


def listing(
    centre_id: int, day: date, *, queue_id: int | None = None, state: State | None = None
) -> list[AppointmentView]:
    """A day's appointments in order of time."""
    rows = _rows().filter(centre_id=centre_id, day=day)
    if queue_id is not None:
        rows = rows.filter(queue_id=queue_id)
    if state is not None:
        rows = rows.filter(state=state.value)
    return [appointment_view(row) for row in rows.order_by("slot__starts_at", "pk")]


def affected(centre_id: int) -> list[AppointmentView]:
    """Booked appointments whose half hour was closed by a change of hours: somebody must call."""
    rows = _rows().filter(centre_id=centre_id, state=State.BOOKED.value, displaced_at__isnull=False)
    return [appointment_view(row) for row in rows.order_by("slot__starts_at", "pk")]


def inside(centre_id: int) -> list[AppointmentView]:
    """Checked in and not yet known to be served."""
    rows = _rows().filter(centre_id=centre_id, state=State.CHECKED_IN.value)
    return [appointment_view(row) for row in rows.order_by("pk")]


def bar_until(holder_index: bytes, *, at: datetime) -> datetime | None:
    """Until when this person may not book; None where they may."""
    held: datetime | None = Bar.objects.filter(
        holder_index=holder_index, until__gt=at, lifted_at__isnull=True
    ).aggregate(last=Max("until"))["last"]
    return held
