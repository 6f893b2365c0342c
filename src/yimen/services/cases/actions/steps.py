"""Working behind the windows: claim, release, pass on, finish, return, decide.

Locks the case before its steps: whoever decides, decides alone.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.reference.people import queries as people
from yimen.reference.people.rules import Actor, require
from yimen.services.cases.actions import moves
from yimen.services.cases.actions.deciding import decide
from yimen.services.cases.errors import (
    CaseSuspended,
    NotYourStep,
    StepNotFound,
    StepTaken,
)
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries.steps import StepView, as_done, as_step_view, running_round
from yimen.services.cases.rules import steps as rules
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import Move, State, StepState
from yimen.services.cases.rules.steps import RIGHT_OF, Outcome
from yimen.support.events import Announcement, publish


def claim(step_id: int, *, by: Actor, at: datetime) -> StepView:
    """Take a step out of the group's inbox. The first one begins the review. Twice is once.

    Raises:
        StepNotFound, NotAllowed: as they say.
        StepTaken: a colleague was faster.
        FourEyes: `by` may not do this step of this case.
    """
    with transaction.atomic():
        row, step = _locked(step_id)
        require(by, RIGHT_OF[step.role], department_id=step.department_id)
        if step.state == StepState.CLAIMED.value and step.assignee == by.id:
            return as_step_view(step, row)
        if step.state != StepState.OPEN.value:
            raise StepTaken(step_state=step.state)
        _check_may_do(row, step, by)
        step.state, step.assignee, step.claimed_at = StepState.CLAIMED.value, by.id, at
        step.save(update_fields=["state", "assignee", "claimed_at"])
        facts = {"step": step.name, "position": step.position}
        if row.state == State.ACCEPTED.value:
            moves.move(row, Move.BEGIN_REVIEW, by=by, at=at, facts=facts)
        else:
            moves.note(row, "claim", by=by, at=at, facts=facts)
        return as_step_view(step, row)


def release(step_id: int, *, by: Actor, at: datetime) -> StepView:
    """Put a step back into the group's inbox.

    Raises:
        StepNotFound, NotYourStep: as they say.
    """
    with transaction.atomic():
        row, step = _locked(step_id)
        _check_mine(step, by)
        step.state, step.assignee, step.claimed_at = StepState.OPEN.value, None, None
        step.save(update_fields=["state", "assignee", "claimed_at"])
        moves.note(row, "release", by=by, at=at, facts={"step": step.name})
        return as_step_view(step, row)


def pass_on(step_id: int, colleague_id: int, *, by: Actor, at: datetime) -> StepView:
    """Give a claimed step to a colleague who may do it (AB 岗).

    Raises:
        StepNotFound, NotYourStep, StaffNotFound: as they say.
        NotAllowed, FourEyes: the colleague may not do it.
    """
    with transaction.atomic():
        row, step = _locked(step_id)
        _check_mine(step, by)
        people.staff(colleague_id)
        colleague = people.actor_of_staff(colleague_id)
        require(colleague, RIGHT_OF[step.role], department_id=step.department_id)
        _check_may_do(row, step, colleague)
        step.assignee, step.claimed_at = colleague_id, at
        step.save(update_fields=["assignee", "claimed_at"])
        facts = {"step": step.name, "to": colleague.label}
        moves.note(row, "pass_on", by=by, at=at, facts=facts)
        return as_step_view(step, row)


def finish(step_id: int, outcome: Outcome, *, opinion: str, by: Actor, at: datetime) -> StepView:
    """End a step with a proposal; the last one is the decision.

    Args:
        step_id: which, claimed by `by`.
        outcome: pass or refuse; `return_to` goes back.
        opinion: what is to be said; a refusal needs one.
        by: whose step it is.
        at: now.

    Raises:
        StepNotFound, NotYourStep: as they say.
        ReasonNeeded: a refusal without a reason.
        CaseSuspended: nothing is decided during a special procedure.
        FourEyes: somebody may not do this step any more.
        PromiseOpen: what was tolerated has not come; no decision in favour.
    """
    if outcome is Outcome.REFUSE:
        opinion = check_reason(opinion)
    try:
        with transaction.atomic():
            row, step = _locked(step_id)
            _check_mine(step, by)
            _check_works(row)
            _check_may_do(row, step, by)
            _end(row, step, outcome, opinion, by=by, at=at)
            steps = running_round(row.pk)
            if rules.is_last(steps, step.position):
                decide(row, outcome, opinion, by=by, at=at)
            else:
                _open_next(row, steps, step.position, at=at)
            return as_step_view(step, row)
    except IntegrityError as error:
        raise moves.four_eyes(error) from error


def _end(row: Case, step: Step, outcome: Outcome, opinion: str, *, by: Actor, at: datetime) -> None:
    step.state, step.done_at, step.done_by = StepState.DONE.value, at, by.id
    step.outcome, step.opinion = outcome.value, opinion.strip()[:1000]
    step.save(update_fields=["state", "done_at", "done_by", "outcome", "opinion"])
    fields = []
    if step.role == "handler":
        row.handled_by = by.id
        fields.append("handled_by")
    facts = {"step": step.name, "position": step.position, "outcome": outcome.value}
    moves.note(row, "finish_step", by=by, at=at, fields=fields, reason=opinion, facts=facts)


def _open_next(row: Case, steps: Sequence[rules.Done], position: int, *, at: datetime) -> None:
    following = rules.next_position(steps, position)
    if following is None:
        return
    opened = Step.objects.filter(case=row, position=following, state=StepState.WAITING.value)
    opened.update(state=StepState.OPEN.value, opened_at=at, due_on=row.promised_due)
    _tell(row, at=at)


def _tell(row: Case, *, at: datetime) -> None:
    """Inboxes show it."""
    publish(Announcement("case.step_opened", at, [f"cases:{row.department_id}"], {}))


def return_to(step_id: int, position: int, reason: str, *, by: Actor, at: datetime) -> StepView:
    """Send a case back to an earlier step (回退); the clocks go on.

    Raises:
        StepNotFound, NotYourStep, CaseSuspended, NoEarlierStep: as they say.
        ReasonNeeded: no reason was given.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row, step = _locked(step_id)
        _check_mine(step, by)
        _check_works(row)
        current = list(Step.objects.filter(case=row).exclude(state=StepState.DROPPED.value))
        anew = rules.again(running_round(row.pk), position, step.position)
        _end(row, step, Outcome.RETURN, reason, by=by, at=at)
        Step.objects.filter(
            case=row,
            state__in=[StepState.WAITING.value, StepState.OPEN.value, StepState.CLAIMED.value],
        ).update(state=StepState.DROPPED.value)
        latest = max(each.round for each in current) + 1
        named = {(each.position, each.name): each for each in current}
        Step.objects.bulk_create(
            Step(
                case=row,
                position=each.position,
                name=each.name,
                role=each.role,
                department_id=named[each.position, each.name].department_id,
                days=named[each.position, each.name].days,
                round=latest,
                state=(
                    StepState.OPEN.value if each.position == position else StepState.WAITING.value
                ),
                opened_at=at if each.position == position else None,
                due_on=row.promised_due,
            )
            for each in anew
        )
        moves.note(row, "return_step", by=by, at=at, reason=reason, facts={"position": position})
        _tell(row, at=at)
        return as_step_view(step, row)


def _locked(step_id: int) -> tuple[Case, Step]:
    """A step with its case, both locked, the case first."""
    case_id = Step.objects.filter(pk=step_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise StepNotFound
    row = moves.locked(case_id)
    return row, Step.objects.select_for_update().get(pk=step_id)


def _check_mine(step: Step, by: Actor) -> None:
    if step.state == StepState.DONE.value:
        raise StepTaken(step_state=step.state)
    if step.state != StepState.CLAIMED.value or step.assignee != by.id:
        raise NotYourStep


def _check_works(row: Case) -> None:
    if row.state == State.SUSPENDED.value:
        raise CaseSuspended


def _check_may_do(row: Case, step: Step, by: Actor) -> None:
    """Four eyes."""
    rules.check_four_eyes(
        step.role,
        by.id,
        accepted_by=row.accepted_by,
        steps=[as_done(each) for each in Step.objects.filter(case=row).exclude(pk=step.pk)],
        instant=row.instant,
    )
