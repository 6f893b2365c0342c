"""Open steps that nobody can do, for who keeps the work flowing and who supervises it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.cases.words import DUE, ROLES
from yimen.channels.office.frame import page
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.queries.inbox import Task, without_staff

FOR: Final = (Right.ROUTE_CASES, Right.SUPERVISE_CASES)
_PAGE: Final = 100


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """The steps without staff of my centre or department, the longest waiting first."""
    if not any(request.actor.may(right) for right in FOR):
        raise NotAllowed(right=Right.ROUTE_CASES)
    found = _lost(request.actor, timezone.localdate())
    departments = {each.id: each.name for each in catalogue.departments()}
    rows = [
        {
            "task": task,
            "due": DUE[task.colour],
            "role": ROLES.get(task.role, task.role),
            "department": departments.get(task.department_id, ""),
        }
        for task in found[:_PAGE]
    ]
    context = {"rows": rows, "more": len(found) > _PAGE, "routes": _routes(request.actor)}
    return page(request, "office/cases/unstaffed.html", context, here="cases-unstaffed")


def _routes(actor: Actor) -> bool:
    return actor.may(Right.ROUTE_CASES)


def _lost(actor: Actor, today: date) -> Sequence[Task]:
    """Each step once, though somebody may hold two rights over it."""
    found: dict[int, Task] = {}
    for grant in actor.grants:
        if grant.rights.isdisjoint(FOR):
            continue
        tasks = without_staff(
            today=today,
            centre_id=grant.centre_id,
            department_id=grant.department_id,
            limit=_PAGE + 1,
        )
        found |= {task.step_id: task for task in tasks if task.step_id not in found}
    return list(found.values())
