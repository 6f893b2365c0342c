"""Opening the steps of a case: routed to the department, or another one the item names."""

from collections.abc import Iterable
from datetime import datetime

from yimen.reference.catalogue import queries as catalogue
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.steps import Step
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.rules.states import StepState
from yimen.services.cases.rules.steps import Planned


def open_steps(row: Case, *, at: datetime) -> None:
    """All steps of the item, those of the first position open."""
    steps = definition(row.version_id).steps
    first = min(step.position for step in steps)
    Step.objects.bulk_create(_rows(row, steps, first=first, at=at))


def _rows(row: Case, steps: Iterable[Planned], *, first: int, at: datetime) -> list[Step]:
    names: dict[str, int] | None = None
    made = []
    for step in steps:
        department_id = row.department_id
        if step.department:
            if names is None:
                names = {known.name: known.id for known in catalogue.departments()}
            department_id = names.get(step.department, row.department_id)
        opens = step.position == first
        made.append(
            Step(
                case=row,
                position=step.position,
                name=step.name,
                role=step.role,
                department_id=department_id,
                days=step.days,
                state=StepState.OPEN.value if opens else StepState.WAITING.value,
                opened_at=at if opens else None,
                due_on=row.promised_due,
            )
        )
    return made
