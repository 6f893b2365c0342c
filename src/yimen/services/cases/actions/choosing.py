"""How the result is to reach the citizen, chosen while the case is filled in."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions.drafting import editable, saved
from yimen.services.cases.errors import HandOverNotOffered
from yimen.services.cases.queries.handing import hand_overs_of
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.support.secrets import seal


def choose_hand_over(
    case_id: int,
    way: str,
    address: Mapping[str, str] | None,
    *,
    by: Actor,
    at: datetime,
    seen: datetime | None = None,
) -> CaseView:
    """How the result reaches the citizen: window, post, electronic or locker.

    Raises:
        CaseNotFound, NotAllowed, NotEditable, DraftMoved: as they say.
        HandOverNotOffered: the item's results do not come in this way.
    """
    with transaction.atomic():
        row = editable(case_id, by=by, seen=seen)
        if way not in hand_overs_of(as_view(row)):
            raise HandOverNotOffered
        row.hand_over = way
        row.address_sealed = seal(json.dumps(dict(address), ensure_ascii=False)) if address else b""
        return saved(row, "choose_hand_over", ["hand_over", "address_sealed"], by=by, at=at)
