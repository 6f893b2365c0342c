"""Materials by parcel: fetched from the citizen's door, opened here, their papers registered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from yimen.journeys import telling
from yimen.journeys.parcels import counter_address
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import custody, drafting, incoming
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.rules.custody import PaperKind, Place, PlaceKind
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Load
from yimen.services.delivery.queries import Content, Direction, ParcelView
from yimen.services.delivery.rules.addresses import Address

#: Whoever opens the post puts it there, and hands it on from there.
_ROOM: Final = Place(PlaceKind.MATERIAL_ROOM)
#: How a paper comes that lies in a parcel, the likelier first.
_ON_PAPER: Final = ("bring", "sign")


def fetch_materials(
    case_id: int, sender: Address, *, by: Actor, at: datetime, carrier: str = ""
) -> ParcelView:
    """Have papers fetched from the citizen's door. Again while they are coming: the same parcel.

    Args:
        case_id: which.
        sender: where they are.
        by: the citizen, or who takes papers in here.
        at: now.
        carrier: another carrier than the city's first.

    Raises:
        CaseNotFound: no such case.
        NotAllowed: `by` takes no papers in here.
        NotEditable: no papers can come any more.
        UnknownCarrier: the city has no contract with it.
    """
    load = Load(
        Direction.FROM_CITIZEN, sender, counter_address(at), Content.MATERIALS, carrier=carrier
    )
    reference = f"case:{case_id}"
    with transaction.atomic():
        case = incoming.hold(case_id, by=by)
        if (coming := queries.on_its_way(reference, Direction.FROM_CITIZEN)) is not None:
            return coming
        before = sum(
            parcel.direction is Direction.FROM_CITIZEN for parcel in queries.parcels_of(reference)
        )
        key = f"materials:{before + 1}"  # the case is held: nobody counts the same
        return actions.order(
            load, reference=reference, centre_id=case.centre_id, key=key, by=by, at=at
        )


def expected(parcel: ParcelView) -> list[MaterialView]:
    """Materials that may lie in a parcel: those that can come on paper, what is missing first."""
    case_id = telling.case_id_of(parcel.reference)
    known = [] if case_id is None else materials(case_id)
    on_paper = [each for each in known if _way(each)]
    return sorted(on_paper, key=lambda each: each.state.value not in {"missing", "wrong"})


def unpack(parcel_id: int, keys: Iterable[str], *, by: Actor, at: datetime) -> list[PaperView]:
    """Open a parcel that has arrived: what lay in it is given, with barcodes in named hands.

    A supplement that is complete then is said to be so on the case's page.

    Args:
        parcel_id: which.
        keys: of the materials that lay in it.
        by: who opened it, and answers for the papers.
        at: now.

    Raises:
        ParcelNotFound, CaseNotFound: no such parcel, or of no case.
        NotAllowed: `by` takes no papers in here.
        NotEditable: the case was accepted meanwhile, or is over.
        StepNotAllowed: it has not arrived, or a colleague opened it.
    """
    case_id = telling.case_id_of(queries.parcel(parcel_id).reference)
    if case_id is None:
        raise CaseNotFound
    with transaction.atomic():
        incoming.hold(case_id, by=by)
        actions.open_up(parcel_id, by=by, at=at)
        wanted = set(keys)
        came = [each for each in materials(case_id) if each.key in wanted and _way(each)]
        if not came:
            return []
        given = {each.key: Given(_way(each)) for each in came}
        drafting.give(case_id, given, by=by, at=at)
        sheets = [Sheet(PaperKind.ORIGINAL, each.name, each.key) for each in came]
        return custody.register(case_id, sheets, _ROOM, by=by, at=at)


def _way(material: MaterialView) -> str:
    """How a material comes on paper; empty where it does not."""
    return next((way for way in _ON_PAPER if way in material.ways), "")
