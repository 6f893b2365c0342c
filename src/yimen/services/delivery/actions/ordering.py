"""Having something carried: the order is a row first, and goes to the carrier by the worker."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from yimen.kernel import identifiers
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.delivery import announce, queries
from yimen.services.delivery.actions import waking
from yimen.services.delivery.actions.rows import locked, name_of, step
from yimen.services.delivery.errors import (
    AlreadySentAgain,
    KeyReused,
    NumberTaken,
    StepNotAllowed,
    UnknownCarrier,
)
from yimen.services.delivery.models import Parcel
from yimen.services.delivery.models.parcels import NUMBER_ONCE, ORDERED_ONCE, SENT_AGAIN_ONCE
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules.addresses import Address
from yimen.services.delivery.rules.kinds import Content, Direction, Payer
from yimen.services.delivery.rules.states import State, Step
from yimen.support import sql
from yimen.support.commit import after_commit
from yimen.support.secrets import seal

#: Who may order what at a counter; citizens order for themselves, which a journey has checked.
_RIGHTS = {Direction.TO_CITIZEN: Right.HAND_OUT, Direction.FROM_CITIZEN: Right.RECEIVE}


@dataclass(frozen=True)
class Load:
    """What shall be carried, from whom to whom.

    Args:
        direction: which way.
        sender: where from.
        receiver: where to.
        content: what it is.
        payer: who pays the carrier.
        items: how many pieces.
        weight_grams: about.
        carrier: by whom; empty: the first the city has a contract with.
    """

    direction: Direction
    sender: Address
    receiver: Address
    content: Content = Content.CERTIFICATE
    payer: Payer = Payer.GOVERNMENT
    items: int = 1
    weight_grams: int = 200
    carrier: str = ""


def order(
    load: Load, *, reference: str, centre_id: int, key: str, by: Actor, at: datetime
) -> ParcelView:
    """Have something carried. Again with the same key: the same parcel.

    Args:
        load: what, from whom, to whom.
        reference: whose it is, for example "case:17".
        centre_id: whose counter.
        key: names this request among the reference's own, for example "result".
        by: who orders.
        at: now.

    Raises:
        NotAllowed: `by` neither hands out results (or takes papers in) here nor is a citizen.
        UnknownCarrier: the city has no contract with it.
        KeyReused: the key was used for another parcel.
    """
    if by.kind != "citizen":
        require(by, _RIGHTS[load.direction], centre_id=centre_id)
    row = _new(load, reference=reference, centre_id=centre_id, by=by, at=at)
    row.order_key = f"{reference}:{key}"
    try:
        with transaction.atomic():
            return _made(row, at=at)
    except IntegrityError as error:
        if not sql.violated(error, ORDERED_ONCE):
            raise
    earlier = Parcel.objects.get(order_key=row.order_key)
    if (earlier.direction, earlier.content) != (load.direction.value, load.content.value):
        raise KeyReused
    return queries.parcel(earlier.pk)


def send_again(
    parcel_id: int, *, by: Actor, at: datetime, receiver: Address | None = None, carrier: str = ""
) -> ParcelView:
    """Send what came back, was lost or was never fetched once more, as a parcel of its own.

    Args:
        parcel_id: the earlier one.
        by: who sends.
        at: now.
        receiver: another address; None: the same.
        carrier: another carrier; empty: the same.

    Raises:
        NotAllowed: `by` does not hand out results here.
        ParcelNotFound: no such parcel, or its addresses were wiped.
        StepNotAllowed: it is still under way, or arrived.
        AlreadySentAgain: a colleague was faster.
        UnknownCarrier: the city has no contract with it.
    """
    earlier = queries.parcel(parcel_id)
    if by.kind != "citizen":
        require(by, Right.HAND_OUT, centre_id=earlier.centre_id)
    sender, was = queries.addresses(parcel_id)
    try:
        with transaction.atomic():
            row = locked(parcel_id)
            view = queries.parcel(parcel_id)
            if view.sent_again:
                raise AlreadySentAgain
            if not view.may_go_again:
                raise StepNotAllowed(parcel_state=row.state, event="send_again")
            load = Load(
                view.direction,
                sender,
                receiver or was,
                view.content,
                view.payer,
                row.items,
                row.weight_grams,
                carrier or view.carrier,
            )
            again = _new(load, reference=view.reference, centre_id=view.centre_id, by=by, at=at)
            again.order_key = f"again:{parcel_id}"
            again.again_of = row
            return _made(again, at=at)
    except IntegrityError as error:
        if sql.violated_any(error, [SENT_AGAIN_ONCE, ORDERED_ONCE]):
            raise AlreadySentAgain from error
        raise


def note_number(parcel_id: int, number: str, *, by: Actor, at: datetime) -> ParcelView:
    """Write down the number of a parcel that was handed in at the carrier's own counter.

    Raises:
        NotAllowed: `by` does not hand out results here.
        BadParcelNumber: no carrier's number.
        StepNotAllowed: the carrier has it already.
        NumberTaken: another parcel has this number.
    """
    checked = identifiers.parcel_number(number)
    require(by, Right.HAND_OUT, centre_id=queries.parcel(parcel_id).centre_id)
    try:
        with transaction.atomic():
            row = locked(parcel_id)
            if row.number:
                raise StepNotAllowed(parcel_state=row.state, event=Step.BOOK.value)
            row.number = checked
            row.due_at = at
            row.lease_until = None
            fields = ["number", "due_at", "lease_until"]
            return step(row, Step.BOOK, by=name_of(by), at=at, fields=fields)
    except IntegrityError as error:
        if sql.violated(error, NUMBER_ONCE):
            raise NumberTaken from error
        raise


def _new(load: Load, *, reference: str, centre_id: int, by: Actor, at: datetime) -> Parcel:
    checked = replace(load, carrier=_known(load.carrier))
    return Parcel(
        public_id=secrets.token_urlsafe(16),
        centre_id=centre_id,
        direction=checked.direction.value,
        carrier=checked.carrier,
        reference=reference,
        content=checked.content.value,
        items=checked.items,
        weight_grams=checked.weight_grams,
        payer=checked.payer.value,
        sender_sealed=seal(checked.sender.as_json()),
        receiver_sealed=seal(checked.receiver.as_json()),
        region=checked.receiver.region,
        ordered_at=at,
        ordered_by=name_of(by),
        state=State.CREATED.value,
        state_since=at,
        last_news_at=at,
        due_at=at,
    )


def _made(row: Parcel, *, at: datetime) -> ParcelView:
    row.save()
    view = queries.parcel(row.pk)
    announce.parcel_moved(view, at=at)
    after_commit(waking.wake)
    return view


def _known(carrier: str) -> str:
    """A carrier the city has a contract with; the first one where none is named."""
    known = list(settings.CARRIERS)
    chosen = carrier or (known[0] if known else "")
    if chosen not in known:
        raise UnknownCarrier(carrier=chosen)
    return chosen
