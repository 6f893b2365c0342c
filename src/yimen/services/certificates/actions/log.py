"""What happened to a certificate is written to its log and audit chain, and told."""

from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.certificates import announce
from yimen.services.certificates.models import Certificate, CertificateEvent
from yimen.support import audit, rows, sql
from yimen.support.audit import Link
from yimen.support.events import publishing


def note(
    row: Certificate,
    what: str,
    *,
    told: str,
    before: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    end: Link | None = None,
) -> None:
    """Write what happened to a certificate, link it to its chain and tell of it as `told`.

    `end` is the chain's, where the caller knows it.
    """
    actor, subject = f"{by.kind}:{by.label}", f"certificate:{row.pk}"
    logged = CertificateEvent(
        certificate=row,
        change=what,
        before=before,
        after=row.state,
        at=at,
        actor=actor,
        reason=reason[:300],
    )
    _, linked = audit.appending(
        subject,
        what,
        actor=actor,
        at=at,
        facts={"state": row.state},
        end=end if end is not None else audit.locked_end(subject),
    )
    event = publishing(announce.certificate_changed(told, row, at=at))
    sql.together([linked, event, rows.inserting(logged)])
