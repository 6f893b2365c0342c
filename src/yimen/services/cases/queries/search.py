"""Finding cases: by number, by person, or down a list with filters. No counts, no LIKE."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.states import State
from yimen.support.secrets import blind_index

_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What to look for; whatever is empty does not narrow.

    Args:
        number: a whole case number.
        person: an identity number or social credit code, of applicant or agent.
        before: an id: the list goes on below it.
        drafts: also what was not filed yet.
    """

    centre_id: int | None = None
    department_id: int | None = None
    state: State | None = None
    item_code: str = ""
    number: str = ""
    person: str = ""
    due_before: date | None = None
    since: datetime | None = None
    before: int | None = None
    drafts: bool = True


def search(wanted: Wanted, *, limit: int = _PAGE) -> list[CaseView]:
    """Cases that fit, the newest first."""
    return [as_view(row) for row in _rows(wanted).order_by("-pk")[:limit]]


def _rows(wanted: Wanted) -> QuerySet[Case]:
    rows = Case.objects.all() if wanted.drafts else Case.objects.exclude(state=State.DRAFT.value)
    if wanted.number:
        return rows.filter(number=wanted.number)
    if wanted.person:
        index = blind_index(wanted.person)
        rows = rows.filter(Q(applicant_index=index) | Q(agent_index=index))
    if wanted.centre_id is not None:
        rows = rows.filter(centre_id=wanted.centre_id)
    if wanted.department_id is not None:
        rows = rows.filter(department_id=wanted.department_id)
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state.value)
    if wanted.item_code:
        rows = rows.filter(item_code=wanted.item_code)
    if wanted.due_before is not None:
        rows = rows.filter(promised_due__lte=wanted.due_before)
    if wanted.since is not None:
        rows = rows.filter(received_at__gte=wanted.since)
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return rows


def at_windows_of(
    centre_id: int, person: str, *, in_person: bool = False, limit: int = _PAGE
) -> list[CaseView]:
    """What a centre's windows may go on with for an applicant or agent, the newest first.

    What a citizen has begun from afar and not filed is theirs alone, unless they stand at the
    window themselves (`in_person`: their card was read) and want it gone on with.
    """
    rows = _rows(Wanted(centre_id=centre_id, person=person))
    if not in_person:
        rows = rows.exclude(state=State.DRAFT.value, citizen_id__isnull=False)
    return [as_view(row) for row in rows.order_by("-pk")[:limit]]


def cases_of(person_index: bytes, *, limit: int = 100) -> list[CaseView]:
    """A person's own cases, as applicant or agent, the newest first."""
    mine = Case.objects.filter(applicant_index=person_index).order_by("-pk")[:limit]
    acted = Case.objects.filter(agent_index=person_index).order_by("-pk")[:limit]
    found = {row.pk: row for row in [*mine, *acted]}
    return [as_view(found[pk]) for pk in sorted(found, reverse=True)][:limit]


def cases_of_ticket(ticket_id: int) -> list[CaseView]:
    """What was begun with one number of the hall, drafts included."""
    rows = Case.objects.filter(ticket_id=ticket_id).order_by("pk")
    return [as_view(row) for row in rows]


def drafts_at_window(window_id: int, *, limit: int = 20) -> list[CaseView]:
    """What was begun at a window and neither filed nor given up, the newest first."""
    rows = Case.objects.filter(state=State.DRAFT.value, window_id=window_id, bundle_id=None)
    return [as_view(row) for row in rows.order_by("-saved_at")[:limit]]


def presented_at_window(window_id: int, ticket_id: int | None) -> CaseView | None:
    """What the window's second screen shows to be signed; None where nothing.

    Only while whoever it is of stands there: the number being served is the case's own. What was
    begun without a number is shown while nobody was called.
    """
    shown = Case.objects.filter(
        window_id=window_id, ticket_id=ticket_id, presented_at__isnull=False
    )
    row = shown.order_by("-presented_at").first()
    return None if row is None else as_view(row)


def answers_of(case_id: int) -> dict[str, str]:
    """The situation of a case: options by question."""
    found = Case.objects.filter(pk=case_id).values_list("answers", flat=True).first()
    return dict(found or {})
