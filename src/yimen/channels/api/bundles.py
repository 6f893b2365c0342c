"""Bundles (一件事) over the API: listed, looked at for a situation, filed once, followed."""

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from yimen.channels.api.bundle_schemas import (
    BundleLineOut,
    BundleMaterialOut,
    BundleOut,
    BundlePartOut,
    BundleRequest,
    FiledBundleOut,
    FiledPartOut,
)
from yimen.channels.api.items import Answers, Code, given_in, question_out
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created, once
from yimen.journeys import bundle_reuse
from yimen.kernel.identifiers import checked_case_number
from yimen.reference.catalogue.queries.bundles import Planned, all_bundles, planned
from yimen.reference.people.rules import Right, require
from yimen.services.cases.actions import bundle_drafting, bundle_filing
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.rules.states import Applicant

router = Router(tags=["bundles"])
filed_router = Router(tags=["bundles"])


@router.get("", response=list[BundleLineOut], summary="Bundles that are offered")
def offered(request: ApiRequest) -> list[BundleLineOut]:
    """In the city's order."""
    require(request.auth.actor, Right.LOOK, centre_id=request.auth.centre_id)
    return [
        BundleLineOut(
            code=view.code,
            name=view.name,
            about=view.bundle.about,
            days=view.bundle.days,
            items=len(view.bundle.parts),
        )
        for view in all_bundles()
    ]


@router.get("/{code}", response=BundleOut, summary="A bundle for a situation")
def bundle(request: ApiRequest, code: Code, answers: Answers) -> BundleOut:
    """Without answers everything is listed; `certain` says what does not depend on any."""
    require(request.auth.actor, Right.LOOK, centre_id=request.auth.centre_id)
    return _bundle(planned(code, given_in(answers)))


def _bundle(found: Planned) -> BundleOut:
    view, plan = found.view, found.plan
    return BundleOut(
        code=view.code,
        version=view.number,
        name=view.name,
        about=view.bundle.about,
        days=view.bundle.days,
        questions=[question_out(question) for question in plan.questions],
        unanswered=[question.key for question in plan.open],
        parts=[
            BundlePartOut(
                key=each.part.key,
                item=each.part.item,
                name=found.items[each.part.item].name,
                certain=each.certain,
                waits_for=list(each.givers),
            )
            for each in plan.parts
        ],
        materials=[
            BundleMaterialOut(
                key=each.key,
                name=each.name,
                need=each.need.value,
                ways=[way.value for way in each.ways],
                originals=each.originals,
                copies=each.copies,
                max_mb=each.max_mb,
                max_pages=each.max_pages,
                may_be_held=each.may_be_held,
                promise=each.promise,
                certain=each.certain,
                parts=list(each.members),
            )
            for each in plan.materials
        ],
        form=dict(plan.form),
    )


@filed_router.post("", response={201: FiledBundleOut, 200: FiledBundleOut}, summary="File a bundle")
def file(
    request: ApiRequest, asked: BundleRequest, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """201 with the bundle; 200 where this request was answered before. All of it, or nothing."""
    require(request.auth.actor, Right.RECEIVE, centre_id=request.auth.centre_id)

    def act() -> dict[str, object]:
        return filed_out(_file(request, asked)).model_dump(mode="json")

    answer, replayed = once(
        request.auth.id, idempotency_key, asked.model_dump_json(), act, timezone.now()
    )
    body = FiledBundleOut.model_validate(answer)
    place = f"/api/v1/bundle-cases/{body.number}"
    return created(body.model_dump_json(), place=place, replayed=replayed)


def _file(request: ApiRequest, asked: BundleRequest) -> CaseBundleView:
    by, at, who = request.auth.actor, timezone.now(), asked.applicant
    person = Person(Applicant(who.kind), who.id, who.name, who.phone, who.agent_id, who.agent_name)
    with transaction.atomic():
        draft = bundle_drafting.begin(
            asked.bundle,
            centre_id=request.auth.centre_id,
            channel="online",
            by=by,
            at=at,
            answers=asked.answers,
        )
        bundle_drafting.identify(draft.id, person, by=by, at=at)
        if asked.form:
            bundle_drafting.fill(draft.id, asked.form, by=by, at=at)
        if asked.materials:
            given = {each.key: Given(each.way) for each in asked.materials if each.way != "held"}
            bundle_drafting.give(draft.id, given, by=by, at=at)
        for each in asked.materials:
            if each.way == "held":
                bundle_reuse.use_best(draft.id, each.key, agreed=each.consent, by=by, at=at)
        return bundle_filing.file(draft.id, by=by, at=at)


@filed_router.get("/{number}", response=FiledBundleOut, summary="Where a filed bundle is")
def look(request: ApiRequest, number: str) -> FiledBundleOut:
    """All parts, with the numbers of those that are cases."""
    return filed_out(own_bundle(request, number))


def own_bundle(request: ApiRequest, number: str) -> CaseBundleView:
    """A filed bundle of the key's own centre; another's looks like none."""
    require(request.auth.actor, Right.READ_CASES, centre_id=request.auth.centre_id)
    view = bundles.bundle_by_number(checked_case_number(number))
    if view.centre_id != request.auth.centre_id:
        raise CaseNotFound
    return view


def filed_out(view: CaseBundleView) -> FiledBundleOut:
    """A bundle as it is answered."""
    return FiledBundleOut.model_validate(
        {
            "number": view.number,
            "name": view.name,
            "state": view.state.value,
            "applicant": view.applicant,
            "applicant_id": view.applicant_id,
            "filed_at": view.filed_at,
            "promised_due": view.promised_due,
            "due": view.due,
            "ready_at": view.ready_at,
            "parts": [
                FiledPartOut(
                    key=part.key,
                    item=part.item_code,
                    name=part.item_name,
                    state=part.state.value,
                    case=part.number,
                    case_state=part.case_state.value if part.case_state else "",
                    due=part.promised_due,
                )
                for part in view.parts
            ],
        }
    )
