"""Numbers: take one, look at it, give it back, return to the line after a missed call."""

import json
from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from yimen.channels.api.keys import ApiRequest, ticket_for
from yimen.channels.api.problems import Trouble
from yimen.channels.api.repeats import IdempotencyKey, created
from yimen.channels.api.schemas import TicketOut, TicketReason, TicketRequest
from yimen.channels.api.views import ticket_out
from yimen.journeys.take_ticket import take_ticket
from yimen.kernel import identifiers
from yimen.reference.people.rules import DeviceKind, Right, require
from yimen.services.hall import actions, queries
from yimen.services.hall.actions import Holder, Issued
from yimen.services.hall.rules.dispatch import TicketClass

router = Router(tags=["tickets"])

_CLASSES: Final = {item.value: item for item in TicketClass}


@router.post("", response={201: TicketOut, 200: TicketOut}, summary="Take a number")
def take(
    request: ApiRequest, asked: TicketRequest, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """201 with the new ticket; 200 where this request was answered before."""
    key = request.auth
    at = timezone.now()
    centre_id = key.centre_id
    issued = take_ticket(
        centre_id=centre_id,
        queue_code=asked.queue,
        by=key.actor,
        at=at,
        channel="machine" if key.kind is DeviceKind.TICKET_MACHINE else "api",
        ticket_class=_CLASSES[asked.ticket_class],
        holder=_holder(asked, centre_id, at),
        slot_start=_slot(asked, centre_id, at),
        key=idempotency_key,
    )
    if issued.replayed or issued.somebody_stands_by:
        answer = ticket_out(queries.ticket(issued.id), at).model_dump_json()
    else:
        answer = _fresh(issued, asked.slot_start)
    return created(answer, place=f"/api/v1/tickets/{issued.public_id}", replayed=issued.replayed)


def _fresh(issued: Issued, slot_start: datetime | None) -> str:
    """A new ticket's answer from what the one statement told, in the shape of `TicketOut`."""
    told = issued.told
    return json.dumps(
        {
            "id": issued.public_id,
            "number": issued.number,
            "queue": issued.queue.code,
            "queue_name": issued.queue.name,
            "area": issued.queue.area,
            "level": issued.queue.level,
            "ticket_class": issued.ticket_class.value,
            "state": issued.state,
            "arrived_at": issued.arrived_at.isoformat(),
            "slot_start": slot_start.isoformat() if slot_start else None,
            "window": None,
            "called_at": None,
            "started_at": None,
            "finished_at": None,
            "ahead": issued.ahead,
            "wait": {"p10": told[0], "p50": told[1], "p90": told[2]} if told else None,
        },
        ensure_ascii=False,
    )


def _holder(asked: TicketRequest, centre_id: int, at: datetime) -> Holder | None:
    if not (asked.citizen_id or asked.name or asked.phone):
        return None
    today = queries.business_day(centre_id, at)
    number = identifiers.citizen_id(asked.citizen_id, today=today) if asked.citizen_id else ""
    phone = identifiers.mobile(asked.phone) if asked.phone else ""
    return Holder(number, asked.name.strip(), phone)


def _slot(asked: TicketRequest, centre_id: int, at: datetime) -> datetime | None:
    """A booked ticket's slot.

    Raises:
        Trouble: missing, given for another class, or not today.
    """
    slot = asked.slot_start
    if (slot is not None) != (asked.ticket_class == "booked"):
        flaw = "missing" if slot is None else "only_booked"
        raise Trouble(422, "api.bad_fields", errors=[{"field": "slot_start", "flaw": flaw}])
    if slot is None:
        return None
    near = abs((slot - at).total_seconds()) < 86_400
    if not near or queries.business_day(centre_id, slot) != queries.business_day(centre_id, at):
        raise Trouble(422, "api.bad_fields", errors=[{"field": "slot_start", "flaw": "not_today"}])
    return slot


@router.get("/{ticket_id}", response=TicketOut, summary="Look at a number")
def look(request: ApiRequest, ticket_id: str) -> TicketOut:
    """Its state, its place in line and how long it still waits."""
    require(request.auth.actor, Right.LOOK, centre_id=request.auth.centre_id)
    return ticket_out(ticket_for(request.auth, ticket_id), timezone.now())


@router.post("/{ticket_id}/withdraw", response=TicketOut, summary="Give a number back")
def withdraw(request: ApiRequest, ticket_id: str, asked: TicketReason | None = None) -> TicketOut:
    """The citizen does not want it any more."""
    view = ticket_for(request.auth, ticket_id)
    reason = asked.reason if asked else ""
    by = request.auth.actor
    return ticket_out(actions.withdraw(view.id, by=by, at=timezone.now(), reason=reason))


@router.post("/{ticket_id}/rejoin", response=TicketOut, summary="Return after a missed call")
def rejoin(request: ApiRequest, ticket_id: str) -> TicketOut:
    """Back into the line, some places behind, as often as policy allows."""
    view = ticket_for(request.auth, ticket_id)
    at = timezone.now()
    return ticket_out(actions.rejoin(view.id, by=request.auth.actor, at=at), at)
