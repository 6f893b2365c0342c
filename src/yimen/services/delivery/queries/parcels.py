"""Questions about parcels: of a reference, of a number, in trouble; their timelines."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from yimen.services.delivery.errors import ParcelNotFound
from yimen.services.delivery.models import Claim, Parcel, TrackEvent
from yimen.services.delivery.queries.views import (
    ClaimView,
    EventView,
    ParcelView,
    claim_view,
    event_view,
    parcel_view,
)
from yimen.services.delivery.rules import addresses as rules
from yimen.services.delivery.rules.addresses import Address
from yimen.services.delivery.rules.kinds import Direction
from yimen.services.delivery.rules.states import OVER, State
from yimen.support.secrets import unseal

#: A parcel that came back or was lost, and was not sent again, waits for somebody.
_UNSETTLED: Final = (State.RETURNED.value, State.LOST.value)


@dataclass(frozen=True)
class Counts:
    """How many parcels of a centre stand where."""

    trouble: int
    under_way: int
    to_book: int


def parcel(parcel_id: int) -> ParcelView:
    """One parcel.

    Raises:
        ParcelNotFound: none has this id.
    """
    return _one(_rows().filter(pk=parcel_id).first())


def parcel_by_public_id(public_id: str) -> ParcelView:
    """One parcel by its secret address.

    Raises:
        ParcelNotFound: none has it.
    """
    return _one(_rows().filter(public_id=public_id).first())


def parcel_by_number(carrier: str, number: str) -> ParcelView:
    """One parcel by what stands on it.

    Raises:
        ParcelNotFound: none of this carrier has this number.
    """
    return _one(_rows().filter(carrier=carrier, number=number).first())


def parcels_of(reference: str) -> list[ParcelView]:
    """All parcels of a reference, oldest first."""
    return [_view(row) for row in _rows().filter(reference=reference).order_by("id")]


def on_its_way(reference: str, direction: Direction = Direction.TO_CITIZEN) -> ParcelView | None:
    """The parcel that carries this, or is about to; None where none does."""
    going = _rows().filter(reference=reference, direction=direction.value)
    row = going.filter(_under_way(), Q(sent_again=False)).order_by("-id").first()
    return None if row is None else _view(row)


def to_open(centre_id: int) -> list[ParcelView]:
    """Parcels from citizens that have arrived and that nobody has opened, oldest first."""
    rows = _rows().filter(
        centre_id=centre_id,
        direction=Direction.FROM_CITIZEN.value,
        state=State.SIGNED.value,
        opened_at__isnull=True,
    )
    return [_view(row) for row in rows.order_by("signed_at", "id")]


def with_parcel(references: Iterable[str], direction: Direction) -> set[str]:
    """Which of these references have a parcel in a direction, whatever became of it."""
    rows = Parcel.objects.filter(reference__in=list(references), direction=direction.value)
    return set(rows.values_list("reference", flat=True))


def listing(
    centre_id: int, *, only: str = "", search: str = "", limit: int = 200
) -> list[ParcelView]:
    """A centre's parcels, those in trouble first, then the newest.

    Args:
        centre_id: whose.
        only: "trouble", "under_way", "over"; empty: all.
        search: the end of a number, or a reference.
        limit: how many.
    """
    rows = _rows().filter(centre_id=centre_id)
    if only:
        rows = rows.filter(_kind(only))
    if search:
        rows = rows.filter(Q(number__endswith=search.upper()) | Q(reference=search))
    rank = Case(When(_trouble(), then=Value(0)), default=Value(1), output_field=IntegerField())
    return [_view(row) for row in rows.annotate(rank=rank).order_by("rank", "-id")[:limit]]


def counts(centre_id: int) -> Counts:
    """How many parcels of a centre stand where."""
    rows = Parcel.objects.filter(centre_id=centre_id).annotate(sent_again=_sent_again())
    found = rows.aggregate(
        trouble=Count("pk", filter=_trouble()),
        under_way=Count("pk", filter=_under_way()),
        to_book=Count("pk", filter=Q(state=State.CREATED.value)),
    )
    return Counts(**found)


def timeline(parcel_id: int) -> list[EventView]:
    """What happened to a parcel, latest first."""
    rows = TrackEvent.objects.filter(parcel_id=parcel_id).order_by("-happened_at", "-id")
    return [event_view(row) for row in rows]


def addresses(parcel_id: int) -> tuple[Address, Address]:
    """Sender and receiver in full, for the label. Who asks must hold the right, and is on record.

    Raises:
        ParcelNotFound: no such parcel, or its addresses were wiped.
    """
    row = Parcel.objects.filter(pk=parcel_id).first()
    if row is None or not row.sender_sealed or not row.receiver_sealed:
        raise ParcelNotFound
    sender, receiver = (
        rules.from_json(unseal(bytes(sealed)))
        for sealed in (row.sender_sealed, row.receiver_sealed)
    )
    return sender, receiver


def open_claims(parcel_ids: Iterable[int]) -> dict[int, ClaimView]:
    """Claims of these parcels, by parcel, settled ones too."""
    rows = Claim.objects.filter(pk__in=list(parcel_ids))
    return {row.pk: claim_view(row) for row in rows}


def _rows() -> QuerySet[Parcel]:
    return Parcel.objects.annotate(sent_again=_sent_again())


def _sent_again() -> Exists:
    return Exists(Parcel.objects.filter(again_of=OuterRef("pk")))


def _trouble() -> Q:
    waits = Q(state__in=_UNSETTLED, sent_again=False)
    return Q(state=State.PROBLEM.value) | ~Q(alarm="") | waits


def _under_way() -> Q:
    return ~Q(state__in=[state.value for state in OVER])


def _kind(only: str) -> Q:
    return {"trouble": _trouble(), "under_way": _under_way(), "over": ~_under_way()}[only]


def _view(row: Parcel) -> ParcelView:
    return parcel_view(row, sent_again=bool(getattr(row, "sent_again", False)))


def _one(row: Parcel | None) -> ParcelView:
    if row is None:
        raise ParcelNotFound
    return _view(row)
