"""Seeing in full whom one serves at a window: one record for each case, clerk and number served.

While the number a case was taken in with is being served, serving it is the reason. Whoever looks
at another time says why; that look holds as long as the same number, or nobody, is at the window.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import moves, viewing
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.errors import CaseNotFound, MaterialNotFound, ReasonNeeded
from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case, CaseEvent
from yimen.services.cases.models.materials import Material
from yimen.services.cases.rules.reasons import LONGEST, check_reason


@dataclass(frozen=True)
class Occasion:
    """Where somebody sits while they look, and whom they serve.

    Args:
        window_id: the window.
        ticket_id: of whoever is at it; None while nobody is.
        reason: what serving them is called on the record; empty while nobody is served.
        since: earlier looks count no more: the beginning of the local day.
    """

    window_id: int
    ticket_id: int | None
    reason: str
    since: datetime

    @property
    def facts(self) -> dict[str, object]:
        """What tells this occasion from others, on record."""
        return {"window": self.window_id, "ticket": self.ticket_id}

    def serves(self, row: Case | CaseBundle) -> bool:
        """Whether the one being served is the one it was taken in with."""
        return bool(self.reason) and row.ticket_id == self.ticket_id


def attend(case_id: int, occasion: Occasion, *, by: Actor, at: datetime) -> Plain | None:
    """Personal data in full for who serves the applicant, or gave a reason; None: masked.

    Raises:
        CaseNotFound: no such case.
    """
    row = Case.objects.filter(pk=case_id).first()
    if row is None:
        raise CaseNotFound
    if is_blank(row):
        return viewing.plain(row)
    try:
        viewing.check_sees(row, by)
    except NotAllowed:
        return None
    if not _looked(row, "reveal", occasion, by):
        if not occasion.serves(row):
            return None
        _look(case_id, occasion, occasion.reason, by=by, at=at)
    return viewing.plain(row)


def is_blank(row: Case | CaseBundle) -> bool:
    """Whether there is nobody in it yet."""
    return row.applicant_index is None and not row.form_sealed


def explain(case_id: int, occasion: Occasion, reason: str, *, by: Actor, at: datetime) -> None:
    """Say why one looks at a case while somebody else, or nobody, is served.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        ReasonNeeded, ReasonTooLong: not a reason.
    """
    _look(case_id, occasion, check_reason(reason), by=by, at=at)


def _look(case_id: int, occasion: Occasion, reason: str, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        row = moves.locked(case_id)
        viewing.check_sees(row, by)
        if not _looked(row, "reveal", occasion, by):
            viewing.record(row, "reveal", by=by, at=at, reason=reason, facts=occasion.facts)


def open_file(case_id: int, file_id: str, occasion: Occasion, *, by: Actor, at: datetime) -> None:
    """Put on record, once for each occasion, that a file of a case or its signature is looked at.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialNotFound: the case has no such file.
        ReasonNeeded: its applicant is not the one being served, and no reason was given.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        viewing.check_sees(row, by)
        pages = Material.objects.filter(case=row, file_ids__contains=[file_id])
        if row.signature_file != file_id and not pages.exists():
            raise MaterialNotFound
        if not occasion.serves(row) and not _looked(row, "reveal", occasion, by):
            raise ReasonNeeded(limit=LONGEST)
        if not _looked(row, "open_file", occasion, by, file=file_id):
            facts = {**occasion.facts, "file": file_id}
            reason = occasion.reason if occasion.serves(row) else ""
            viewing.record(row, "open_file", by=by, at=at, reason=reason, facts=facts)


def _looked(row: Case, look: str, occasion: Occasion, by: Actor, **facts: object) -> bool:
    return CaseEvent.objects.filter(
        case=row,
        event=look,
        actor=f"{by.kind}:{by.label}",
        at__gte=occasion.since,
        facts__contains={**occasion.facts, **facts},
    ).exists()
