"""What applicants said while waiting: urged (催办), complained (投诉); and what is not answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, Max, OuterRef

from yimen.services.cases.models.cases import CaseEvent
from yimen.services.cases.queries.views import CaseView, as_view

URGE, COMPLAIN, ANSWER = "urge", "complain", "answer_voice"
VOICES: Final = (URGE, COMPLAIN)
#: Older ones are in the log of their case.
_SINCE: Final = timedelta(days=90)


@dataclass(frozen=True)
class Voice:
    """One urging or complaint, with its case; `words` are the applicant's."""

    case: CaseView
    event: str
    words: str
    at: datetime
    answered: bool


def urged(case_ids: Iterable[int]) -> dict[int, datetime]:
    """When cases were urged last, by id; those nobody urged are left out."""
    rows = CaseEvent.objects.filter(case__in=list(case_ids), event=URGE).order_by()
    return dict(rows.values_list("case_id").annotate(last=Max("at")))


def voices(
    *,
    at: datetime,
    centre_id: int | None = None,
    department_id: int | None = None,
    answered: bool = False,
    limit: int = 50,
) -> list[Voice]:
    """What was said in the last 90 days; the open ones oldest first, the answered newest first.

    Args:
        at: now.
        centre_id: only of this centre; None: of every one.
        department_id: only of this department's items; None: of every one.
        answered: those a supervisor has answered since, instead of those that wait.
        limit: how many.
    """
    answers = CaseEvent.objects.filter(case=OuterRef("case"), event=ANSWER, pk__gt=OuterRef("pk"))
    rows = CaseEvent.objects.filter(event__in=VOICES, at__gte=at - _SINCE)
    if centre_id is not None:
        rows = rows.filter(case__centre_id=centre_id)
    if department_id is not None:
        rows = rows.filter(case__department_id=department_id)
    rows = rows.filter(Exists(answers) if answered else ~Exists(answers))
    found = rows.select_related("case").order_by("-at" if answered else "at")[:limit]
    return [Voice(as_view(row.case), row.event, row.reason, row.at, answered) for row in found]
