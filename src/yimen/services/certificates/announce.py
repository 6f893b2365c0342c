"""Tells what happened to certificates. Nothing personal: an id and a state."""

from datetime import datetime

from yimen.services.certificates.models import Certificate
from yimen.support.events import Announcement


def certificate_changed(change: str, row: Certificate, *, at: datetime) -> Announcement:
    """A certificate was issued, or its state changed."""
    return Announcement(
        f"certificate.{change}",
        at,
        [f"certificate:{row.pk}", row.reference],
        {"state": row.state},
    )
