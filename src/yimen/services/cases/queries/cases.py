"""One case, by id, by number, by its secret address; and its log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.models.cases import Case, CaseEvent
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.states import State
from yimen.support import rows


@dataclass(frozen=True)
class Happening:
    """One line of a case's log."""

    event: str
    before: str
    after: str
    at: datetime
    actor: str
    reason: str
    facts: dict[str, object]


def case(case_id: int) -> CaseView:
    """One case.

    Raises:
        CaseNotFound: no such case.
    """
    return _one(id=case_id)


def case_by_number(number: str) -> CaseView:
    """The case with a number, as it is stored: 21 digits.

    Raises:
        CaseNotFound: no case has it.
    """
    return _one(number=number)


def case_by_public_id(public_id: str) -> CaseView:
    """The case behind an address.

    Raises:
        CaseNotFound: no case has it.
    """
    return _one(public_id=public_id)


def _one(**which: object) -> CaseView:
    found = rows.select(Case, which)
    if not found:
        raise CaseNotFound
    return as_view(found[0])


def voided(department_ids: Iterable[int]) -> list[int]:
    """Cases of departments that were entered in error."""
    found = Case.objects.filter(department_id__in=list(department_ids), state=State.VOID.value)
    return list(found.order_by("pk").values_list("pk", flat=True))


def names_of(case_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number and item of cases, by id, for lists of what belongs to them."""
    found = Case.objects.filter(pk__in=set(case_ids))
    return {
        case_id: (number or "", item)
        for case_id, number, item in found.values_list("pk", "number", "item_name")
    }


def log(case_id: int) -> list[Happening]:
    """What happened to a case, in order."""
    return [
        Happening(row.event, row.before, row.after, row.at, row.actor, row.reason, row.facts)
        for row in rows.select(CaseEvent, {"case": case_id})
    ]
