"""Steps of a case, as pages and rules need them."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.steps import Opinion, Step
from yimen.services.cases.rules.states import StepState
from yimen.services.cases.rules.steps import Done
from yimen.support import rows


@dataclass(frozen=True)
class StepView:
    """One step with who does it or did it."""

    id: int
    case_id: int
    case_number: str
    position: int
    name: str
    role: str
    department_id: int
    round: int
    state: StepState
    assignee: int | None
    opened_at: datetime | None
    claimed_at: datetime | None
    done_at: datetime | None
    done_by: int | None
    due_on: date | None
    outcome: str
    opinion: str


@dataclass(frozen=True)
class OpinionView:
    """What somebody was asked, and answered."""

    id: int
    asked_by: int
    expert: int
    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


def as_step_view(step: Step, row: Case) -> StepView:
    """A step of a known case, as others see it."""
    return StepView(
        id=step.pk,
        case_id=row.pk,
        case_number=row.number or "",
        position=step.position,
        name=step.name,
        role=step.role,
        department_id=step.department_id,
        round=step.round,
        state=StepState(step.state),
        assignee=step.assignee,
        opened_at=step.opened_at,
        claimed_at=step.claimed_at,
        done_at=step.done_at,
        done_by=step.done_by,
        due_on=step.due_on,
        outcome=step.outcome,
        opinion=step.opinion,
    )


def steps_of(case_id: int) -> list[StepView]:
    """All steps of a case, those of earlier rounds included, in the order they came."""
    found = rows.select(Step, {"case": case_id}, order=["round", "position", "id"])
    cases = rows.select(Case, {"id": case_id}) if found else []
    return [as_step_view(step, case) for case in cases for step in found]


def as_done(step: Step) -> Done:
    """A step as the rules need it."""
    return Done(
        step.position, step.name, step.role, StepState(step.state), step.done_by, step.outcome
    )


def opinions_of(case_id: int) -> list[OpinionView]:
    """Experts' opinions on a case; only for who works on it."""
    return [
        OpinionView(
            row.pk,
            row.asked_by,
            row.expert,
            row.question,
            row.asked_at,
            row.answer,
            row.answered_at,
        )
        for row in rows.select(Opinion, {"case": case_id})
    ]
