"""Working behind the windows: claim, release, pass on, finish, return, decide.

The case's lock covers its steps: whoever decides, decides alone.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.reference.people import queries as people
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import moves, opening
from yimen.services.cases.actions.deciding import decide
from yimen.services.cases.actions.opening import dones
from yimen.services.cases.actions.rights import check_not_own, require_staff
from yimen.services.cases.errors import (
    CaseSuspended,
    NotYourStep,
    StepNotFound,
    StepTaken,
)
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries.steps import StepView, as_step_view
from yimen.services.cases.rules import steps as rules
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import Move, State, StepState
from yimen.services.cases.rules.steps import RIGHT_OF, Outcome
from yimen.support import rows, sql
from yimen.support.sql import Statement

_UNDONE = (StepState.WAITING.value, StepState.OPEN.value, StepState.CLAIMED.value)
_LONGEST_OPINION = 1000


def claim(step_id: int, *, by: Actor, at: datetime) -> StepView:
    """Take a step out of the group's inbox. The first one begins the review. Twice is once.

    Raises:
        StepNotFound, NotAllowed: as they say.
        StepTaken: a colleague was faster.
        FourEyes: `by` may not do this step of this case.
        OwnCase: it is a matter of their own.
    """
    with transaction.atomic():
        row, steps, step = locked_step(step_id)
        _claim(row, steps, step, by=by, at=at)
        return as_step_view(step, row)


def _claim(row: Case, steps: Sequence[Step], step: Step, *, by: Actor, at: datetime) -> None:
    require_staff(by, RIGHT_OF[step.role], department_id=step.department_id)
    if step.state == StepState.CLAIMED.value and step.assignee == by.id:
        return
    if step.state != StepState.OPEN.value:
        raise StepTaken(step_state=step.state)
    _check_may_do(row, steps, step, by)
    step.state, step.assignee, step.claimed_at = StepState.CLAIMED.value, by.id, at
    step.unstaffed_at = None
    facts = {"step": step.name, "position": step.position}
    hears = [step.department_id]
    mine = [rows.saving(step, ["state", "assignee", "claimed_at", "unstaffed_at"])]
    if row.state == State.ACCEPTED.value:
        begin = Move.BEGIN_REVIEW
        moves.move(row, begin, by=by, at=at, facts=facts, departments=hears, beside=mine)
    else:
        moves.note(row, "claim", by=by, at=at, facts=facts, departments=hears, beside=mine)


def release(step_id: int, *, by: Actor, at: datetime, reason: str = "") -> StepView:
    """Put a step back into the group's inbox.

    Whoever keeps the work flowing may do so for a colleague who is away, with a reason.

    Raises:
        StepNotFound, NotYourStep: as they say.
        ReasonNeeded: it is a colleague's.
    """
    with transaction.atomic():
        row, steps, step = locked_step(step_id)
        if step.state != StepState.CLAIMED.value or not may_route(row, step, by):
            _check_mine(step, by)
        elif step.assignee != by.id:
            reason = check_reason(reason)
        step.state, step.assignee, step.claimed_at = StepState.OPEN.value, None, None
        rows.save(step, ["state", "assignee", "claimed_at"])
        facts = {"step": step.name}
        hears = [step.department_id]
        moves.note(row, "release", by=by, at=at, reason=reason, facts=facts, departments=hears)
        opening.alarm(row, [step], dones(steps), at=at)
        return as_step_view(step, row)


def pass_on(step_id: int, colleague_id: int, *, by: Actor, at: datetime) -> StepView:
    """Give a claimed step to a colleague who may do it (AB 岗).

    Raises:
        StepNotFound, NotYourStep, StaffNotFound: as they say.
        NotAllowed, FourEyes, OwnCase: the colleague may not do it.
    """
    with transaction.atomic():
        row, steps, step = locked_step(step_id)
        _check_mine(step, by)
        people.staff(colleague_id)
        colleague = people.actor_of_staff(colleague_id)
        require_staff(colleague, RIGHT_OF[step.role], department_id=step.department_id)
        _check_may_do(row, steps, step, colleague)
        step.assignee, step.claimed_at = colleague_id, at
        rows.save(step, ["assignee", "claimed_at"])
        facts = {"step": step.name, "to": colleague.label}
        hears = [step.department_id]
        moves.note(row, "pass_on", by=by, at=at, facts=facts, departments=hears)
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
        FourEyes, OwnCase: somebody may not do this step any more.
        PromiseOpen: what was tolerated has not come; no decision in favour.
    """
    if outcome is Outcome.REFUSE:
        opinion = check_reason(opinion)
    try:
        with transaction.atomic():
            row, steps, step = locked_step(step_id)
            _check_mine(step, by)
            _check_works(row)
            _check_may_do(row, steps, step, by)
            _finish(row, steps, step, outcome, opinion.strip()[:_LONGEST_OPINION], by=by, at=at)
            return as_step_view(step, row)
    except IntegrityError as error:
        raise moves.four_eyes(error) from error


