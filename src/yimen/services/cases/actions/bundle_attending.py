"""Seeing in full whom one serves with a bundle (一件事): as `attending` has it for a case.

A bundle has no log: its audit chain is its record, and the looker's own.
"""

from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import bundle_viewing, moves
from yimen.services.cases.actions.attending import Occasion, is_blank
from yimen.services.cases.actions.bundle_drafting import locked
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.errors import CaseNotFound, MaterialNotFound, ReasonNeeded
from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.rules.reasons import LONGEST, check_reason
from yimen.support import audit


def attend(bundle_id: int, occasion: Occasion, *, by: Actor, at: datetime) -> Plain | None:
    """Personal data in full for who serves the applicant, or gave a reason; None: masked.

    Raises:
        CaseNotFound: no such bundle.
    """
    row = CaseBundle.objects.filter(pk=bundle_id).first()
    if row is None:
        raise CaseNotFound
    if not is_blank(row):
        if not by.may(Right.VIEW_PERSON, centre_id=row.centre_id):
            return None
        if not _looked(row, "reveal", occasion, by):
            if not occasion.serves(row):
                return None
            _look(bundle_id, occasion, occasion.reason, by=by, at=at)
    return bundle_viewing.plain(row)


def explain(bundle_id: int, occasion: Occasion, reason: str, *, by: Actor, at: datetime) -> None:
    """Say why one looks at a bundle while somebody else, or nobody, is served.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        ReasonNeeded, ReasonTooLong: not a reason.
    """
    _look(bundle_id, occasion, check_reason(reason), by=by, at=at)


def _look(bundle_id: int, occasion: Occasion, reason: str, *, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        row = locked(bundle_id)
        require(by, Right.VIEW_PERSON, centre_id=row.centre_id)
        if not _looked(row, "reveal", occasion, by):
            facts = {**occasion.facts, "reason": moves.sm3_hex(reason)}
            _record(row, "reveal", facts, by=by, at=at)


def open_file(bundle_id: int, file_id: str, occasion: Occasion, *, by: Actor, at: datetime) -> None:
    """Put on record, once for each occasion, that a file or the signature is looked at.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialNotFound: the bundle has no such file.
        ReasonNeeded: its applicant is not the one being served, and no reason was given.
    """
    with transaction.atomic():
        row = locked(bundle_id)
        require(by, Right.VIEW_PERSON, centre_id=row.centre_id)
        pages = {each for came in row.given.values() for each in came.get("file_ids", ())}
        if file_id not in pages | {row.signature_file}:
            raise MaterialNotFound
        if not occasion.serves(row) and not _looked(row, "reveal", occasion, by):
            raise ReasonNeeded(limit=LONGEST)
        if not _looked(row, "open_file", occasion, by, file=file_id):
            _record(row, "open_file", {**occasion.facts, "file": file_id}, by=by, at=at)


def _looked(row: CaseBundle, look: str, occasion: Occasion, by: Actor, **facts: object) -> bool:
    wanted, actor = {**occasion.facts, **facts}, f"{by.kind}:{by.label}"
    return any(
        entry.act == look
        and entry.actor == actor
        and entry.at >= occasion.since
        and wanted.items() <= entry.facts.items()
        for entry in audit.entries(f"bundle:{row.pk}")
    )


def _record(
    row: CaseBundle, look: str, facts: dict[str, object], *, by: Actor, at: datetime
) -> None:
    actor = f"{by.kind}:{by.label}"
    audit.append(f"bundle:{row.pk}", look, actor=actor, at=at, facts=facts)
    known = {"bundle": row.number or row.public_id, **facts}
    audit.append(f"view:{by.label}", look, actor=actor, at=at, facts=known)
