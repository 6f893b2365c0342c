"""Inboxes behind the windows: a group's open steps and a person's own, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from yimen.reference.people.rules import Actor
from yimen.services.cases.models.steps import Step
from yimen.services.cases.rules.states import State, StepState
from yimen.services.cases.rules.steps import RIGHT_OF

_PAGE = 50


class Colour(StrEnum):
    """How urgent a step is; always shown with a word as well."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"  # the clocks stand still


@dataclass(frozen=True)
class Task:
    """One step in an inbox."""

    step_id: int
    step: str
    role: str
    step_state: StepState
    assignee: int | None
    case_id: int
    public_id: str
    case_number: str
    item_name: str
    department_id: int
    state: State
    channel: str
    received_at: datetime | None
    due_on: date | None
    colour: Colour


@dataclass(frozen=True)
class Place:
    """Where a page of an inbox ends, to go on from."""

    due_on: date | None
    step_id: int


def colour(due_on: date | None, state: State, today: date) -> Colour:
    """Red is overdue, yellow is due today or tomorrow, grey stands still."""
    if state is State.SUSPENDED or due_on is None:
        return Colour.GREY
    left = (due_on - today).days
    if left < 0:
        return Colour.RED
    return Colour.YELLOW if left <= 1 else Colour.GREEN


def group_inbox(
    actor: Actor, *, today: date, after: Place | None = None, limit: int = _PAGE
) -> list[Task]:
    """What anybody like `actor` may claim: their roles in their departments."""
    return _tasks(_of_group(actor).filter(state=StepState.OPEN.value), today, after, limit)


def own_inbox(
    staff_id: int, *, today: date, after: Place | None = None, limit: int = _PAGE
) -> list[Task]:
    """What a person has claimed."""
    mine = Step.objects.filter(state=StepState.CLAIMED.value, assignee=staff_id)
    return _tasks(mine, today, after, limit)


def _of_group(actor: Actor) -> QuerySet[Step]:
    which = Q(pk__in=[])
    for grant in actor.grants:
        roles = [role for role, right in RIGHT_OF.items() if right in grant.rights]
        if not roles:
            continue
        part = Q(role__in=roles)
        if grant.department_id is not None:
            part &= Q(department_id=grant.department_id)
        which |= part
    return Step.objects.filter(which)


def _tasks(steps: QuerySet[Step], today: date, after: Place | None, limit: int) -> list[Task]:
    """A page in the order of due days; steps whose clocks stand still come last."""
    if after is not None:
        later = Q(due_on=after.due_on, pk__gt=after.step_id)
        if after.due_on is not None:
            later |= Q(due_on__gt=after.due_on) | Q(due_on__isnull=True)
        steps = steps.filter(later)
    ordered = steps.select_related("case").order_by(F("due_on").asc(nulls_last=True), "pk")
    return [_task(step, today) for step in ordered[:limit]]


def _task(step: Step, today: date) -> Task:
    return Task(
        step_id=step.pk,
        step=step.name,
        role=step.role,
        step_state=StepState(step.state),
        assignee=step.assignee,
        case_id=step.case_id,
        public_id=step.case.public_id,
        case_number=step.case.number or "",
        item_name=step.case.item_name,
        department_id=step.department_id,
        state=State(step.case.state),
        channel=step.case.channel,
        received_at=step.case.received_at,
        due_on=step.due_on,
        colour=colour(step.due_on, State(step.case.state), today),
    )


def without_staff(
    *,
    today: date,
    centre_id: int | None = None,
    department_id: int | None = None,
    limit: int = _PAGE,
) -> list[Task]:
    """Open steps nobody can do, the longest waiting first: for who keeps the work flowing."""
    lost = Step.objects.filter(unstaffed_at__isnull=False, state=StepState.OPEN.value)
    if centre_id is not None:
        lost = lost.filter(case__centre_id=centre_id)
    if department_id is not None:
        lost = lost.filter(department_id=department_id)
    ordered = lost.select_related("case").order_by("unstaffed_at", "pk")
    return [_task(step, today) for step in ordered[:limit]]


def open_pairs() -> list[tuple[str, int]]:
    """Roles and departments that open steps wait for."""
    rows = Step.objects.filter(state=StepState.OPEN.value).order_by()
    return list(rows.values_list("role", "department_id").distinct())


def open_steps_of(pairs: Iterable[tuple[str, int]]) -> list[int]:
    """Open steps of some roles and departments, by id."""
    which = Q(pk__in=[])
    for role, department_id in pairs:
        which |= Q(role=role, department_id=department_id)
    open_ = Step.objects.filter(which, state=StepState.OPEN.value)
    return list(open_.order_by("pk").values_list("pk", flat=True))


def unstaffed_steps() -> list[int]:
    """Steps marked as such that nobody can do, by id."""
    marked = Step.objects.filter(unstaffed_at__isnull=False, state=StepState.OPEN.value)
    return list(marked.order_by("pk").values_list("pk", flat=True))
