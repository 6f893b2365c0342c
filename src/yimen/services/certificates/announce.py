"""Publishes what happened to certificates. Nothing personal: an id and a state."""

from datetime import datetime

from yimen.services.certificates.queries import CertificateView
from yimen.support.events import Announcement, publish


def certificate_changed(change: str, view: CertificateView, *, at: datetime) -> None:
    """A certificate was issued, or its state changed."""
    publish(
        Announcement(
            f"certificate.{change}",
            at,
            [f"certificate:{view.id}", view.reference],
            {"state": view.state.value},
        )
    )
