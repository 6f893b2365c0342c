"""What waits for somebody's decision or answer, beside the steps of their inbox.

Special procedures and extensions that a colleague asked for, opinions asked of them, appeals
against cards. Each is listed for those whom its action lets decide, without what four eyes forbid
them. One statement for each kind; one for the count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimen.reference.people.rules import Actor, Grant, Right
from yimen.services.cases.models import Case, ExtensionRequest, SpecialProcedure, Step
from yimen.services.cases.models.cards import Card
from yimen.services.cases.models.steps import Opinion
from yimen.services.cases.queries.inbox import Colour, colour
from yimen.services.cases.rules.cards import CardState
from yimen.services.cases.rules.procedures import ProcedureState
from yimen.services.cases.rules.states import UNDECIDED, State

_PAGE: Final = 100
_UNDECIDED: Final = sorted(state.value for state in UNDECIDED)


class Asked(StrEnum):
    """What somebody is waited for."""

    SPECIAL = "special"
    EXTENSION = "extension"
    OPINION = "opinion"
    APPEAL = "appeal"


@dataclass(frozen=True)
class Awaited:
    """One decision or answer that is waited for. Staff by id.

    Args:
        about: the special procedure, extension, opinion or card.
        detail: of a special procedure its `StopReason`, of a card its `Cause`; else empty.
        days: asked for; 0 where none are.
        words: what was asked or said for it.
        due_on: the day the case is due, of an extension by law; None for appeals, and while the
            clocks stand still.
        colour: None for appeals, for which no clock runs.
    """

    asked: Asked
    about: int
    public_id: str
    case_number: str
    item_name: str
    department_id: int
    detail: str
    days: int
    words: str
    asked_by: int
    asked_at: datetime
    due_on: date | None
    colour: Colour | None


def awaiting(actor: Actor, *, today: date, limit: int = _PAGE) -> list[Awaited]:
    """What waits for `actor`, the longest first; at most `limit`."""
    found = [
        *(_special(row, today) for row in _page(_specials(actor), "asked_at", limit)),
        *(_extension(row, today) for row in _page(_extensions(actor), "asked_at", limit)),
        *(_opinion(row, today) for row in _page(_opinions(actor), "asked_at", limit)),
        *(_appeal(row) for row in _page(_appeals(actor), "appealed_at", limit)),
    ]
    found.sort(key=lambda each: (each.asked_at, each.about))
    return found[:limit]


def count_awaiting(actor: Actor) -> int:
    """How many that are."""
    first, *others = (
        rows.order_by().values("pk")
        for rows in (_specials(actor), _extensions(actor), _opinions(actor), _appeals(actor))
    )
    return first.union(*others, all=True).count()


def _page(rows: QuerySet[Any], since: str, limit: int) -> Iterable[Any]:
    return rows.select_related("case").order_by(since, "pk")[:limit]


def _specials(actor: Actor) -> QuerySet[SpecialProcedure]:
    mine = _granted(actor, _of_department, Right.REVIEW, Right.APPROVE)
    asked = SpecialProcedure.objects.filter(mine, state=ProcedureState.ASKED.value)
    return asked.exclude(asked_by=actor.id)


def _extensions(actor: Actor) -> QuerySet[ExtensionRequest]:
    mine = _granted(actor, _extension_of_department, Right.APPROVE)
    asked = ExtensionRequest.objects.filter(mine, state=ProcedureState.ASKED.value)
    return asked.exclude(asked_by=actor.id)


def _opinions(actor: Actor) -> QuerySet[Opinion]:
    """What is decided needs no opinion any more."""
    return Opinion.objects.filter(
        expert=actor.id, answered_at__isnull=True, case__state__in=_UNDECIDED
    )


def _appeals(actor: Actor) -> QuerySet[Card]:
    mine = _granted(actor, _everywhere, Right.SUPERVISE_CASES)
    open_ = Card.objects.filter(mine, state=CardState.APPEALED.value)
    return open_.exclude(Q(appealed_by=actor.id) | Q(staff=actor.id, staff__isnull=False))


def _granted(actor: Actor, within: Callable[[Grant], Q], *rights: Right) -> Q:
    """Whatever is within a grant of one of the rights."""
    which = Q(pk__in=[])
    for grant in actor.grants:
        if grant.rights.isdisjoint(rights):
            continue
        part = within(grant)
        if grant.centre_id is not None:
            part &= Q(case__centre_id=grant.centre_id)
        which |= part
    return which


def _everywhere(_grant: Grant) -> Q:
    return Q(pk__isnull=False)


def _of_department(grant: Grant) -> Q:
    """Cases of the department's items, and those of which it does a step."""
    if grant.department_id is None:
        return _everywhere(grant)
    routed = Step.objects.filter(case=OuterRef("case"), department_id=grant.department_id)
    return Q(case__department_id=grant.department_id) | Q(Exists(routed))


def _extension_of_department(grant: Grant) -> Q:
    """A joint one is granted for all departments, not for one."""
    if grant.department_id is None:
        return _everywhere(grant)
    return _of_department(grant) & Q(joint=False)


def _special(row: SpecialProcedure, today: date) -> Awaited:
    case = row.case
    said = _Said(row.reason, row.asked_by, row.asked_at, detail=row.kind, days=row.days)
    return _awaited(Asked.SPECIAL, row.pk, case, said, _due(case, case.promised_due, today))


def _extension(row: ExtensionRequest, today: date) -> Awaited:
    case = row.case
    said = _Said(row.reason, row.asked_by, row.asked_at, days=row.days)
    return _awaited(Asked.EXTENSION, row.pk, case, said, _due(case, case.statutory_due, today))


def _opinion(row: Opinion, today: date) -> Awaited:
    case = row.case
    said = _Said(row.question, row.asked_by, row.asked_at)
    return _awaited(Asked.OPINION, row.pk, case, said, _due(case, case.promised_due, today))


def _appeal(row: Card) -> Awaited:
    if row.appealed_by is None or row.appealed_at is None:  # a constraint forbids it
        raise ValueError(row.pk)
    said = _Said(row.ground, row.appealed_by, row.appealed_at, detail=row.cause)
    return _awaited(Asked.APPEAL, row.pk, row.case, said, (None, None))


@dataclass(frozen=True)
class _Said:
    words: str
    by: int
    at: datetime
    detail: str = ""
    days: int = 0


def _due(case: Case, on: date | None, today: date) -> tuple[date | None, Colour]:
    return on, colour(on, State(case.state), today)


def _awaited(
    asked: Asked, about: int, case: Case, said: _Said, due: tuple[date | None, Colour | None]
) -> Awaited:
    return Awaited(
        asked=asked,
        about=about,
        public_id=case.public_id,
        case_number=case.number or "",
        item_name=case.item_name,
        department_id=case.department_id,
        detail=said.detail,
        days=said.days,
        words=said.words,
        asked_by=said.by,
        asked_at=said.at,
        due_on=due[0],
        colour=due[1],
    )
