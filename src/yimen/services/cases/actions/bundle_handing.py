"""One hand-out: every result of a bundle (一件事) to whoever may take it, signed for once."""

from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.cases.actions import handing
from yimen.services.cases.actions.bundle_drafting import locked
from yimen.services.cases.errors import BundleNotReady, HandedOut
from yimen.services.cases.queries.bundles import CaseBundleView, as_view, parts_of, standings
from yimen.services.cases.rules.bundles import PartState
from yimen.services.cases.rules.handing import Shown


def hand_out(
    bundle_id: int, shown: Shown, *, signature_file: str, by: Actor, at: datetime
) -> CaseBundleView:
    """Give every result that waits, and the papers of each. All of them, or none.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        BundleNotReady: a part is not decided yet.
        NotTheTaker, AuthorityNeeded: who stands here may not take them.
        HandedOut: somebody has taken them.
    """
    with transaction.atomic():
        row = locked(bundle_id)
        require(by, Right.HAND_OUT, centre_id=row.centre_id)
        parts = parts_of(row)
        known = standings(parts)
        waiting = sum(each.gives is None for each in known)
        if waiting or row.filed_at is None:
            raise BundleNotReady(count=waiting)
        ready = sorted(
            (part.department_id, part.position, part.case_id)
            for part, each in zip(parts, known, strict=True)
            if each.state is PartState.READY and part.case_id is not None
        )
        if not ready:
            raise HandedOut
        for _department, _position, case_id in ready:
            handing.hand_out(
                case_id, shown, signature_file=signature_file, by=by, at=at, early=True
            )
        return as_view(row)
