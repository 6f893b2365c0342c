"""What happened to a certificate is written to its log and to its audit chain."""

from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.certificates.models import Certificate, CertificateEvent
from yimen.support import audit, rows
from yimen.support.audit import Link


def note(
    row: Certificate,
    what: str,
    *,
    before: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    end: Link | None = None,
) -> None:
    """Write what happened to a certificate; `end` is its chain's, where the caller knows it."""
    actor = f"{by.kind}:{by.label}"
    rows.insert(
        CertificateEvent(
            certificate=row,
            change=what,
            before=before,
            after=row.state,
            at=at,
            actor=actor,
            reason=reason[:300],
        )
    )
    facts = {"state": row.state}
    audit.append(f"certificate:{row.pk}", what, actor=actor, at=at, facts=facts, end=end)
