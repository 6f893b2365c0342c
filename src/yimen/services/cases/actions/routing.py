"""Keeping the work flowing: steps nobody can do are found, and sent where somebody can.

What happens when a step opens is in `opening`; this is for what changes later, when people leave,
come, or get other roles.
"""

from datetime import datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import moves, opening
from yimen.services.cases.actions.opening import dones
from yimen.services.cases.actions.steps import locked_step, may_route
from yimen.services.cases.errors import NoSuchDepartment, StepTaken
from yimen.services.cases.queries.inbox import open_pairs, open_steps_of, unstaffed_steps
from yimen.services.cases.queries.steps import StepView, as_step_view
from yimen.services.cases.rules.reasons import check_reason
from yimen.services.cases.rules.states import StepState
from yimen.services.cases.rules.steps import RIGHT_OF
from yimen.support import rows


def reroute(step_id: int, department_id: int, reason: str, *, by: Actor, at: datetime) -> StepView:
    """Send an open step to another department.

    Raises:
        StepNotFound, ReasonNeeded, NoSuchDepartment: as they say.
        NotAllowed: `by` keeps the work of neither this department nor this centre flowing.
        StepTaken: somebody works on it, or has done it.
    """
    reason = check_reason(reason)
    with transaction.atomic():
        row, steps, step = locked_step(step_id)
        if not may_route(row, step, by):
            raise NotAllowed(right=Right.ROUTE_CASES)
        if step.state != StepState.OPEN.value:
            raise StepTaken(step_state=step.state)
        if department_id not in {each.id for each in catalogue.departments()}:
            raise NoSuchDepartment
        before, step.department_id = step.department_id, department_id
        rows.save(step, ["department"])
        facts = {"step": step.name, "from": before, "to": department_id}
        hears = [before, department_id]
        moves.note(row, "reroute", by=by, at=at, reason=reason, facts=facts, departments=hears)
        opening.alarm(row, [step], dones(steps), at=at)
        return as_step_view(step, row)


def look(*, at: datetime) -> int:
    """Mark open steps whose people have left, unmark those somebody can do again; how many.

    Idempotent; each case is a transaction of its own.
    """
    lost = [
        (role, department_id)
        for role, department_id in open_pairs()
        if not people.holders(RIGHT_OF[role], department_id)
    ]
    changed = 0
    for step_id in {*open_steps_of(lost), *unstaffed_steps()}:
        with transaction.atomic():
            row, steps, step = locked_step(step_id)
            before = step.unstaffed_at
            if step.state == StepState.OPEN.value:
                opening.alarm(row, [step], dones(steps), at=at)
            changed += step.unstaffed_at != before
    return changed
