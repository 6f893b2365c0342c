"""Questions about papers: who holds what, what is coming, what has lain too long, counts.

A place is a kind and a number; the material room and the issue window are every centre's own. A
paper is in the rooms of its case's centre, so whoever asks what lies somewhere names the centre.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from yimen.reference.policy import queries as policy
from yimen.services.cases.errors import PaperNotFound
from yimen.services.cases.models.custody import Count, Paper, PaperMove
from yimen.services.cases.rules.custody import (
    OWES_BACK,
    PaperKind,
    PaperState,
    Place,
    PlaceKind,
    Tally,
    due_back,
    lies_too_long,
    tally,
)
from yimen.services.cases.rules.custody_parameters import ROOM_HOURS
from yimen.services.cases.rules.states import State

_PAGE = 200


@dataclass(frozen=True)
class PaperView:
    """One paper with who answers for it."""

    id: int
    barcode: str
    case_id: int
    #: Of its case: whose rooms and windows it lies in.
    centre_id: int
    case_number: str
    item_name: str
    kind: PaperKind
    name: str
    state: PaperState
    place: Place
    #: Staff id; None once the citizen has it.
    holder: int | None
    since: datetime
    target: Place | None
    shelf: str
    #: The case ended without a decision, and the applicant has not got it back (应退未退).
    due_back: bool
    #: The material it belongs to; of a result made anew, its version as whoever made it names it.
    material_key: str = ""


@dataclass(frozen=True)
class MoveView:
    """One scan of a paper."""

    event: str
    origin: Place | None
    target: Place | None
    actor: str
    at: datetime
    note: str


@dataclass(frozen=True)
class CountView:
    """A count at closing time, open or closed."""

    id: int
    place: Place
    day: date
    closed_at: datetime | None
    result: Tally
    scanned: tuple[str, ...]
    #: The missing papers with who had them last.
    missing: tuple[PaperView, ...]


def as_view(row: Paper) -> PaperView:
    """A row with its case loaded, as others see it."""
    return PaperView(
        id=row.pk,
        barcode=row.barcode,
        case_id=row.case_id,
        centre_id=row.case.centre_id,
        case_number=row.case.number or "",
        item_name=row.case.item_name,
        kind=PaperKind(row.kind),
        name=row.name,
        state=PaperState(row.state),
        place=Place(PlaceKind(row.place_kind), row.place_id),
        holder=row.holder,
        since=row.since,
        target=Place(PlaceKind(row.to_kind), row.to_id) if row.to_kind else None,
        shelf=row.shelf,
        due_back=due_back(PaperKind(row.kind), PaperState(row.state), State(row.case.state)),
        material_key=row.material_key,
    )


def _papers() -> QuerySet[Paper]:
    return Paper.objects.select_related("case")


def paper(barcode: str) -> PaperView:
    """The paper with a barcode.

    Raises:
        PaperNotFound: none has it.
    """
    row = _papers().filter(barcode=barcode.strip()).first()
    if row is None:
        raise PaperNotFound
    return as_view(row)


def papers_of(case_id: int) -> list[PaperView]:
    """All papers of a case, in the order of their barcodes."""
    return [as_view(row) for row in _papers().filter(case_id=case_id).order_by("barcode")]


def history(paper_id: int) -> list[MoveView]:
    """Every hand a paper went through."""
    rows = PaperMove.objects.filter(paper_id=paper_id).order_by("id")
    return [
        MoveView(
            row.event,
            Place(PlaceKind(row.from_kind), row.from_id) if row.from_kind else None,
            Place(PlaceKind(row.to_kind), row.to_id) if row.to_kind else None,
            row.actor,
            row.at,
            row.note,
        )
        for row in rows
    ]


def lying_at(place: Place, *, centre_id: int, after: int = 0) -> list[PaperView]:
    """What lies in a place or was given from there and not taken yet; a page after an id."""
    rows = _papers().filter(
        place_kind=place.kind.value, place_id=place.id, case__centre_id=centre_id, pk__gt=after
    )
    return [as_view(row) for row in rows.exclude(state="gone").order_by("pk")[:_PAGE]]


def coming_to(place: Place, *, centre_id: int) -> list[PaperView]:
    """What was given to a place and waits to be taken over there."""
    rows = _papers().filter(
        state="on_the_way",
        to_kind=place.kind.value,
        to_id=place.id,
        case__centre_id=centre_id,
    )
    return [as_view(row) for row in rows.order_by("since")[:_PAGE]]


def lying_too_long(*, at: datetime, centre_id: int | None = None) -> list[PaperView]:
    """Papers that raise an alarm now, the longest first."""
    longest = longest_stay(timezone.localdate(at))
    rows = _papers().filter(state__in=["here", "on_the_way"], since__lt=at - longest / 2)
    if centre_id is not None:
        rows = rows.filter(case__centre_id=centre_id)
    views = (as_view(row) for row in rows.order_by("since").iterator(_PAGE))
    return [
        view
        for view in views
        if lies_too_long(view.place.kind, view.state, view.since, at=at, longest=longest)
    ]


def longest_stay(day: date) -> timedelta:
    """How long a paper may lie in a room."""
    return timedelta(hours=policy.number(ROOM_HOURS, day))


def missing(centre_id: int) -> list[PaperView]:
    """Papers nobody found, with who had them last; the oldest first."""
    rows = _papers().filter(state="missing", case__centre_id=centre_id)
    return [as_view(row) for row in rows.order_by("since")[:_PAGE]]


def owed_back(centre_id: int, *, place: Place | None = None) -> list[PaperView]:
    """Originals of cases that ended without a decision and that are still here (应退未退).

    The longest ended first; of one place if given, else wherever they are.
    """
    rows = _papers().filter(
        kind=PaperKind.ORIGINAL.value,
        case__centre_id=centre_id,
        case__state__in=[state.value for state in OWES_BACK],
    )
    if place is not None:
        rows = rows.filter(place_kind=place.kind.value, place_id=place.id)
    rows = rows.exclude(state=PaperState.GONE.value).order_by("case__ended_at", "barcode")
    return [as_view(row) for row in rows[:_PAGE]]


def count_of(place: Place, day: date, *, centre_id: int) -> CountView | None:
    """The count of a centre's place on a day, None before it was begun."""
    row = Count.objects.filter(
        centre_id=centre_id, place_kind=place.kind.value, place_id=place.id, day=day
    ).first()
    return None if row is None else count_view(row)


def count_view(row: Count) -> CountView:
    """A count as others see it; an open one compares with what lies there now."""
    place = Place(PlaceKind(row.place_kind), row.place_id)
    if row.closed_at is None:
        result = tally(expected_at(place, centre_id=row.centre_id), row.scanned)
    else:
        seen = (row.expected or 0) - len(row.missing)
        result = Tally(row.expected or 0, seen, tuple(row.missing), tuple(row.strays))
    return CountView(
        row.pk,
        place,
        row.day,
        row.closed_at,
        result,
        tuple(row.scanned),
        tuple(_by_barcode(result.missing)),
    )


def expected_at(place: Place, *, centre_id: int) -> list[str]:
    """What should be found in a place: given away and not taken yet counts, it may still lie there.

    A paper on the way is the giver's to answer for, but not the giver's to show: it is left out.
    """
    rows = Paper.objects.filter(
        place_kind=place.kind.value,
        place_id=place.id,
        state="here",
        case__centre_id=centre_id,
    )
    return list(rows.values_list("barcode", flat=True))


def _by_barcode(barcodes: Iterable[str]) -> list[PaperView]:
    rows = _papers().filter(barcode__in=list(barcodes))
    return [as_view(row) for row in rows.order_by("barcode")]
