"""Publishes what happened to cases. Nothing personal: an id and a state."""

from datetime import datetime

from yimen.services.cases.queries.views import CaseView
from yimen.support.events import Announcement, publish


def case_changed(event: str, view: CaseView, *, at: datetime) -> None:
    """A case moved, or something happened to it that a screen may want to show."""
    publish(
        Announcement(
            f"case.{event}",
            at,
            [f"case:{view.public_id}", f"cases:{view.department_id}"],
            {"state": view.state.value},
        )
    )


def presented(window_id: int, view: CaseView, *, shown: bool, at: datetime) -> None:
    """The window's second screen shows a case to be signed, or stops to."""
    name = "case.presented" if shown else "case.taken_off"
    publish(Announcement(name, at, [f"window:{window_id}"], {"case": view.public_id}))
