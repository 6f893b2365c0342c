"""Cases whose applicants could not sign at the window, for who supervises: how, why, whose word."""

from typing import Final

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.doorway.wording.filing import UNSIGNED
from yimen.channels.office.cases.who import name_of, names
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.queries.unsigned import unsigned_cases
from yimen.services.cases.queries.views import CaseView

_PAGE: Final = 100


@never_cache
@require_safe
@staff_page(Right.SUPERVISE_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """The newest first."""
    found = _mine(request.actor)
    known = names(case.received_by for case in found)
    rows = [
        {
            "case": case,
            "how": UNSIGNED[case.unsigned],
            "who": name_of(case.received_by, known),
            "state": STATES[case.state.value],
        }
        for case in found[:_PAGE]
    ]
    context = {"rows": rows, "more": len(found) > _PAGE, "most": _PAGE}
    return page(request, "office/cases/unsigned.html", context, here="cases-unsigned")


def _mine(actor: Actor) -> list[CaseView]:
    """Each once, though somebody may supervise by two grants."""
    found: dict[int, CaseView] = {}
    for grant in actor.grants:
        if Right.SUPERVISE_CASES in grant.rights:
            for case in unsigned_cases(
                centre_id=grant.centre_id, department_id=grant.department_id, limit=_PAGE + 1
            ):
                found[case.id] = case
    return sorted(found.values(), key=lambda case: case.id, reverse=True)
