"""What happened to a certificate is written to its log and to its audit chain."""

from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.certificates.models import Certificate, CertificateEvent
from yimen.support import audit


def note(
    row: Certificate, what: str, *, before: str, by: Actor, at: datetime, reason: str = ""
) -> None:
    actor = f"{by.kind}:{by.label}"
    CertificateEvent.objects.create(
        certificate=row,
        change=what,
        before=before,
        after=row.state,
        at=at,
        actor=actor,
        reason=reason[:300],
    )
    audit.append(f"certificate:{row.pk}", what, actor=actor, at=at, facts={"state": row.state})
