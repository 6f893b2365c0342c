"""What is published of cases. Nothing personal: an id and a state."""

from collections.abc import Iterable
from datetime import datetime

from yimen.services.cases.models.bundles import CaseBundle
from yimen.services.cases.models.cases import Case
from yimen.services.cases.queries.views import CaseView
from yimen.support.events import Announcement, publish


def case_changed(
    event: str, row: Case, *, at: datetime, departments: Iterable[int] = ()
) -> Announcement:
    """A case moved, or something happened to it that a screen may want to show.

    Args:
        event: what, for example "accept".
        row: the case as it is now.
        at: when.
        departments: whose inboxes change, beside the item's own department.
    """
    concerned = sorted({row.department_id, *departments})
    return Announcement(
        f"case.{event}",
        at,
        [f"case:{row.public_id}", *(f"cases:{department}" for department in concerned)],
        {"state": row.state},
    )


def presented(window_id: int, view: CaseView, *, shown: bool, at: datetime) -> None:
    """The window's second screen shows a case to be signed, or stops to."""
    name = "case.presented" if shown else "case.taken_off"
    publish(Announcement(name, at, [f"window:{window_id}"], {"case": view.public_id}))


def bundle_presented(row: CaseBundle, *, shown: bool, at: datetime) -> None:
    """As `presented`, of a bundle."""
    name = "case.presented" if shown else "case.taken_off"
    publish(Announcement(name, at, [f"window:{row.window_id}"], {"bundle": row.public_id}))


def bundle_changed(event: str, row: CaseBundle, *, at: datetime) -> Announcement:
    """A bundle was filed, a part of it will not be, or all of it is decided."""
    return Announcement(f"bundle.{event}", at, [f"bundle:{row.public_id}"], {})
