"""What was tolerated comes (补交): some of it, or all, which keeps the promise."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import filing
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import MaterialState


def bring(case_id: int, keys: Collection[str], *, by: Actor, at: datetime) -> CaseView:
    """Originals of what was tolerated were brought; with the last of them the promise is kept.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialNotFound: one was not promised, or has come before.
        MaterialsMissing: nothing was brought, and something is still missing.
    """
    with transaction.atomic():
        for key in sorted(keys):
            filing.bring_later(case_id, key, file_ids=(), by=by, at=at)
        open_ = Material.objects.filter(
            case_id=case_id, need="later", state=MaterialState.PROMISED.value
        ).exclude(way=PROMISE)
        if keys and open_.exists():
            return cases.case(case_id)
        return filing.make_up(case_id, by=by, at=at)
