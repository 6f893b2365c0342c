"""What was promised comes after all: tolerated materials (补交), and proofs instead of promises."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Brought:
    """Files of a tolerated material."""

    file_ids: tuple[str, ...]
    checking: bool = False


def bring(
    case_id: int,
    keys: Collection[str],
    *,
    by: Actor,
    at: datetime,
    files: Mapping[str, Brought] | None = None,
) -> CaseView:
    """What was tolerated came: originals by key, `files`; with the last the promise is kept.

    Files that are still being checked count when they are found good: see `settle`.

    Raises:
        CaseNotFound, NotAllowed: as they say.
        MaterialNotFound: one was not promised, or has come before.
        MaterialsMissing: nothing was brought, and something is still missing.
    """
    with transaction.atomic():
        came = {**{key: Brought(()) for key in keys}, **(files or {})}
        for key, each in sorted(came.items()):
            filing.bring_later(
                case_id, key, file_ids=each.file_ids, checking=each.checking, by=by, at=at
            )
        if came and _waits(case_id):
            return cases.case(case_id)
        return filing.make_up(case_id, by=by, at=at)


def settle(case_id: int, *, by: Actor, at: datetime) -> None:
    """The files of something tolerated were found good: with the last the promise is kept.

    Raises:
        CaseNotFound, NotAllowed: as they say.
    """
    with transaction.atomic():
        row = moves.locked(case_id)
        if row.tolerant and State(row.state) in AT_WORK and not _waits(case_id):
            filing.make_up(case_id, by=by, at=at)


def _waits(case_id: int) -> bool:
    """Whether something tolerated has not come, or its files are still being checked."""
    waiting = [MaterialState.PROMISED.value, MaterialState.CHECKING.value]
    later = Material.objects.filter(case_id=case_id, need="later", state__in=waiting)
    return later.exclude(way=PROMISE).exists()


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
