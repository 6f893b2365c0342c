"""Deeds of specialists over the API: dispositions, procedures, opinions, steps handed on.

They need rights that only members of staff hold, so they come with somebody's own key.
"""

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from yimen.channels.api.case_schemas import CaseOut, Reason, TaskOut
from yimen.channels.api.cases import case_out, own_case, step_id, task_out
from yimen.channels.api.deed_schemas import (
    AnswerIn,
    ComplaintIn,
    DecisionIn,
    ExtensionIn,
    NotCompetentIn,
    PassOnIn,
    ProcedureOut,
    QuestionIn,
    QuestionOut,
    ResultIn,
    ReturnIn,
    SpecialIn,
)
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created, once
from yimen.reference.people import queries as people
from yimen.reference.people.errors import StaffNotFound
from yimen.services.cases.actions import (
    deciding,
    extending,
    filing,
    opinions,
    special,
    steps,
    supplementing,
    urging,
)
from yimen.services.cases.errors import ProcedureNotFound
from yimen.services.cases.queries.procedures import (
    ExtensionView,
    SpecialView,
    extensions_of,
    specials_of,
)
from yimen.services.cases.rules.clocks import StopReason

router = Router(tags=["cases"])
steps_router = Router(tags=["cases"])


@router.post("/{number}/supplied", response=CaseOut, summary="Everything asked for has come")
def supplied(request: ApiRequest, number: str) -> CaseOut:
    """The acceptance clock goes on."""
    view, at = own_case(request, number), timezone.now()
    return case_out(supplementing.supply(view.id, by=request.auth.actor, at=at))


@router.post("/{number}/not-required", response=CaseOut, summary="It needs no permit (不受理)")
def not_required(request: ApiRequest, number: str, asked: Reason) -> CaseOut:
    """Ends the case; its notice is issued at once."""
    view, at = own_case(request, number), timezone.now()
    return case_out(filing.find_not_required(view.id, asked.reason, by=request.auth.actor, at=at))


@router.post("/{number}/not-competent", response=CaseOut, summary="Another authority's (不予受理)")
def not_competent(request: ApiRequest, number: str, asked: NotCompetentIn) -> CaseOut:
    """Ends the case and tells where to apply."""
    view, at = own_case(request, number), timezone.now()
    done = filing.find_not_competent(
        view.id, asked.reason, asked.authority, by=request.auth.actor, at=at
    )
    return case_out(done)


@router.post("/{number}/terminate", response=CaseOut, summary="End a case that cannot go on")
def terminate(request: ApiRequest, number: str, asked: Reason) -> CaseOut:
    """No supplement, a broken promise, an applicant who died."""
    view, at = own_case(request, number), timezone.now()
    return case_out(deciding.terminate(view.id, asked.reason, by=request.auth.actor, at=at))


@router.post("/{number}/void", response=CaseOut, summary="Void a case entered in error")
def void(request: ApiRequest, number: str, asked: Reason) -> CaseOut:
    """Left out of every figure. Supervisors only."""
    view, at = own_case(request, number), timezone.now()
    return case_out(deciding.void(view.id, asked.reason, by=request.auth.actor, at=at))


@router.post("/{number}/complain", response=CaseOut, summary="Complain for the applicant")
def complain(request: ApiRequest, number: str, asked: ComplaintIn) -> CaseOut:
    """A supervisor reads it."""
    view, at = own_case(request, number), timezone.now()
    return case_out(urging.complain(view.id, asked.words, by=request.auth.actor, at=at))


@router.post("/{number}/special", response=ProcedureOut, summary="Ask for a special procedure")
def ask_special(request: ApiRequest, number: str, asked: SpecialIn) -> ProcedureOut:
    """Another person decides; one at a time."""
    view, at = own_case(request, number), timezone.now()
    found = special.ask(
        view.id,
        StopReason(asked.kind),
        days=asked.days,
        reason=asked.reason,
        basis=asked.basis,
        by=request.auth.actor,
        at=at,
    )
    return _procedure(found)


