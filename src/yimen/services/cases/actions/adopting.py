"""A case comes back to a window: from now on it is filled in there, under the present number.

So does a draft of a bundle (一件事).
"""

from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import bundle_drafting, moves
from yimen.services.cases.errors import NotEditable
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.bundles import as_view as as_bundle_view
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.states import BEFORE_ACCEPTANCE, State


def adopt(
    case_id: int, *, window_id: int, ticket_id: int | None, by: Actor, at: datetime
) -> CaseView:
    """Go on with a draft, or with a case that lacks something, at this window. Twice is once.

    The second screen that showed it elsewhere shows it no more.

    Args:
        case_id: which.
        window_id: where it is filled in now.
        ticket_id: the number being served there; None keeps the one it was begun with.
        by: who sits there.
        at: now.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        NotEditable: it was accepted, or is over.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        require(by, Right.RECEIVE, centre_id=row.centre_id)
        if State(row.state) not in BEFORE_ACCEPTANCE:
            raise NotEditable(case_state=row.state)
        ticket_id = ticket_id or row.ticket_id
        if (row.window_id, row.ticket_id) == (window_id, ticket_id):
            return as_view(row)
        moves.take_off(row, at=at)
        row.window_id, row.ticket_id = window_id, ticket_id
        fields = ["window_id", "ticket_id", "presented_at"]
        moves.note(row, "adopt", by=by, at=at, fields=fields, facts={"window": window_id})
        return as_view(row)


def adopt_bundle(
    bundle_id: int, *, window_id: int, ticket_id: int | None, by: Actor, at: datetime
) -> CaseBundleView:
    """The same of a bundle that is not filed.

    Raises:
        CaseNotFound, NotAllowed, BundleFiled: as they say.
    """
    with transaction.atomic():
        row = bundle_drafting.editable(bundle_id, by=by, seen=None)
        ticket_id = ticket_id or row.ticket_id
        if (row.window_id, row.ticket_id) == (window_id, ticket_id):
            return as_bundle_view(row)
        bundle_drafting.take_off(row, at=at)
        row.window_id, row.ticket_id = window_id, ticket_id
        row.save(update_fields=["window_id", "ticket_id", "presented_at"])
        return as_bundle_view(row)
