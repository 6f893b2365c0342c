"""Decisions, what follows from them, and how a case ends otherwise."""

from datetime import datetime

from django.db import transaction

from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import clocks, moves, noticing
from yimen.services.cases.actions.filing import accept, receive
from yimen.services.cases.actions.rights import applies, check_not_own, check_takes_in, is_own
from yimen.services.cases.errors import NotInstant, PromiseOpen
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.materials import Material
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.queries import notice_facts
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.clocks import ClockKind, EndReason
from yimen.services.cases.rules.notices.kinds import Kind as Notice
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import MaterialState, Move, State, StepState
from yimen.services.cases.rules.steps import Outcome


def decide(row: Case, outcome: Outcome, opinion: str, *, by: Actor, at: datetime) -> CaseView:
    """Grant or refuse a locked case whose last step is done.

    Raises:
        MoveNotAllowed: it is not under review.
        PromiseOpen: what was tolerated has not come; no decision in favour.
    """
    granted = outcome is Outcome.PASS
    if granted and row.tolerant:
        left = Material.objects.filter(
            case=row, need="later", state=MaterialState.PROMISED.value, way=""
        ).values_list("name", flat=True)
        if left:
            raise PromiseOpen(materials="、".join(left))
    day = clock_queries.local_day(row.centre_id, at)
    row.decided_at, row.decided_by = at, by.id
    what = Move.GRANT if granted else Move.REFUSE
    fields = ["decided_at", "decided_by"]
    moves.move(row, what, by=by, at=at, fields=fields, reason=opinion)
    calendar = centres.legal_calendar()
    clocks.end_handling(row, on=day, why=EndReason.DECIDED, at=at, calendar=calendar)
    if granted and not definition(row.version_id).content.results:
        moves.move(row, Move.CLOSE, by=by, at=at)
    else:
        clocks.start(row, ClockKind.DELIVERY, on=day, at=at, calendar=calendar)
    if granted:
        noticing.tell(row, Notice.GRANT, by=by, at=at)
    else:
        noticing.tell(row, Notice.REFUSE, {"reason": opinion.strip()}, by=by, at=at)
    return as_view(row)


def finish_at_window(
    case_id: int, outcome: Outcome, opinion: str, *, by: Actor, at: datetime
) -> CaseView:
    """Do an instant item (即办件) in one go: received, accepted, every step done, decided.

    It leaves the same record as any other case; one person may do all of it. Twice is once.

    Raises:
        NotInstant: the item is not one.
        ReasonNeeded: a refusal without a reason.
        CasesError: whatever receiving and accepting refuse.
    """
    if outcome is Outcome.REFUSE:
        opinion = check_reason(opinion)
    with transaction.atomic():
        row = moves.locked(case_id)
        require(by, Right.RECEIVE, centre_id=row.centre_id)
        if not row.instant:
            raise NotInstant
        if row.decided_at is not None and row.decided_by == by.id:
            return as_view(row)
        if row.state in {State.DRAFT.value, State.SUBMITTED.value}:
            receive(case_id, by=by, at=at)
        accept(case_id, by=by, at=at)
        row = moves.locked(case_id)
        check_not_own(row, by)
        moves.move(row, Move.BEGIN_REVIEW, by=by, at=at)
        Step.objects.filter(case=row).update(
            state=StepState.DONE.value,
            assignee=by.id,
            opened_at=at,
            claimed_at=at,
            done_at=at,
            done_by=by.id,
            outcome=outcome.value,
            opinion=opinion.strip()[:1000],
        )
        row.handled_by = by.id
        moves.note(row, "finish_steps", by=by, at=at, fields=["handled_by"])
        return decide(row, outcome, opinion, by=by, at=at)


def certify(case_id: int, *, by: Actor, at: datetime) -> CaseView:
    """The result was made. Called where it is issued. Twice is once.

    Raises:
        CaseNotFound, MoveNotAllowed: as they say.
        NotAllowed: `by` neither makes nor gives out results of this case.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        _check_makes(row, by)
        if row.state == State.CERTIFIED.value:
            return as_view(row)
        moves.move(row, Move.CERTIFY, by=by, at=at)
        return as_view(row)


def _check_makes(row: Case, by: Actor) -> None:
    """Colleagues of the department, the issue window, or the house once a decision is there."""
    makes = any(
        by.may(right, department_id=row.department_id) for right in (Right.HANDLE, Right.APPROVE)
    )
    if not makes:
        require(by, Right.HAND_OUT, centre_id=row.centre_id)


def hand_over(case_id: int, *, taker: str, by: Actor, at: datetime) -> CaseView:
    """The result, or the refusal, is in the citizen's hand. Twice is once.

    Args:
        case_id: which.
        taker: who took it: "applicant", "agent", "proxy", "parcel", "locker", "electronic".
        by: who gave it out, the house for parcels and lockers, the applicant who took it online.
        at: when.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if not is_own(row, by):
            require(by, Right.HAND_OUT, centre_id=row.centre_id)
        if row.state == State.DELIVERED.value:
            return as_view(row)
        row.delivered_at = at
        facts = {"taker": taker}
        moves.move(row, Move.HAND_OVER, by=by, at=at, fields=["delivered_at"], facts=facts)
        day = clock_queries.local_day(row.centre_id, at)
        clocks.end(row, ClockKind.DELIVERY, on=day, why=EndReason.DELIVERED, at=at)
        said = notice_facts.delivered(row, taker, at=at) | {"deliverer": _deliverer(by)}
        noticing.tell(row, Notice.DELIVERY, said, by=by, at=at)
        return as_view(row)


def _deliverer(by: Actor) -> str:
    return f"工号{by.label}" if by.kind == "staff" else "系统"


def withdraw(case_id: int, reason: str, *, by: Actor, at: datetime) -> CaseView:
    """The applicant takes the case back, before anything was decided.

    From afar by themselves; else through the window, or whoever handles it.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed: as they say.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if not (is_own(row, by) or applies(row, by)):
            check_takes_in(row, by)
        return _over(row, Move.WITHDRAW, EndReason.WITHDRAWN, reason, by=by, at=at)


def terminate(case_id: int, reason: str, *, by: Actor, at: datetime) -> CaseView:
    """End a case that cannot go on: no supplement, a broken promise, an applicant who died.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed, ReasonNeeded: as they say.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = moves.locked(case_id)
        require(by, Right.HANDLE, department_id=row.department_id)
        return _over(row, Move.TERMINATE, EndReason.TERMINATED, reason, by=by, at=at)


def void(case_id: int, reason: str, *, by: Actor, at: datetime) -> CaseView:
    """A case entered in error: left out of every figure. Supervisors only.

    Raises:
        CaseNotFound, NotAllowed, MoveNotAllowed, ReasonNeeded: as they say.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row = moves.locked(case_id)
        require(by, Right.SUPERVISE_CASES, centre_id=row.centre_id)
        return _over(row, Move.VOID, EndReason.VOID, reason, by=by, at=at)


def _over(
    row: Case, what: Move, why: EndReason, reason: str, *, by: Actor, at: datetime
) -> CaseView:
    moves.move(row, what, by=by, at=at, reason=reason)
    Step.objects.filter(case=row).exclude(state=StepState.DONE.value).update(
        state=StepState.DROPPED.value
    )
    clocks.end_all(row, on=clock_queries.local_day(row.centre_id, at), why=why, at=at)
    if what is Move.TERMINATE:
        noticing.tell(row, Notice.TERMINATION, {"reason": reason}, by=by, at=at)
    return as_view(row)
