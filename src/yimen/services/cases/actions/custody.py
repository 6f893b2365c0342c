"""Scans: papers registered, given, taken over, shelved, handed out.

Locks the case, then its paper, as whoever hands a result out does (docs/reference/locks.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import moves
from yimen.services.cases.errors import PaperElsewhere, PaperNotFound, TooManyPapers
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.custody import Paper, PaperMove
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import (
    HANDS_OUT,
    PaperEvent,
    PaperKind,
    PaperState,
    Place,
    PlaceKind,
    check_route,
    next_state,
)

_MOST = 99
_DECIDES = (Right.HANDLE, Right.REVIEW, Right.APPROVE)


@dataclass(frozen=True)
class Sheet:
    """A paper to be registered."""

    kind: PaperKind
    name: str
    material_key: str = ""


def register(
    case_id: int, sheets: Iterable[Sheet], place: Place, *, by: Actor, at: datetime
) -> list[PaperView]:
    """Give papers their barcodes, in the hands of `by` at a place. In the order given.

    Raises:
        NotAllowed: `by` does not act for the place.
        TooManyPapers: more than a case can have.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_acts_for(place, by, centre_id=row.centre_id)
        first = Paper.objects.filter(case=row).count() + 1
        wanted = list(sheets)
        if first + len(wanted) - 1 > _MOST:
            raise TooManyPapers(most=_MOST)
        made = [
            _registered(row, sheet, serial, place, by=by, at=at)
            for serial, sheet in enumerate(wanted, first)
        ]
        if made:
            moves.note(row, "register_papers", by=by, at=at, facts={"papers": len(made)})
    return made


def _registered(
    row: Case, sheet: Sheet, serial: int, place: Place, *, by: Actor, at: datetime
) -> PaperView:
    paper = Paper.objects.create(
        barcode=f"{row.number}{serial:02d}",
        case=row,
        kind=sheet.kind.value,
        name=sheet.name[:200],
        material_key=sheet.material_key,
        place_kind=place.kind.value,
        place_id=place.id,
        holder=by.id,
        since=at,
    )
    write_scan(paper, PaperEvent.REGISTER, by=by, at=at, target=place)
    return queries.as_view(paper)


def give(
    barcodes: Iterable[str], target: Place, *, by: Actor, at: datetime, note: str = ""
) -> list[PaperView]:
    """Send papers on their way; whoever takes them over scans them again. All or none.

    Raises:
        NotAllowed: `by` does not act for where a paper lies.
        PaperNotFound, PaperMoveNotAllowed, RouteNotAllowed: as they say.
    """
    with transaction.atomic():
        return [_given(paper, target, by=by, at=at, note=note) for paper in all_locked(barcodes)]


def _given(paper: Paper, target: Place, *, by: Actor, at: datetime, note: str) -> PaperView:
    origin = place_of(paper)
    check_acts_for(origin, by, centre_id=paper.case.centre_id)
    check_route(origin.kind, target.kind)
    step(paper, PaperEvent.GIVE)
    paper.to_kind, paper.to_id, paper.since, paper.shelf = target.kind.value, target.id, at, ""
    paper.alarmed_at = None
    paper.save(update_fields=["state", "to_kind", "to_id", "since", "shelf", "alarmed_at"])
    write_scan(paper, PaperEvent.GIVE, by=by, at=at, origin=origin, target=target, note=note)
    return queries.as_view(paper)


def take(barcode: str, place: Place, *, by: Actor, at: datetime) -> PaperView:
    """Take a paper over: from this scan on `by` answers for it. Scanned twice is taken once.

    Raises:
        NotAllowed: `by` does not act for the place.
        PaperNotFound, PaperMoveNotAllowed: as they say.
        PaperElsewhere: it was given to another place.
    """
    with transaction.atomic():
        paper = locked(barcode)
        check_acts_for(place, by, centre_id=paper.case.centre_id)
        if paper.state == PaperState.HERE.value and place_of(paper) == place:
            return queries.as_view(paper)
        origin = place_of(paper)
        step(paper, PaperEvent.TAKE)
        if Place(PlaceKind(paper.to_kind), paper.to_id) != place:
            raise PaperElsewhere(place=paper.to_kind)
        _put(paper, place, by=by, at=at)
        write_scan(paper, PaperEvent.TAKE, by=by, at=at, origin=origin, target=place)
        return queries.as_view(paper)


def call_back(barcode: str, *, by: Actor, at: datetime) -> PaperView:
    """Take back what was given and nobody has taken yet.

    Raises:
        NotAllowed: `by` does not act for where it was given from.
        PaperNotFound, PaperMoveNotAllowed: as they say.
    """
    with transaction.atomic():
        paper = locked(barcode)
        place = place_of(paper)
        check_acts_for(place, by, centre_id=paper.case.centre_id)
        step(paper, PaperEvent.CALL_BACK)
        _put(paper, place, by=by, at=at)
        write_scan(paper, PaperEvent.CALL_BACK, by=by, at=at, target=place)
        return queries.as_view(paper)


def shelve(barcode: str, shelf: str, *, by: Actor, at: datetime) -> PaperView:
    """Note the position on a shelf.

    Raises:
        NotAllowed: `by` does not act for where it lies.
        PaperNotFound, PaperMoveNotAllowed: as they say.
    """
    with transaction.atomic():
        paper = locked(barcode)
        place = place_of(paper)
        check_acts_for(place, by, centre_id=paper.case.centre_id)
        step(paper, PaperEvent.SHELVE)
        paper.shelf = shelf.strip()[:20]
        paper.save(update_fields=["shelf"])
        write_scan(paper, PaperEvent.SHELVE, by=by, at=at, target=place, note=paper.shelf)
        return queries.as_view(paper)


