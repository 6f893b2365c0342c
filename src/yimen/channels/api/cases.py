"""Cases over the API: filed by other systems, followed, worked on by the rights of the key."""

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from yimen.channels.api.case_schemas import (
    AcceptIn,
    BroughtIn,
    CaseDetail,
    CaseMaterialOut,
    CaseOut,
    CaseRequest,
    ClockOut,
    DayOut,
    HeldOut,
    NoticeOut,
    Outcome,
    Reason,
    SupplementIn,
    TaskOut,
)
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created, once
from yimen.journeys import reuse
from yimen.kernel.identifiers import checked_case_number
from yimen.reference.people.rules import Right, require
from yimen.services.cases.actions import (
    deciding,
    drafting,
    filing,
    making_up,
    promising,
    steps,
    supplementing,
    urging,
)
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases, explain
from yimen.services.cases.queries.inbox import Task, colour, group_inbox, own_inbox
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.notices import notices_of
from yimen.services.cases.queries.promises import promise_texts
from yimen.services.cases.queries.steps import StepView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.kinds import shown_code
from yimen.services.cases.rules.states import Applicant
from yimen.services.cases.rules.steps import Outcome as StepOutcome
from yimen.services.certificates.queries import Reused

router = Router(tags=["cases"])
steps_router = Router(tags=["cases"])

_LARGEST_ID = 2**63 - 1


def case_out(view: CaseView) -> CaseOut:
    return CaseOut(
        number=view.number,
        item=view.item_code,
        name=view.item_name,
        state=view.state.value,
        applicant=view.applicant,
        applicant_id=view.applicant_id,
        received_at=view.received_at,
        accepted_at=view.accepted_at,
        decided_at=view.decided_at,
        delivered_at=view.delivered_at,
        promised_due=view.promised_due,
        statutory_due=view.statutory_due,
        audit_number=view.audit_number,
        audit_digest=view.audit_digest,
    )


def own_case(request: ApiRequest, number: str) -> CaseView:
    """A case of the key's own centre; another's looks like none."""
    require(request.auth.actor, Right.READ_CASES, centre_id=request.auth.centre_id)
    view = cases.case_by_number(checked_case_number(number))
    if view.centre_id != request.auth.centre_id:
        raise CaseNotFound
    return view