@router.post(
    "/{number}/special/{procedure}/decision", response=ProcedureOut, summary="Decide on it"
)
def decide_special(
    request: ApiRequest, number: str, procedure: int, asked: DecisionIn
) -> ProcedureOut:
    """With consent the case is suspended, and today is the first day that does not count."""
    known = {each.id for each in specials_of(own_case(request, number).id)}
    by, at = request.auth.actor, timezone.now()
    if procedure not in known:
        raise ProcedureNotFound
    if asked.yes:
        return _procedure(special.approve(procedure, by=by, at=at))
    return _procedure(special.refuse(procedure, reason=asked.reason, by=by, at=at))


@router.post("/{number}/resume", response=ProcedureOut, summary="End the special procedure")
def resume(request: ApiRequest, number: str, asked: ResultIn) -> ProcedureOut:
    """Today is the last day that does not count."""
    view, at = own_case(request, number), timezone.now()
    return _procedure(special.resume(view.id, result=asked.result, by=request.auth.actor, at=at))


@router.post("/{number}/extension", response=ProcedureOut, summary="Ask for a longer limit")
def ask_extension(request: ApiRequest, number: str, asked: ExtensionIn) -> ProcedureOut:
    """While the statutory limit still runs."""
    view, at = own_case(request, number), timezone.now()
    found = extending.ask(
        view.id, days=asked.days, reason=asked.reason, by=request.auth.actor, at=at
    )
    return _procedure(found)


@router.post(
    "/{number}/extension/{procedure}/decision", response=ProcedureOut, summary="Decide on it"
)
def decide_extension(
    request: ApiRequest, number: str, procedure: int, asked: DecisionIn
) -> ProcedureOut:
    """With consent the limit grows, and a notice tells the applicant."""
    known = {each.id for each in extensions_of(own_case(request, number).id)}
    by, at = request.auth.actor, timezone.now()
    if procedure not in known:
        raise ProcedureNotFound
    if asked.yes:
        return _procedure(extending.grant(procedure, by=by, at=at))
    return _procedure(extending.refuse(procedure, reason=asked.reason, by=by, at=at))


@router.post(
    "/{number}/opinions",
    response={201: QuestionOut, 200: QuestionOut},
    summary="Ask somebody for an opinion",
)
def ask_opinion(
    request: ApiRequest, number: str, asked: QuestionIn, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Who is asked answers with their own key, or at the page."""
    view, at = own_case(request, number), timezone.now()

    def act() -> dict[str, object]:
        expert = _colleague(asked.expert)
        by = request.auth.actor
        return {"id": opinions.ask_opinion(view.id, expert, asked.question, by=by, at=at)}

    said = f"opinions {view.id} {asked.model_dump_json()}"
    answer, replayed = once(request.auth.id, idempotency_key, said, act, at)
    return created(QuestionOut.model_validate(answer).model_dump_json(), replayed=replayed)


@steps_router.post("/{step}/return", response=TaskOut, summary="Send a case back (回退)")
def return_to(request: ApiRequest, step: int, asked: ReturnIn) -> TaskOut:
    """Later steps are done once more; the clocks go on."""
    by, at = request.auth.actor, timezone.now()
    return task_out(steps.return_to(step_id(step), asked.position, asked.reason, by=by, at=at))


@steps_router.post("/{step}/pass-on", response=TaskOut, summary="Give a step to a colleague")
def pass_on(request: ApiRequest, step: int, asked: PassOnIn) -> TaskOut:
    """Only one's own, and only to who may do it."""
    by, at = request.auth.actor, timezone.now()
    return task_out(steps.pass_on(step_id(step), _colleague(asked.colleague), by=by, at=at))


opinions_router = Router(tags=["cases"])


@opinions_router.post("/{opinion}/answer", response={204: None}, summary="Answer, once")
def answer_opinion(request: ApiRequest, opinion: int, asked: AnswerIn) -> HttpResponse:
    """Only who was asked can."""
    by, at = request.auth.actor, timezone.now()
    opinions.give_opinion(step_id(opinion), asked.answer, by=by, at=at)
    return HttpResponse(status=204)


def _colleague(number: str) -> int:
    found = people.staff_by_number(number)
    if found is None:
        raise StaffNotFound(staff_id=0)
    return found.id


def _procedure(found: SpecialView | ExtensionView) -> ProcedureOut:
    return ProcedureOut(
        id=found.id,
        days=found.days,
        reason=found.reason,
        state=found.state.value,
        asked_at=found.asked_at,
        decided_at=found.decided_at,
        until=found.until if isinstance(found, SpecialView) else None,
    )
