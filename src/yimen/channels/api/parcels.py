"""Where the parcels of a case are, and what its applicant was told: for other systems, masked."""

from datetime import datetime

from ninja import Router, Schema

from yimen.channels.api.cases import own_case
from yimen.channels.api.keys import ApiRequest
from yimen.reference.people.rules import Right, require
from yimen.services.delivery import queries
from yimen.services.delivery.errors import ParcelNotFound
from yimen.services.delivery.queries import ParcelView
from yimen.services.notify import queries as notify

router = Router(tags=["parcels"])
case_router = Router(tags=["parcels"])

_LONGEST_ID = 22


class ParcelEventOut(Schema):
    """One thing that happened on the way; `step` and `problem` are codes."""

    at: datetime
    step: str
    problem: str
    text: str


class ParcelOut(Schema):
    """A parcel. `signed_at` is the legal moment of delivery."""

    id: str
    direction: str
    carrier: str
    number: str
    state: str
    problem: str
    receiver: str
    ordered_at: datetime
    signed_at: datetime | None
    events: list[ParcelEventOut]


class MessageOut(Schema):
    """What was said, without its codes, and where its SMS is."""

    template: str
    text: str
    said_at: datetime
    read_at: datetime | None


@router.get("/{parcel_id}", response=ParcelOut, summary="Where a parcel is")
def look(request: ApiRequest, parcel_id: str) -> ParcelOut:
    """With its timeline, latest first."""
    key = request.auth
    require(key.actor, Right.READ_CASES, centre_id=key.centre_id)
    if len(parcel_id) != _LONGEST_ID or not parcel_id.isascii() or "\x00" in parcel_id:
        raise ParcelNotFound
    view = queries.parcel_by_public_id(parcel_id)
    if view.centre_id != key.centre_id:
        raise ParcelNotFound
    return _out(view)


@case_router.get("/{number}/parcels", response=list[ParcelOut], summary="A case's parcels")
def of_case(request: ApiRequest, number: str) -> list[ParcelOut]:
    """Both ways, oldest first."""
    case = own_case(request, number)
    return [_out(view) for view in queries.parcels_of(f"case:{case.id}")]


@case_router.get("/{number}/messages", response=list[MessageOut], summary="What was told")
def told(request: ApiRequest, number: str) -> list[MessageOut]:
    """Everything the applicant was told, oldest first; codes are covered."""
    case = own_case(request, number)
    return [
        MessageOut(
            template=view.key.value, text=view.text, said_at=view.said_at, read_at=view.read_at
        )
        for view in notify.said_about(f"case:{case.number}")
    ]


def _out(view: ParcelView) -> ParcelOut:
    return ParcelOut(
        id=view.public_id,
        direction=view.direction.value,
        carrier=view.carrier,
        number=view.number,
        state=view.state.value,
        problem=view.problem.value,
        receiver=view.receiver.name,
        ordered_at=view.ordered_at,
        signed_at=view.signed_at,
        events=[
            ParcelEventOut(
                at=event.happened_at,
                step=event.step.value,
                problem=event.problem.value,
                text=event.text,
            )
            for event in queries.timeline(view.id)
        ],
    )
