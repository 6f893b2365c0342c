"""Custody of papers over the API: every scan of a desk, by barcode, in somebody's named hands.

It needs rights that only members of staff hold, so it comes with somebody's own key: whoever scans
answers for the paper. Places are those that the pages offer the same person in the key's centre.
"""

from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja import Form, Query, Router

from yimen.channels.api.cases import own_case
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.paper_schemas import (
    Barcode,
    CountIn,
    CountOut,
    GiveIn,
    GivenOut,
    HolderOut,
    PaperDetail,
    PaperOut,
    PlaceDetail,
    PlaceIn,
    PlaceOut,
    RegisterIn,
    ScanOut,
    ShelveIn,
    TakeIn,
)
from yimen.channels.api.repeats import IdempotencyKey, created, once_apart
from yimen.channels.api.takers import ShownForm, Signature, drawn_in, shown_by, taken_out
from yimen.channels.doorway.places import (
    NamedPlace,
    in_my_hands,
    paper_for,
    places_of,
    targets_of,
)
from yimen.journeys import returns, take_in
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Right, require
from yimen.services.cases.actions import counting, custody
from yimen.services.cases.errors import RouteNotAllowed
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.custody import CountView, MoveView, PaperView
from yimen.services.cases.queries.handing import given_back
from yimen.services.cases.rules.custody import Place, PlaceKind

router = Router(tags=["papers"])
case_router = Router(tags=["papers"])


@router.get("/places", response=list[PlaceOut], summary="Where whoever asks may scan")
def places(request: ApiRequest) -> list[PlaceOut]:
    """Their window while they sit there, the rooms, their departments."""
    require(request.auth.actor, Right.KEEP_PAPER, centre_id=request.auth.centre_id)
    return [_named(each) for each in _mine(request)]


@router.get("", response=PlaceDetail, summary="What lies in a place and what is coming")
def at_place(request: ApiRequest, where: Query[PlaceIn]) -> PlaceDetail:
    """Two hundred papers at most."""
    here, centre_id = _place(request, where), request.auth.centre_id
    return PlaceDetail(
        lying=[paper_out(each) for each in queries.lying_at(here, centre_id=centre_id)],
        coming=[paper_out(each) for each in queries.coming_to(here, centre_id=centre_id)],
        targets=[_named(each) for each in targets_of(here, centre_id)],
    )


@router.post("/count", response=CountOut, summary="Scan in today's count (盘点)")
def count(request: ApiRequest, asked: CountIn) -> CountOut:
    """The first scan, or none, begins it. Twice is once."""
    by, at, here = request.auth.actor, timezone.now(), _place(request, asked.place)
    centre_id, day = request.auth.centre_id, timezone.localdate(at)
    code = asked.barcode or ""
    return _count(counting.count_scan(here, code, centre_id=centre_id, day=day, by=by, at=at))


@router.post("/count/close", response=CountOut, summary="End today's count")
def close_count(request: ApiRequest, asked: TakeIn) -> CountOut:
    """What was not found is missing from now on."""
    by, at, here = request.auth.actor, timezone.now(), _place(request, asked.place)
    centre_id, day = request.auth.centre_id, timezone.localdate(at)
    return _count(counting.close_count(here, centre_id=centre_id, day=day, by=by, at=at))


