"""The issue window (出件窗口) over the API: what waits there, printed and handed out.

It needs the right of the issue window, which only members of staff hold: somebody's own key.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Form, Router, Schema

from yimen.channels.api.bundle_schemas import FiledBundleOut
from yimen.channels.api.bundles import filed_out, own_bundle
from yimen.channels.api.case_schemas import CaseOut, Number
from yimen.channels.api.cases import case_out, own_case
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.paper_schemas import PaperOut
from yimen.channels.api.papers import paper_out
from yimen.channels.api.repeats import IdempotencyKey, created, once_apart
from yimen.channels.api.schemas import Asked, Instant
from yimen.channels.api.takers import (
    ShownForm,
    Signature,
    TakenOut,
    drawn_in,
    shown_by,
    taken_out,
)
from yimen.journeys import bundles as bundle_journey
from yimen.journeys import results
from yimen.kernel.identifiers import citizen_id
from yimen.reference.people.rules import Right, require
from yimen.services.cases.queries import bundles, handing
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.views import CaseView

router = Router(tags=["results"])
case_router = Router(tags=["results"])
bundle_router = Router(tags=["results"])


class WaitingOut(Schema):
    """A result that waits; a bundle (一件事) stands for all of its cases."""

    kind: Literal["case", "bundle"]
    number: str
    name: str
    state: str
    applicant: str
    applicant_id: str
    since: Instant | None


class WhoseIn(Asked):
    """Whoever stands at the window with their card."""

    id: Number = Field(description="公民身份号码 of the applicant or the agent.")


class HandedOut(Schema):
    """A case whose result was taken, and by whom."""

    case: CaseOut
    taken: TakenOut | None


@router.get("", response=list[WaitingOut], summary="What waits at the issue window")
def waiting(request: ApiRequest) -> list[WaitingOut]:
    """To be fetched at the window, the longest waiting first, a hundred of each kind at most."""
    _demand(request)
    return _waiting(request.auth.centre_id)


@router.post("/search", response=list[WaitingOut], summary="What somebody may take")
def search(request: ApiRequest, asked: WhoseIn) -> list[WaitingOut]:
    """As applicant or agent, whatever way was chosen."""
    _demand(request)
    person = citizen_id(asked.id, today=timezone.localdate())
    return _waiting(request.auth.centre_id, person)


@case_router.post(
    "/{number}/result-papers", response=list[PaperOut], summary="Results become papers"
)
def print_results(request: ApiRequest, number: str) -> list[PaperOut]:
    """With barcodes, in the hands of whoever asks. Again: the same papers."""
    _demand(request)
    view, by = own_case(request, number), request.auth.actor
    return [paper_out(each) for each in results.print_results(view.id, by=by, at=timezone.now())]


@case_router.post(
    "/{number}/hand-out",
    response={201: HandedOut, 200: HandedOut},
    summary="Give a result to whoever may take it",
)
def hand_out(
    request: ApiRequest,
    number: str,
    shown: ShownForm,
    signature: Signature,
    early: Annotated[bool, Form(description="Before the others of its bundle.")] = False,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """With every paper that lies at the issue window, signed for."""
    _demand(request)
    view = own_case(request, number)

    def act(at: datetime) -> dict[str, object]:
        done = results.hand_out(
            view.public_id,
            shown_by(shown),
            drawn_in(signature),
            by=request.auth.actor,
            at=at,
            early=early,
        )
        return _handed(done).model_dump(mode="json")

    said = f"hand-out {view.id} {early} {shown.model_dump_json()}"
    answer, replayed = _once(request, idempotency_key, said, act)
    return created(HandedOut.model_validate(answer).model_dump_json(), replayed=replayed)


@bundle_router.post(
    "/{number}/result-papers", response=FiledBundleOut, summary="Results become papers"
)
def print_bundle(request: ApiRequest, number: str) -> FiledBundleOut:
    """Of all parts that can be handed out. Again: no more."""
    _demand(request)
    view = own_bundle(request, number)
    bundle_journey.print_results(view.id, by=request.auth.actor, at=timezone.now())
    return filed_out(view)


@bundle_router.post(
    "/{number}/hand-out",
    response={201: FiledBundleOut, 200: FiledBundleOut},
    summary="Give all results of a bundle",
)
def hand_out_bundle(
    request: ApiRequest,
    number: str,
    shown: ShownForm,
    signature: Signature,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """To whoever may take them, signed for once."""
    _demand(request)
    view = own_bundle(request, number)

    def act(at: datetime) -> dict[str, object]:
        by = request.auth.actor
        done = bundle_journey.hand_out(
            view.public_id, shown_by(shown), drawn_in(signature), by=by, at=at
        )
        return filed_out(done).model_dump(mode="json")

    said = f"hand-out bundle {view.id} {shown.model_dump_json()}"
    answer, replayed = _once(request, idempotency_key, said, act)
    return created(FiledBundleOut.model_validate(answer).model_dump_json(), replayed=replayed)


def _once(
    request: ApiRequest,
    key: str | None,
    said: str,
    act: Callable[[datetime], dict[str, object]],
) -> tuple[dict[str, object], bool]:
    at = timezone.now()
    return once_apart(request.auth.id, key, said, lambda: act(at), at)


def _demand(request: ApiRequest) -> None:
    """Before anything is kept of who stands there.

    Raises:
        NotAllowed: the key's owner does not hand out results in its centre.
    """
    require(request.auth.actor, Right.HAND_OUT, centre_id=request.auth.centre_id)


def _waiting(centre_id: int, person: str = "") -> list[WaitingOut]:
    alone = [_case(each) for each in handing.ready(centre_id, person=person)]
    return [*alone, *map(_bundle, bundles.ready_bundles(centre_id, person=person))]


def _case(view: CaseView) -> WaitingOut:
    return WaitingOut(
        kind="case",
        number=view.number,
        name=view.item_name,
        state=view.state.value,
        applicant=view.applicant,
        applicant_id=view.applicant_id,
        since=view.decided_at,
    )


def _bundle(view: CaseBundleView) -> WaitingOut:
    return WaitingOut(
        kind="bundle",
        number=view.number,
        name=view.name,
        state=view.state.value,
        applicant=view.applicant,
        applicant_id=view.applicant_id,
        since=view.ready_at,
    )


def _handed(view: CaseView) -> HandedOut:
    taken = handing.hand_out_of(view.id)
    return HandedOut(case=case_out(view), taken=taken_out(taken) if taken else None)
