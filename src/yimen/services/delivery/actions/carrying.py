"""Dealing with carriers: orders placed, parcels asked after, orders taken back. No lock is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from yimen.devices.carriers import (
    Booked,
    Carrier,
    CarrierDown,
    CarrierRefused,
    Party,
    Shipment,
)
from yimen.kernel import identifiers, regions
from yimen.kernel.identifiers import BadIdentifier
from yimen.reference.people.rules import HOUSE, Actor, Right, require
from yimen.services.delivery import queries
from yimen.services.delivery.actions.rows import locked, name_of, step
from yimen.services.delivery.actions.taking_back import take_back_orders
from yimen.services.delivery.actions.tracking import Moved, track
from yimen.services.delivery.errors import CancelRefused, ParcelNotFound, StepNotAllowed
from yimen.services.delivery.models import Parcel
from yimen.services.delivery.models.parcels import NUMBER_ONCE
from yimen.services.delivery.queries import ParcelView
from yimen.services.delivery.rules.addresses import Address
from yimen.services.delivery.rules.states import (
    WITH_CARRIER,
    Problem,
    State,
    Step,
    next_state,
)
from yimen.support import sql
from yimen.support.audit import append

#: The carriers the city has contracts with, by their codes.
Carriers = Mapping[str, Carrier]

#: One worker's bite, so that its lease holds even when each takes the whole timeout.
BITE: Final = 10
_LEASE: Final = timedelta(minutes=3)
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=4)
_ASKED: Final = sorted(state.value for state in WITH_CARRIER - {State.LOST})


@dataclass(frozen=True)
class Round:
    """What came of asking carriers about a few parcels.

    Args:
        asked: how many a carrier has answered for.
        moved: those that stand elsewhere now.
    """

    asked: int
    moved: tuple[Moved, ...]

    @property
    def more(self) -> bool:
        """Whether another round may find something."""
        return self.asked > 0


def place_orders(carriers: Carriers, *, at: datetime) -> Round:
    """Hand a few orders that are due to their carriers. Call again while there may be `more`.

    Idempotent by the shipment's own name: a carrier that was asked before gives the same answer.
    A carrier that is down is not asked again for each. Orders that were cancelled while they were
    placed are taken back at the end of each round.
    """
    asked = 0
    moved: list[Moved] = []
    for code, carrier in carriers.items():
        claimed = _claim(code, [State.CREATED.value], at=at)
        for place, (parcel_id, tries) in enumerate(claimed):
            try:
                view = _placed(parcel_id, carrier, at=at)
            except CarrierDown as trouble:
                moved += _in_vain(parcel_id, tries, trouble.code, at=at)
                _hand_back(claimed[place + 1 :], at + _FIRST_PAUSE)
                break
            asked += 1
            moved.append(Moved(view, State.CREATED, new=1))
        take_back_orders(code, carrier, at=at)
    return Round(asked, tuple(told for told in moved if told.changed))


def poll(carriers: Carriers, *, at: datetime) -> Round:
    """Ask carriers after a few parcels that nobody has told of lately."""
    pause = queries.rules_on(timezone.localdate(at)).poll_every
    asked = 0
    moved: list[Moved] = []
    for code, carrier in carriers.items():
        claimed = _claim(code, _ASKED, at=at)
        for place, (parcel_id, _) in enumerate(claimed):
            try:
                told = _asked_after(parcel_id, carrier, at=at)
            except CarrierDown:
                _hand_back(claimed[place:], at + pause)
                break
            asked += 1
            _hand_back([(parcel_id, 1)], at + pause)
            if told is not None and told.changed:
                moved.append(told)
    return Round(asked, tuple(moved))


def cancel(parcel_id: int, carriers: Carriers, *, by: Actor, at: datetime) -> ParcelView:
    """Take an order back that was not fetched yet.

    Raises:
        NotAllowed: `by` neither hands out results here nor is a citizen.
        StepNotAllowed: it is under way, or over.
        CancelRefused: the carrier says no, or nothing.
    """
    view = queries.parcel(parcel_id)
    if by.kind != "citizen":
        require(by, Right.HAND_OUT, centre_id=view.centre_id)
    _check_cancel(view)
    order = Parcel.objects.values_list("carrier_order", flat=True).get(pk=parcel_id)
    if order:
        _ask_back(carriers, view.carrier, order, at=at)
    with transaction.atomic():
        row = locked(parcel_id)
        _check_cancel(queries.parcel(parcel_id))
        if row.carrier_order and not order:
            raise CancelRefused(carrier_says="just_ordered")
        return step(row, Step.CANCEL, by=name_of(by), at=at)


def waybill(parcel_id: int, *, by: Actor, at: datetime) -> tuple[Address, Address]:
    """Sender and receiver in full, to print the label. That they were shown is on record.

    Raises:
        NotAllowed: `by` does not hand out results here.
        ParcelNotFound: no such parcel, or its addresses were wiped.
    """
    view = queries.parcel(parcel_id)
    require(by, Right.HAND_OUT, centre_id=view.centre_id)
    shown = queries.addresses(parcel_id)
    with transaction.atomic():
        append(f"parcel:{parcel_id}", "print_label", actor=name_of(by), at=at)
    return shown


def _claim(carrier: str, states: list[str], *, at: datetime) -> list[tuple[int, int]]:
    with transaction.atomic(durable=True):
        rows = sql.rows(
            "yimen.services.delivery",
            "claim_parcels",
            {
                "carrier": carrier,
                "states": states,
                "count": BITE,
                "at": at,
                "lease_until": at + _LEASE,
            },
        )
    return [(int(row["id"]), int(row["tries"])) for row in rows]


def _placed(parcel_id: int, carrier: Carrier, *, at: datetime) -> ParcelView:
    """One order to its carrier.

    Raises:
        CarrierDown: not this time.
    """
    try:
        booked = carrier.order(_shipment(parcel_id), at=at)
        number = identifiers.parcel_number(booked.number)
    except CarrierRefused as refusal:
        return _not_taken(parcel_id, refusal.code, at=at)
    except (ParcelNotFound, BadIdentifier):  # wiped meanwhile; or a number that is none
        return _not_taken(parcel_id, "unusable", at=at)
    return _booked(parcel_id, Booked(booked.order, number), at=at)


def _in_vain(parcel_id: int, tries: int, code: str, *, at: datetime) -> list[Moved]:
    """The carrier was down for this one: later again, or never."""
    if tries >= queries.rules_on(timezone.localdate(at)).book_tries:
        return [Moved(_not_taken(parcel_id, code, at=at), State.CREATED, new=1)]
    Parcel.objects.filter(pk=parcel_id).update(
        lease_until=None, due_at=at + _pause(tries), trouble=code
    )
    return []


def _asked_after(parcel_id: int, carrier: Carrier, *, at: datetime) -> Moved | None:
    """One parcel asked after; None where the carrier knows nothing of it.

    Raises:
        CarrierDown: not this time.
    """
    view = queries.parcel(parcel_id)
    try:
        scans = carrier.track(view.number, ordered_at=view.ordered_at, at=at)
    except CarrierRefused as refusal:
        Parcel.objects.filter(pk=parcel_id).update(trouble=refusal.code)
        return None
    return track(view.carrier, view.number, scans, at=at) if scans else None


def _hand_back(claimed: Sequence[tuple[int, int]], due_at: datetime) -> None:
    """Claimed and not tried, or asked after: not before then again, and the try does not count."""
    for parcel_id, tries in claimed:
        Parcel.objects.filter(pk=parcel_id).update(lease_until=None, due_at=due_at, tries=tries - 1)


def _booked(parcel_id: int, booked: Booked, *, at: datetime) -> ParcelView:
    try:
        with transaction.atomic():
            row = locked(parcel_id)
            if row.state != State.CREATED.value:  # cancelled, or its number was typed, meanwhile
                return _not_wanted(row, booked)
            row.number, row.carrier_order = booked.number, booked.order[:64]
            row.tries, row.trouble, row.lease_until, row.due_at = 0, "", None, at
            fields = ["number", "carrier_order", "tries", "trouble", "lease_until", "due_at"]
            return step(row, Step.BOOK, by=name_of(HOUSE), at=at, fields=fields)
    except IntegrityError as error:
        if sql.violated(error, NUMBER_ONCE):
            return _not_taken(parcel_id, "number_taken", at=at)
        raise


def _not_wanted(row: Parcel, booked: Booked) -> ParcelView:
    """The carrier took what nobody wants any more: unless this was heard before, or typed."""
    row.lease_until = None
    fields = ["lease_until"]
    if row.number == booked.number:
        row.carrier_order = booked.order[:64]
        fields.append("carrier_order")
    else:
        row.unwanted_order = booked.order[:64]
        fields.append("unwanted_order")
    row.save(update_fields=fields)
    return queries.parcel(row.pk)


def _not_taken(parcel_id: int, code: str, *, at: datetime) -> ParcelView:
    with transaction.atomic():
        row = locked(parcel_id)
        row.trouble, row.lease_until, row.tries = code, None, 0
        fields = ["trouble", "lease_until", "tries"]
        if row.state != State.CREATED.value:
            row.save(update_fields=fields)
            return queries.parcel(parcel_id)
        return step(
            row,
            Step.HIT_TROUBLE,
            by=name_of(HOUSE),
            at=at,
            problem=Problem.NOT_TAKEN,
            fields=fields,
        )


def _check_cancel(view: ParcelView) -> None:
    """Only what the carrier has not fetched: not everything in trouble."""
    next_state(view.state, Step.CANCEL)
    if view.state is State.PROBLEM and view.problem is not Problem.NOT_TAKEN:
        raise StepNotAllowed(parcel_state=view.state.value, event=Step.CANCEL.value)


def _ask_back(carriers: Carriers, code: str, order: str, *, at: datetime) -> None:
    carrier = carriers.get(code)
    if carrier is None:
        raise CancelRefused(carrier_says="unknown")
    try:
        carrier.cancel(order, at=at)
    except (CarrierDown, CarrierRefused) as no:
        raise CancelRefused(carrier_says=no.code) from None


def _shipment(parcel_id: int) -> Shipment:
    row = Parcel.objects.get(pk=parcel_id)
    sender, receiver = queries.addresses(parcel_id)
    return Shipment(
        id=f"p{parcel_id}",
        sender=_party(sender),
        receiver=_party(receiver),
        items=row.items,
        weight_grams=row.weight_grams,
        content=row.content,
        payer=row.payer,
        ordered_at=row.ordered_at,
    )


def _party(address: Address) -> Party:
    place = regions.region(address.region)
    return Party(address.name, address.phone, address.region, place.name + address.street)


def _pause(tries: int) -> timedelta:
    return min(_FIRST_PAUSE * (1 << 2 * max(0, tries - 1)), _LONGEST_PAUSE)
