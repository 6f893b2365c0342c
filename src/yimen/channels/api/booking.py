"""Appointments: what can be booked, making one, giving it back, checking in."""

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created
from yimen.channels.api.schemas import Asked, Instant, Name, QueueCode, TicketOut
from yimen.channels.api.views import ticket_out
from yimen.journeys import book as journey
from yimen.journeys.check_in import check_in, find
from yimen.kernel import identifiers
from yimen.reference.people.rules import Right, require
from yimen.services.booking import actions, queries
from yimen.services.booking.actions import Person
from yimen.services.booking.errors import AppointmentNotFound
from yimen.services.booking.queries import AppointmentView
from yimen.services.hall import queries as hall

slots_router = Router(tags=["booking"])
router = Router(tags=["booking"])

_ID_LENGTH = 16
Id = Annotated[str, StringConstraints(max_length=40)]
Phone = Annotated[str, StringConstraints(max_length=30)]
Code = Annotated[str, StringConstraints(pattern=r"^([0-9]{8})?$")]


class SlotOut(Schema):
    """A half hour of a business."""

    id: int
    starts_at: Instant
    ends_at: Instant
    capacity: int
    left: int


class AppointmentRequest(Asked):
    """Book a half hour in somebody's name."""

    slot: Annotated[int, Field(ge=1, le=2**63 - 1)] = Field(description="`id` of `/slots`.")
    name: Name
    citizen_id: Id
    phone: Phone
    agent_name: Name = ""
    agent_id: Id = Field("", description="公民身份号码 of whoever comes instead (代办).")


class AppointmentOut(Schema):
    """An appointment; personal data masked."""

    id: str
    code: str
    queue: str
    state: str
    starts_at: Instant
    ends_at: Instant
    displaced: bool = Field(description="The centre closed this half hour after it was booked.")
    name: str
    citizen_id: str
    phone: str
    ticket: str | None = Field(description="Id of the number, once checked in.")


class Proof(Asked):
    """What somebody shows at the door: one of the three."""

    code: Code = ""
    citizen_id: Id = ""
    phone: Phone = ""


def _out(view: AppointmentView) -> AppointmentOut:
    ticket = hall.ticket(view.ticket_id).public_id if view.ticket_id else None
    return AppointmentOut(
        id=view.public_id,
        code=view.code,
        queue=hall.queue_by_id(view.centre_id, view.queue_id).code,
        state=view.state.value,
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        displaced=view.displaced,
        name=view.name,
        citizen_id=view.citizen_id,
        phone=view.phone,
        ticket=ticket,
    )


def _own(request: ApiRequest, public_id: str) -> AppointmentView:
    """An appointment of the key's own centre; another's looks like none."""
    require(request.auth.actor, Right.ISSUE, centre_id=request.auth.centre_id)
    if len(public_id) != _ID_LENGTH or not public_id.isascii() or not public_id.isprintable():
        raise AppointmentNotFound
    view = queries.appointment_by_public_id(public_id)
    if view.centre_id != request.auth.centre_id:
        raise AppointmentNotFound
    return view


@slots_router.get("", response=list[SlotOut], summary="Half hours that can be booked")
def slots(
    request: ApiRequest,
    queue: Annotated[QueueCode, Query(description="Code of the business.")],
    day: Annotated[date | None, Query(description="Only this day.")] = None,
) -> list[SlotOut]:
    """Released and not over, full ones included, in order of time."""
    centre_id, at = request.auth.centre_id, timezone.now()
    require(request.auth.actor, Right.LOOK, centre_id=centre_id)
    days = [day] if day else [item.day for item in journey.days(centre_id, queue, at=at)]
    return [
        SlotOut(
            id=view.id,
            starts_at=view.starts_at,
            ends_at=view.ends_at,
            capacity=view.capacity,
            left=view.left,
        )
        for wanted in days
        for view in journey.slots(centre_id, queue, wanted, at=at)
    ]


@router.post("", response={201: AppointmentOut, 200: AppointmentOut}, summary="Book a half hour")
def book(
    request: ApiRequest, asked: AppointmentRequest, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """201 with the appointment; 200 where this request was answered before."""
    key, at = request.auth, timezone.now()
    require(key.actor, Right.ISSUE, centre_id=key.centre_id)
    today = hall.business_day(key.centre_id, at)
    person = Person(
        identifiers.citizen_id(asked.citizen_id, today=today),
        asked.name,
        identifiers.mobile(asked.phone),
        identifiers.citizen_id(asked.agent_id, today=today) if asked.agent_id else "",
        asked.agent_name,
    )
    view, replayed = journey.book(
        asked.slot,
        person,
        centre_id=key.centre_id,
        by=key.actor,
        at=at,
        channel="api",
        key=idempotency_key,
    )
    place = f"/api/v1/appointments/{view.public_id}"
    return created(_out(view).model_dump_json(), place=place, replayed=replayed)


@router.post("/check-in", response=TicketOut, summary="Check in by code, ID or phone")
def check_in_by_proof(request: ApiRequest, asked: Proof) -> TicketOut:
    """The number of the appointment that is next in time; the same number when asked again."""
    key, at = request.auth, timezone.now()
    today = hall.business_day(key.centre_id, at)
    found = find(
        key.centre_id,
        by=key.actor,
        at=at,
        code=asked.code,
        citizen_id=identifiers.citizen_id(asked.citizen_id, today=today)
        if asked.citizen_id
        else "",
        phone=identifiers.mobile(asked.phone) if asked.phone else "",
    )
    return _checked_in(request, found[0])


@router.get("/{appointment_id}", response=AppointmentOut, summary="Look at an appointment")
def look(request: ApiRequest, appointment_id: str) -> AppointmentOut:
    """Its state and time."""
    return _out(_own(request, appointment_id))


@router.post("/{appointment_id}/cancel", response=AppointmentOut, summary="Give a place back")
def cancel(request: ApiRequest, appointment_id: str) -> AppointmentOut:
    """Until the deadline; twice changes nothing."""
    view = _own(request, appointment_id)
    return _out(actions.cancel(view.id, by=request.auth.actor, at=timezone.now()))


@router.post("/{appointment_id}/check-in", response=TicketOut, summary="Check in")
def check_in_one(request: ApiRequest, appointment_id: str) -> TicketOut:
    """Its number; the same number when asked again."""
    return _checked_in(request, _own(request, appointment_id))


def _checked_in(request: ApiRequest, view: AppointmentView) -> TicketOut:
    at = timezone.now()
    key = request.auth
    ticket, _ = check_in(view.id, centre_id=key.centre_id, by=key.actor, at=at)
    return ticket_out(ticket, at)