@router.post("", response={201: CaseOut, 200: CaseOut}, summary="File a case")
def file(
    request: ApiRequest, asked: CaseRequest, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """201 with the case; 200 where this request was answered before. All of it, or nothing."""
    require(request.auth.actor, Right.RECEIVE, centre_id=request.auth.centre_id)

    def act() -> dict[str, object]:
        return case_out(_filed(request, asked)).model_dump(mode="json")

    answer, replayed = once(
        request.auth.id, idempotency_key, asked.model_dump_json(), act, timezone.now()
    )
    body = CaseOut.model_validate(answer)
    place = f"/api/v1/cases/{body.number}"
    return created(body.model_dump_json(), place=place, replayed=replayed)


def _filed(request: ApiRequest, asked: CaseRequest) -> CaseView:
    by, at, who = request.auth.actor, timezone.now(), asked.applicant
    person = Person(Applicant(who.kind), who.id, who.name, who.phone, who.agent_id, who.agent_name)
    with transaction.atomic():
        draft = drafting.begin(
            asked.item,
            centre_id=request.auth.centre_id,
            channel="online",
            by=by,
            at=at,
            answers=asked.answers,
        )
        drafting.identify(draft.id, person, by=by, at=at)
        if asked.form:
            drafting.fill(draft.id, asked.form, by=by, at=at)
        if asked.materials:
            given = {
                each.key: Given(each.way)
                for each in asked.materials
                if each.way in {"bring", "sign"}
            }
            drafting.give(draft.id, given, by=by, at=at)
        promised = [each.key for each in asked.materials if each.way == "promise"]
        if promised:
            promising.promise(draft.id, promised, by=by, at=at)
        for each in asked.materials:
            if each.way == "held":
                reuse.use_best(draft.id, each.key, agreed=each.consent, by=by, at=at)
        view = filing.receive(draft.id, by=by, at=at)
        return filing.accept(draft.id, by=by, at=at) if asked.accept else view


@router.get("/{number}", response=CaseDetail, summary="Look at a case")
def look(request: ApiRequest, number: str) -> CaseDetail:
    """Where it is, and what of its materials is there."""
    view = own_case(request, number)
    asked = materials(view.id)
    sources, promises = reuse.origins(view.id, asked), promise_texts(view.version_id)
    found = [
        CaseMaterialOut(
            key=each.key,
            name=each.name,
            need=each.need,
            state=each.state.value,
            flaw=each.flaw,
            due=each.due_on,
            promise=promises.get(each.key, "") if each.way == "promise" else "",
            held=_held(sources.get(each.key)),
        )
        for each in asked
    ]
    return CaseDetail(**case_out(view).model_dump(), materials=found)


def _held(used: Reused | None) -> HeldOut | None:
    if used is None:
        return None
    return HeldOut(
        kind=used.kind,
        number=used.number,
        authority=used.authority,
        trust=used.trust,
        valid_to=used.valid_to,
        state=used.state.value,
        purpose=used.purpose,
        consent_at=used.consent_at,
    )


@router.get("/{number}/clocks", response=list[ClockOut], summary="Every day of every clock")
def clocks(request: ApiRequest, number: str) -> list[ClockOut]:
    """Promised and statutory limits day by day: counted or not, and why."""
    view = own_case(request, number)
    told = explain.explain(view.number, at=timezone.now())
    return [
        ClockOut(
            kind=story.clock.kind.value,
            due=story.told.due,
            state=story.clock.state.value,
            days=[
                DayOut(day=each.day, counted=each.counted, why=each.why) for each in story.told.days
            ],
        )
        for story in told.clocks
    ]


@router.get("/{number}/notices", response=list[NoticeOut], summary="What was told in writing")
def notices(request: ApiRequest, number: str) -> list[NoticeOut]:
    """Every notice of a case in the order in which they were issued."""
    return [
        NoticeOut(
            kind=each.kind.value,
            title=each.title,
            number=each.number,
            issued_on=each.issued_on,
            state=each.state.value,
            code=shown_code(each.code),
            sm3=each.file_digest,
        )
        for each in notices_of(own_case(request, number).id)
    ]


@router.post("/{number}/accept", response=CaseOut, summary="Accept a case that was taken in")
def accept(request: ApiRequest, number: str, asked: AcceptIn | None = None) -> CaseOut:
    """Twice is once."""
    view, how = own_case(request, number), asked or AcceptIn()
    accepted = filing.accept(
        view.id,
        by=request.auth.actor,
        at=timezone.now(),
        tolerant_days=how.tolerant_days,
        promised=dict.fromkeys(how.promised, ""),
    )
    return case_out(accepted)


@router.post("/{number}/supplement", response=CaseOut, summary="Tell what is missing or wrong")
def ask_supplement(request: ApiRequest, number: str, asked: SupplementIn) -> CaseOut:
    """Once; a second time only with a supervisor's right and reason, which is a red card."""
    view = own_case(request, number)
    told = supplementing.ask(
        view.id,
        {each.key: each.words for each in asked.flaws},
        override=asked.override,
        by=request.auth.actor,
        at=timezone.now(),
    )
    return case_out(told)


@router.post("/{number}/make-up", response=CaseOut, summary="Take what was tolerated")
def make_up(request: ApiRequest, number: str, asked: BroughtIn) -> CaseOut:
    """With the last of it the promise to bring it later is kept."""
    view = own_case(request, number)
    keys = set(asked.materials)
    return case_out(making_up.bring(view.id, keys, by=request.auth.actor, at=timezone.now()))


@router.post("/{number}/prove", response=CaseOut, summary="Take proofs instead of promises")
def prove(request: ApiRequest, number: str, asked: BroughtIn) -> CaseOut:
    """Before the decision; the promises are taken back."""
    view = own_case(request, number)
    keys = set(asked.materials)
    return case_out(making_up.prove(view.id, keys, by=request.auth.actor, at=timezone.now()))


@router.post("/{number}/withdraw", response=CaseOut, summary="Take a case back")
def withdraw(request: ApiRequest, number: str, asked: Reason) -> CaseOut:
    """For its applicant, before anything was decided."""
    view = own_case(request, number)
    return case_out(
        deciding.withdraw(view.id, asked.reason, by=request.auth.actor, at=timezone.now())
    )


@router.post("/{number}/urge", response=CaseOut, summary="Urge a case")
def urge(request: ApiRequest, number: str) -> CaseOut:
    """Once a day, while somebody works on it."""
    view = own_case(request, number)
    return case_out(urging.urge(view.id, by=request.auth.actor, at=timezone.now()))


@steps_router.get("", response=list[TaskOut], summary="Steps this key may claim")
def inbox(request: ApiRequest) -> list[TaskOut]:
    """The most urgent first, fifty at most."""
    require(request.auth.actor, Right.READ_CASES, centre_id=request.auth.centre_id)
    return _tasks(group_inbox(request.auth.actor, today=timezone.localdate()))


@steps_router.get("/own", response=list[TaskOut], summary="Steps whoever asks has claimed")
def own_steps(request: ApiRequest) -> list[TaskOut]:
    """The most urgent first, fifty at most; a system's key has none."""
    by = request.auth.actor
    require(by, Right.READ_CASES, centre_id=request.auth.centre_id)
    mine = own_inbox(by.id, today=timezone.localdate()) if by.kind == "staff" else []
    return _tasks(mine)


def _tasks(tasks: list[Task]) -> list[TaskOut]:
    return [
        TaskOut(
            step=task.step_id,
            name=task.step,
            role=task.role,
            case=task.case_number,
            item=task.item_name,
            due=task.due_on,
            colour=task.colour.value,
        )
        for task in tasks
    ]


@steps_router.post("/{step}/claim", response=TaskOut, summary="Take a step")
def claim(request: ApiRequest, step: int) -> TaskOut:
    """Four eyes hold here as at the pages."""
    return task_out(steps.claim(step_id(step), by=request.auth.actor, at=timezone.now()))


@steps_router.post("/{step}/release", response=TaskOut, summary="Put a step back")
def release(request: ApiRequest, step: int) -> TaskOut:
    """Only who has it."""
    return task_out(steps.release(step_id(step), by=request.auth.actor, at=timezone.now()))


@steps_router.post("/{step}/finish", response=TaskOut, summary="End a step")
def finish(request: ApiRequest, step: int, asked: Outcome) -> TaskOut:
    """The last one decides the case."""
    done = steps.finish(
        step_id(step),
        StepOutcome(asked.outcome),
        opinion=asked.opinion,
        by=request.auth.actor,
        at=timezone.now(),
    )
    return task_out(done)


def step_id(step: int) -> int:
    """A step's id as the database can hold it; others are nobody's."""
    return step if 0 < step <= _LARGEST_ID else 0


def task_out(view: StepView) -> TaskOut:
    case = cases.case(view.case_id)
    return TaskOut(
        step=view.id,
        name=view.name,
        role=view.role,
        case=view.case_number,
        item=case.item_name,
        due=view.due_on,
        colour=colour(view.due_on, case.state, timezone.localdate()).value,
    )