def hand_out(barcode: str, *, by: Actor, at: datetime, note: str = "") -> PaperView:
    """Into the citizen's hand: the last scan. Who they were is in the case's hand-over record.

    Raises:
        NotAllowed: `by` does not act for where it lies.
        PaperNotFound, PaperMoveNotAllowed: as they say.
        RouteNotAllowed: papers are not handed out there.
    """
    with transaction.atomic():
        paper = locked(barcode)
        origin = place_of(paper)
        check_acts_for(origin, by, centre_id=paper.case.centre_id)
        if origin.kind not in HANDS_OUT:
            check_route(origin.kind, PlaceKind.CITIZEN)
        step(paper, PaperEvent.HAND_OUT)
        paper.place_kind, paper.place_id, paper.holder = PlaceKind.CITIZEN.value, 0, None
        paper.since, paper.shelf = at, ""
        paper.save(update_fields=["state", "place_kind", "place_id", "holder", "since", "shelf"])
        citizen = Place(PlaceKind.CITIZEN)
        write_scan(
            paper, PaperEvent.HAND_OUT, by=by, at=at, origin=origin, target=citizen, note=note
        )
        note_on_case(paper, "hand_out_paper", by=by, at=at)
        return queries.as_view(paper)


def found(barcode: str, place: Place, *, by: Actor, at: datetime) -> PaperView:
    """A missing paper turned up.

    Raises:
        NotAllowed: `by` does not act for the place.
        PaperNotFound, PaperMoveNotAllowed: as they say.
    """
    with transaction.atomic():
        paper = locked(barcode)
        check_acts_for(place, by, centre_id=paper.case.centre_id)
        origin = place_of(paper)
        step(paper, PaperEvent.FIND)
        _put(paper, place, by=by, at=at)
        write_scan(paper, PaperEvent.FIND, by=by, at=at, origin=origin, target=place)
        note_on_case(paper, "find_paper", by=by, at=at)
        return queries.as_view(paper)


def check_acts_for(place: Place, by: Actor, *, centre_id: int) -> None:
    """Go on only if `by` may scan there, in this centre: people of a window, room, department."""
    if place.kind is PlaceKind.DEPARTMENT:
        allowed = any(
            by.may(right, centre_id=centre_id, department_id=place.id) for right in _DECIDES
        )
    elif place.kind in {PlaceKind.ISSUE_WINDOW, PlaceKind.COURIER, PlaceKind.LOCKER}:
        allowed = by.may(Right.HAND_OUT, centre_id=centre_id)
    else:
        allowed = by.may(Right.KEEP_PAPER, centre_id=centre_id)
    if not allowed or place.kind is PlaceKind.CITIZEN:
        raise NotAllowed(right=Right.KEEP_PAPER)


def locked(barcode: str) -> Paper:
    """A paper after its case, both ours until the transaction ends.

    Raises:
        PaperNotFound: none has the barcode.
    """
    return all_locked([barcode])[0]


def all_locked(barcodes: Iterable[str]) -> list[Paper]:
    """Papers by barcode after all of their cases, which come by department, lowest id first.

    Raises:
        PaperNotFound: a barcode is nobody's.
    """
    wanted = {barcode.strip() for barcode in barcodes}
    found = Paper.objects.filter(barcode__in=wanted)
    of_cases = found.order_by("case__department_id", "case_id").values_list("case_id", flat=True)
    rows = {case_id: moves.locked(case_id) for case_id in dict.fromkeys(of_cases)}
    papers = list(found.select_for_update().order_by("pk"))
    if len(papers) < len(wanted):
        raise PaperNotFound
    for paper in papers:
        paper.case = rows[paper.case_id]
    return papers


def place_of(paper: Paper) -> Place:
    return Place(PlaceKind(paper.place_kind), paper.place_id)


def step(paper: Paper, event: PaperEvent) -> None:
    paper.state = next_state(PaperState(paper.state), event).value


def _put(paper: Paper, place: Place, *, by: Actor, at: datetime) -> None:
    paper.place_kind, paper.place_id, paper.holder = place.kind.value, place.id, by.id
    paper.to_kind, paper.to_id, paper.since, paper.alarmed_at = "", 0, at, None
    paper.save(
        update_fields=[
            "state",
            "place_kind",
            "place_id",
            "holder",
            "to_kind",
            "to_id",
            "since",
            "alarmed_at",
        ]
    )


def write_scan(
    paper: Paper,
    event: PaperEvent,
    *,
    by: Actor,
    at: datetime,
    origin: Place | None = None,
    target: Place | None = None,
    note: str = "",
) -> None:
    PaperMove.objects.create(
        paper=paper,
        event=event.value,
        from_kind=origin.kind.value if origin else "",
        from_id=origin.id if origin else 0,
        to_kind=target.kind.value if target else "",
        to_id=target.id if target else 0,
        actor=f"{by.kind}:{by.label}",
        at=at,
        note=note[:200],
    )


def note_on_case(paper: Paper, event: str, *, by: Actor, at: datetime) -> None:
    """On the log and audit chain of the case, which whoever locked the paper holds."""
    moves.note(paper.case, event, by=by, at=at, facts={"barcode": paper.barcode})