def _finish(
    row: Case,
    steps: Sequence[Step],
    step: Step,
    outcome: Outcome,
    opinion: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """End a step; what opens next hears of it by the same act."""
    fields, ended = _end(row, step, outcome, opinion, by=by, at=at)
    running = rules.running(dones(steps))
    last = rules.is_last(running, step.position)
    following = None if last else rules.next_position(running, step.position)
    opened = () if following is None else opening.due_next(row, steps, following, at=at)
    facts = {"step": step.name, "position": step.position, "outcome": outcome.value}
    hears = [step.department_id, *(each.department_id for each in opened)]
    moves.note(
        row,
        "finish_step",
        by=by,
        at=at,
        fields=fields,
        reason=opinion,
        facts=facts,
        departments=hears,
        beside=[ended, *rows.saving_all(opened, opening.OPENED)],
    )
    opening.alarm(row, opened, dones(steps), at=at)
    if last:
        decide(row, outcome, opinion, by=by, at=at)


def _end(
    row: Case, step: Step, outcome: Outcome, opinion: str, *, by: Actor, at: datetime
) -> tuple[list[str], Statement]:
    """How a step ended: the case's fields that follow from it, and what writes the step."""
    step.state, step.done_at, step.done_by = StepState.DONE.value, at, by.id
    step.outcome, step.opinion = outcome.value, opinion
    ended = rows.saving(step, ["state", "done_at", "done_by", "outcome", "opinion"])
    if RIGHT_OF[step.role] is not Right.HANDLE or outcome is Outcome.RETURN:
        return [], ended
    row.handled_by = by.id
    return ["handled_by"], ended


def return_to(step_id: int, position: int, reason: str, *, by: Actor, at: datetime) -> StepView:
    """Send a case back to an earlier step (回退); the clocks go on.

    Raises:
        StepNotFound, NotYourStep, CaseSuspended, NoEarlierStep: as they say.
        ReasonNeeded: no reason was given.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row, steps, step = locked_step(step_id)
        _check_mine(step, by)
        _check_works(row)
        anew = rules.again(rules.running(dones(steps)), position, step.position)
        _, ended = _end(row, step, Outcome.RETURN, reason, by=by, at=at)
        sql.values(ended)
        Step.objects.filter(case=row, state__in=_UNDONE).update(state=StepState.DROPPED.value)
        made = _once_more(row, steps, {(each.position, each.name) for each in anew}, position, at)
        facts = {"step": step.name, "position": position}
        hears = [step.department_id, *(each.department_id for each in made)]
        moves.note(row, "return_step", by=by, at=at, reason=reason, facts=facts, departments=hears)
        opening.alarm(row, [each for each in made if each.opened_at], dones(steps), at=at)
        return as_step_view(step, row)


def _once_more(
    row: Case, steps: Sequence[Step], which: set[tuple[int, str]], first: int, at: datetime
) -> list[Step]:
    """The steps of a new round, those of the position `first` open."""
    number = max(each.round for each in steps) + 1
    latest = {(each.position, each.name): each for each in steps}
    return Step.objects.bulk_create(
        Step(
            case=row,
            position=each.position,
            name=each.name,
            role=each.role,
            department_id=each.department_id,
            days=each.days,
            round=number,
            state=(StepState.OPEN if each.position == first else StepState.WAITING).value,
            opened_at=at if each.position == first else None,
            due_on=row.promised_due,
        )
        for key, each in latest.items()
        if key in which
    )


def may_route(row: Case, step: Step, by: Actor) -> bool:
    """Whether `by` keeps the work of a step's department, or of the whole centre, flowing."""
    return by.kind == "staff" and by.may(
        Right.ROUTE_CASES, centre_id=row.centre_id, department_id=step.department_id
    )


def locked_step(step_id: int) -> tuple[Case, list[Step], Step]:
    """A step with its case, which is locked, and all steps of the case in their order.

    Raises:
        StepNotFound: no such step.
    """
    row = moves.locked_of_step(step_id)
    steps = rows.select(Step, {"case": row.pk}, order=["round", "position", "id"])
    step = next((each for each in steps if each.pk == step_id), None)
    if step is None:
        raise StepNotFound
    return row, steps, step


def _check_mine(step: Step, by: Actor) -> None:
    if step.state == StepState.DONE.value:
        raise StepTaken(step_state=step.state)
    if by.kind != "staff" or step.state != StepState.CLAIMED.value or step.assignee != by.id:
        raise NotYourStep


def _check_works(row: Case) -> None:
    if row.state == State.SUSPENDED.value:
        raise CaseSuspended


def _check_may_do(row: Case, steps: Sequence[Step], step: Step, by: Actor) -> None:
    """Four eyes, and nobody in a matter of their own."""
    check_not_own(row, by)
    rules.check_four_eyes(
        step.role,
        by.id,
        accepted_by=row.accepted_by,
        steps=dones(each for each in steps if each is not step),
        instant=row.instant,
    )