@router.post(
    "/give-back",
    response={201: GivenOut, 200: GivenOut},
    summary="Give originals back (退还)",
)
def give_back(
    request: ApiRequest,
    barcodes: Annotated[list[Barcode], Form(min_length=1, max_length=99)],
    shown: ShownForm,
    signature: Signature,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Of one case and one place, to whoever may take them, signed for. All or none."""
    by, at = request.auth.actor, timezone.now()
    paper = paper_for(by, barcodes[0])

    def act() -> dict[str, object]:
        here = in_my_hands(paper, _mine(request))
        given = returns.give_back(
            paper.case_id, barcodes, here.place, shown_by(shown), drawn_in(signature), by=by, at=at
        )
        taken = given_back(paper.barcode, case_id=paper.case_id)
        out = GivenOut(
            papers=[paper_out(each) for each in given], taken=taken_out(taken) if taken else None
        )
        return out.model_dump(mode="json")

    said = f"give-back {sorted(barcodes)} {shown.model_dump_json()}"
    answer, replayed = once_apart(request.auth.id, idempotency_key, said, act, at)
    return created(GivenOut.model_validate(answer).model_dump_json(), replayed=replayed)


@router.get("/{barcode}", response=PaperDetail, summary="A paper, and every hand it went through")
def look(request: ApiRequest, barcode: Barcode) -> PaperDetail:
    """Its first scan first."""
    view = paper_for(request.auth.actor, barcode)
    scans = [_scan(each) for each in queries.history(view.id)]
    return PaperDetail(**paper_out(view).model_dump(), scans=scans)


@case_router.post("/{number}/papers", response=list[PaperOut], summary="Keep originals")
def register(request: ApiRequest, number: str, asked: RegisterIn) -> list[PaperOut]:
    """They get barcodes, in the hands of whoever asks. Again: the same papers."""
    view, here = own_case(request, number), _place(request, asked.place)
    by, at = request.auth.actor, timezone.now()
    return [
        paper_out(each)
        for each in take_in.keep_papers(view.id, asked.materials, here, by=by, at=at)
    ]


@router.post("/{barcode}/give", response=PaperOut, summary="Give a paper (交出)")
def give(request: ApiRequest, barcode: Barcode, asked: GiveIn) -> PaperOut:
    """On its way until somebody there takes it over; the giver still answers for it."""
    by = request.auth.actor
    view, target = paper_for(by, barcode), Place(PlaceKind(asked.target.kind), asked.target.id)
    known = {each.place for each in targets_of(view.place, view.centre_id)}
    if target not in known:
        raise RouteNotAllowed(origin=view.place.kind.value, target=target.kind.value)
    return paper_out(custody.give([barcode], target, by=by, at=timezone.now())[0])


@router.post("/{barcode}/take", response=PaperOut, summary="Take a paper over (接收)")
def take(request: ApiRequest, barcode: Barcode, asked: TakeIn) -> PaperOut:
    """From now on whoever asks answers for it. Twice is once."""
    by, here = request.auth.actor, _place(request, asked.place)
    paper_for(by, barcode)
    return paper_out(custody.take(barcode, here, by=by, at=timezone.now()))


@router.post("/{barcode}/call-back", response=PaperOut, summary="Take back what was given")
def call_back(request: ApiRequest, barcode: Barcode) -> PaperOut:
    """While nobody has taken it over."""
    by = request.auth.actor
    paper_for(by, barcode)
    return paper_out(custody.call_back(barcode, by=by, at=timezone.now()))


@router.post("/{barcode}/shelve", response=PaperOut, summary="Note where it lies (上架)")
def shelve(request: ApiRequest, barcode: Barcode, asked: ShelveIn) -> PaperOut:
    """An empty position takes it off the shelf."""
    by = request.auth.actor
    paper_for(by, barcode)
    return paper_out(custody.shelve(barcode, asked.shelf, by=by, at=timezone.now()))


@router.post("/{barcode}/find", response=PaperOut, summary="A missing paper turned up (找到)")
def find(request: ApiRequest, barcode: Barcode, asked: TakeIn) -> PaperOut:
    """It lies where it was found, in the hands of whoever asks."""
    by, here = request.auth.actor, _place(request, asked.place)
    paper_for(by, barcode)
    return paper_out(custody.found(barcode, here, by=by, at=timezone.now()))


def paper_out(view: PaperView) -> PaperOut:
    """A paper as it is answered."""
    return PaperOut(
        barcode=view.barcode,
        case=view.case_number,
        kind=view.kind.value,
        name=view.name,
        state=view.state.value,
        place=_where(view.place),
        target=_where(view.target) if view.target else None,
        shelf=view.shelf,
        since=view.since,
        due_back=view.due_back,
    )


def _mine(request: ApiRequest) -> list[NamedPlace]:
    return places_of(request.auth.actor, request.auth.centre_id)


def _place(request: ApiRequest, said: PlaceIn) -> Place:
    """One of the places where whoever asks may scan.

    Raises:
        NotAllowed: it is none of theirs.
    """
    asked = Place(PlaceKind(said.kind), said.id)
    if asked not in {each.place for each in _mine(request)}:
        raise NotAllowed(right=Right.KEEP_PAPER)
    return asked


def _named(place: NamedPlace) -> PlaceOut:
    return PlaceOut(kind=place.place.kind.value, id=place.place.id, name=place.name)


def _where(place: Place) -> HolderOut:
    return HolderOut(kind=place.kind.value, id=place.id)


def _scan(move: MoveView) -> ScanOut:
    return ScanOut(
        event=move.event,
        origin=_where(move.origin) if move.origin else None,
        target=_where(move.target) if move.target else None,
        actor=move.actor,
        at=move.at,
    )


def _count(view: CountView) -> CountOut:
    return CountOut(
        place=_where(view.place),
        day=view.day,
        closed_at=view.closed_at,
        expected=view.result.expected,
        seen=view.result.seen,
        missing=[paper_out(each) for each in view.missing],
        strays=list(view.result.strays),
    )
