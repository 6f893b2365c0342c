"""Cases filed at a window by people who could not sign, for who supervises the clerks' word."""

from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.states import State


def unsigned_cases(
    *, centre_id: int | None = None, department_id: int | None = None, limit: int = 50
) -> list[CaseView]:
    """What was filed without a signature, the newest first.

    Args:
        centre_id: only of this centre; None: of every one.
        department_id: only of this department's items; None: of every one.
        limit: how many.
    """
    rows = Case.objects.exclude(unsigned="").exclude(state=State.DRAFT.value)
    if centre_id is not None:
        rows = rows.filter(centre_id=centre_id)
    if department_id is not None:
        rows = rows.filter(department_id=department_id)
    return [as_view(row) for row in rows.order_by("-pk")[:limit]]
