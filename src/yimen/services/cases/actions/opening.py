"""Opening the steps of a case: routed to the department, or another one the item names.

A step nobody can do is opened all the same, and an alarm goes to who can mend it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people import queries as people
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import moves
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries.steps import as_done
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.states import StepState
from yimen.services.cases.rules.steps import RIGHT_OF, Done, Planned, barred
from yimen.support import rows

#: What of a step changes when it opens.
OPENED = ("state", "opened_at", "due_on")


def open_steps(row: Case, *, at: datetime) -> None:
    """All steps of the item, those of the first position open."""
    planned = definition(row.version_id).steps
    first = min(step.position for step in planned)
    made = rows.insert_all(_rows(row, planned, first=first, at=at))
    alarm(row, [step for step in made if step.position == first], [], at=at)


def due_next(row: Case, steps: Sequence[Step], position: int, *, at: datetime) -> tuple[Step, ...]:
    """Open the waiting steps of a position, which those before are done with.

    The caller writes them (`OPENED`), with what they follow from.
    """
    opened = tuple(
        step
        for step in steps
        if step.position == position and step.state == StepState.WAITING.value
    )
    for step in opened:
        step.state, step.opened_at, step.due_on = StepState.OPEN.value, at, row.promised_due
    return opened


def alarm(row: Case, opened: Iterable[Step], done: Iterable[Done], *, at: datetime) -> None:
    """Mark open steps that nobody can do, and say so; unmark those that somebody can do again."""
    known = tuple(done)
    for step in opened:
        able = can_do(row, step, known)
        if able == (step.unstaffed_at is None):
            continue
        step.unstaffed_at = None if able else at
        rows.save(step, ["unstaffed_at"])
        if not able:
            facts = {"step": step.name, "role": step.role, "department": step.department_id}
            hears = [step.department_id]
            moves.note(row, "unstaffed", by=HOUSE, at=at, facts=facts, departments=hears)


def can_do(row: Case, step: Step, done: Iterable[Done]) -> bool:
    """Whether anybody holds the role where a step is routed to and may do it by four eyes."""
    held = people.holders(RIGHT_OF[step.role], step.department_id)
    if row.instant or not held:
        return bool(held)
    return bool(held - barred(step.role, accepted_by=row.accepted_by, steps=done))


def dones(steps: Iterable[Step]) -> list[Done]:
    """Steps as the rules need them."""
    return [as_done(step) for step in steps]


def _rows(row: Case, steps: Sequence[Planned], *, first: int, at: datetime) -> list[Step]:
    named = catalogue.departments_named({step.department for step in steps if step.department})
    made = []
    for step in steps:
        opens = step.position == first
        made.append(
            Step(
                case=row,
                position=step.position,
                name=step.name,
                role=step.role,
                department_id=named.get(step.department, row.department_id),
                days=step.days,
                state=StepState.OPEN.value if opens else StepState.WAITING.value,
                opened_at=at if opens else None,
                due_on=row.promised_due,
            )
        )
    return made
