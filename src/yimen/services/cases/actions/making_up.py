"""What was promised comes after all: tolerated materials (补交), and proofs instead of promises."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import filing, moves
from yimen.services.cases.actions.rights import check_takes_in
from yimen.services.cases.errors import MaterialNotFound, NotEditable
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.views import CaseView, as_view
from yimen.services.cases.rules.drafting import PROMISE
from yimen.services.cases.rules.states import AT_WORK, MaterialState, State


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


def prove(case_id: int, keys: Collection[str], *, by: Actor, at: datetime) -> CaseView:
    """The applicant takes promises back and brings the proofs, before anything is decided.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        NotEditable: it is not accepted, or decided already.
        MaterialNotFound: none was named, or one was not promised.

    Source: 国办发〔2020〕42号: a promise may be taken back before the decision.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        check_takes_in(row, by)
        if State(row.state) not in AT_WORK:
            raise NotEditable(case_state=row.state)
        open_ = Material.objects.filter(case=row, state=MaterialState.PROMISED.value, way=PROMISE)
        if not keys or open_.filter(key__in=list(keys)).count() != len(set(keys)):
            raise MaterialNotFound
        open_.filter(key__in=list(keys)).update(
            state=MaterialState.GIVEN.value, way="bring", changed_at=at
        )
        row.promised = open_.exists()
        facts = {"materials": sorted(keys)}
        moves.note(row, "prove", by=by, at=at, fields=["promised"], facts=facts)
        return as_view(row)
