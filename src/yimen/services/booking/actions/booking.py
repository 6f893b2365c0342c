"""Making an appointment and giving it back."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.booking import queries
from yimen.services.booking.actions.moves import locked, move
from yimen.services.booking.errors import (
    AlreadyBooked,
    AppointmentNotFound,
    Barred,
    DayLimit,
    KeyReused,
    SlotFull,
    SlotNotFound,
    SlotNotOffered,
)
from yimen.services.booking.models import (
    BOOK_ONCE,
    CODE_ONCE,
    ONE_LIVE_PER_BUSINESS,
    Appointment,
    PersonDay,
    Slot,
)
from yimen.services.booking.queries import AppointmentView, SlotView
from yimen.services.booking.rules import slots as rules
from yimen.services.booking.rules.states import Event, State
from yimen.support import sql
from yimen.support.secrets import blind_index, seal

_TRIES = 4


@dataclass(frozen=True)
class Person:
    """Who comes, checked by the door before: ID, name and phone; an agent (代办) names both."""

    citizen_id: str
    name: str
    phone: str
    agent_id: str = ""
    agent_name: str = ""


def book(
    slot: SlotView,
    person: Person,
    *,
    centre_id: int,
    by: Actor,
    at: datetime,
    channel: str,
    key: str | None = None,
) -> tuple[AppointmentView, bool]:
    """Take one place of a half hour. The appointment, and whether the request was answered before.

    Args:
        slot: which half hour, looked up a moment ago. One that was full or closed then is refused
            without asking again, which keeps a rush cheap.
        person: in whose name.
        centre_id: where; a half hour of another centre is not found.
        by: a citizen for themselves, or who may give numbers here.
        at: now.
        channel: "phone", "reception", "api".
        key: idempotency key, unique within `by`.

    Raises:
        NotAllowed: `by` may not book here.
        SlotNotFound: another centre's.
        SlotNotOffered, SlotFull: as they say.
        AlreadyBooked, DayLimit, Barred: what speaks against the person.
        NameNeeded: no name was given.
        KeyReused: the key was used for another half hour or person.
    """
    if by.kind != "citizen":
        require(by, Right.ISSUE, centre_id=centre_id)
    if slot.centre_id != centre_id:
        raise SlotNotFound
    book_key = f"{by.kind}:{by.id}:{key}" if key else None
    if not _offered(slot, at) and not _known(book_key):
        raise _why(slot, at=at)
    index = blind_index(person.citizen_id)
    params = {
        **_sealed(person),
        "slot_id": slot.id,
        "holder_index": index,
        "at": at,
        "day_limit": queries.rules_on(slot.day).day_limit,
        "channel": channel,
        "book_key": book_key,
        "actor": f"{by.kind}:{by.label}",
    }
    if (until := queries.bar_until(index, at=at)) is not None:
        zone = centres.centre(centre_id).zone
        raise Barred(until=f"{until.astimezone(zone):%Y-%m-%d}")
    for _ in range(_TRIES):
        try:
            return _run(params, slot, at=at)
        except IntegrityError as error:
            if sql.violated(error, ONE_LIVE_PER_BUSINESS):
                if (earlier := _answered_before(params)) is not None:
                    return earlier
                raise AlreadyBooked from error
            if not sql.violated_any(error, [BOOK_ONCE, CODE_ONCE]):
                raise
    raise KeyReused


def _sealed(person: Person) -> dict[str, object]:
    return {
        "phone_index": blind_index(person.phone),
        "agent_index": blind_index(person.agent_id) if person.agent_id else None,
        "holder_id_sealed": seal(person.citizen_id),
        "holder_name_sealed": seal(rules.tidy_name(person.name)),
        "phone_sealed": seal(person.phone),
        "agent_id_sealed": seal(person.agent_id),
        "agent_name_sealed": seal(" ".join(person.agent_name.split())[:50]),
    }


def _run(
    params: dict[str, object], slot: SlotView, *, at: datetime
) -> tuple[AppointmentView, bool]:
    """The one statement; whatever it refuses leaves nothing behind."""
    drawn = {
        "public_id": secrets.token_urlsafe(12),
        "code": f"{secrets.randbelow(10**8):08d}",
    }
    with transaction.atomic():
        row = sql.one("yimen.services.booking", "book_place", params | drawn)
        if row is None or row["made"] is None:
            if row is not None and row["prior"] is not None:
                return _same(row["prior"], params), True
            if row is not None and row["offered"] and not row["person"]:
                raise DayLimit(limit=params["day_limit"])
            raise _why(queries.slot(slot.id), at=at)
    return queries.appointment(row["made"]), False


def _offered(slot: SlotView, at: datetime) -> bool:
    return slot.left > 0 and slot.release_at <= at < slot.ends_at


def _known(book_key: str | None) -> bool:
    return book_key is not None and Appointment.objects.filter(book_key=book_key).exists()


def _why(slot: SlotView, *, at: datetime) -> SlotFull | SlotNotOffered:
    """Why a half hour cannot be booked."""
    if slot.closed:
        return SlotNotOffered(why="closed")
    if slot.release_at > at:
        opens = slot.release_at.astimezone(centres.centre(slot.centre_id).zone)
        return SlotNotOffered(why="not_released", opens=f"{opens:%m-%d %H:%M}")
    return SlotNotOffered(why="over") if slot.ends_at <= at else SlotFull()


def _answered_before(params: dict[str, object]) -> tuple[AppointmentView, bool] | None:
    """The appointment a twin of this request made a moment ago."""
    key = params["book_key"]
    found = Appointment.objects.filter(book_key=key).first() if key else None
    return (_same(found.pk, params), True) if found else None


def _same(appointment_id: int, params: dict[str, object]) -> AppointmentView:
    row = Appointment.objects.get(pk=appointment_id)
    asked = (params["slot_id"], params["holder_index"])
    if (row.slot_id, bytes(row.holder_index or b"")) != asked:
        raise KeyReused
    return queries.appointment(appointment_id)


def cancel(appointment_id: int, *, by: Actor, at: datetime) -> AppointmentView:
    """Give the place back; somebody else can have it at once. Twice changes nothing.

    Locks in the order of booking: the person's day, the half hour, the appointment.

    Args:
        appointment_id: which.
        by: its holder, or who may take back numbers; staff are not bound to the deadline.
        at: now.

    Raises:
        NotAllowed: `by` is neither.
        AppointmentNotFound: no such appointment.
        CancelTooLate: the deadline has passed; a displaced appointment has none.
        EventNotAllowed: it is over, or the number was taken.
    """
    view = queries.appointment(appointment_id)
    if by.kind == "staff":
        require(by, Right.WITHDRAW_ANY, centre_id=view.centre_id)
    elif by.kind != "citizen":
        require(by, Right.ISSUE, centre_id=view.centre_id)
    with transaction.atomic():
        known = Appointment.objects.filter(pk=appointment_id).first()
        if known is None:
            raise AppointmentNotFound
        day = PersonDay.objects.select_for_update().filter(
            holder_index=known.holder_index, day=known.day
        )
        held = day.first()
        slot = Slot.objects.select_for_update().get(pk=known.slot_id)
        row = locked(appointment_id)
        if row.state == State.CANCELLED.value:
            return queries.appointment(appointment_id)
        if by.kind != "staff" and row.displaced_at is None and row.state == State.BOOKED.value:
            zone = centres.centre(row.centre_id).zone
            span = rules.Span(slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone))
            rules.check_cancel(span, at=at, notice=queries.rules_on(row.day).cancel_notice)
        moved = move(row, Event.CANCEL, by=by, at=at)
        Slot.objects.filter(pk=slot.pk).update(booked=F("booked") - 1)
        if held is not None and held.booked:
            PersonDay.objects.filter(pk=held.pk).update(booked=F("booked") - 1)
    return moved
