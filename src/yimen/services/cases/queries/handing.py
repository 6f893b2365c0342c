"""What waits at the issue window, and who took what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yimen.kernel import masking
from yimen.services.cases.models.cases import Case
from yimen.services.cases.models.handing import GiveBack, HandOut
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.drafting import hand_overs
from yimen.services.cases.rules.handing import Taker
from yimen.services.cases.rules.states import Applicant, State
from yimen.support.secrets import blind_index, unseal

_READY = [State.CERTIFIED.value, State.REFUSED.value]
_PAGE = 100


@dataclass(frozen=True)
class HandOutView:
    """One hand-out, of a result or of originals; whoever took it masked."""

    taker: Taker
    name: str
    id: str
    by_reader: bool
    signature_file: str
    by: int
    at: datetime


def ready(
    centre_id: int, *, person: str = "", way: str = "window", limit: int = _PAGE
) -> list[CaseView]:
    """Results to be handed out in one way, the longest waiting first.

    With `person`, whoever stands at the window with their card: everything they may take as
    applicant or agent, whatever way was chosen. What came back from a locker waits here too.
    Without those of bundles, which are handed out together: see `queries.bundles.ready_bundles`.
    """
    rows = Case.objects.filter(centre_id=centre_id, state__in=_READY, bundle_id__isnull=True)
    if person:
        index = blind_index(person)
        rows = rows.filter(Q(applicant_index=index) | Q(agent_index=index))
    else:
        rows = rows.filter(hand_over=way)
    return [as_view(row) for row in rows.order_by("decided_at", "pk")[:limit]]


def waiting_electronic(department_ids: Iterable[int]) -> list[CaseView]:
    """Results of departments that were to be delivered electronically and are not yet."""
    rows = Case.objects.filter(
        department_id__in=list(department_ids), state__in=_READY, hand_over="electronic"
    )
    return [as_view(row) for row in rows.order_by("pk")]


def hand_overs_of(case: CaseView) -> tuple[str, ...]:
    """Ways in which a case's result can reach whoever applies; organisations have no wallet."""
    ways = hand_overs(definition(case.version_id).content.results)
    if case.applicant_kind is Applicant.ORGANISATION:
        ways = tuple(way for way in ways if way != "electronic") or ("window",)
    return ways


def hand_out_of(case_id: int) -> HandOutView | None:
    """Who took a result, None where nobody has."""
    row = HandOut.objects.filter(case_id=case_id).first()
    return None if row is None else _taken(row)


def given_back(barcode: str, *, case_id: int) -> HandOutView | None:
    """Who got a paper of a case back, None where nobody has."""
    rows = GiveBack.objects.filter(case_id=case_id, barcodes__contains=[barcode])
    row = rows.order_by("-id").first()
    return None if row is None else _taken(row)


def _taken(row: HandOut | GiveBack) -> HandOutView:
    return HandOutView(
        Taker(row.taker),
        masking.name(unseal(bytes(row.name_sealed))),
        masking.citizen_id(unseal(bytes(row.id_sealed))),
        row.by_reader,
        row.signature_file,
        row.by,
        row.at,
    )
