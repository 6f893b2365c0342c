"""Giving prompts and cards, and appeals against them.

Cards are given inside the transaction that holds the case; a card given twice is one card.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import HOUSE, Actor, Right, require
from yimen.services.cases.actions.moves import locked, note
from yimen.services.cases.errors import (
    CardNotFound,
    NoAppealOfPrompts,
    NotRefused,
    NotYourCard,
    SamePerson,
)
from yimen.services.cases.models import Case, Clock
from yimen.services.cases.models.cards import Card
from yimen.services.cases.queries import cards as queries
from yimen.services.cases.queries import clocks as clock_queries
from yimen.services.cases.rules import cards as rules
from yimen.services.cases.rules.cards import CardMove, CardState, Cause, Colour, Deserved
from yimen.services.cases.rules.clocks import ClockKind, Ledger, reckon
from yimen.services.cases.rules.reasons import check_reason

#: Who of a department may appeal against a card that names nobody.
_COLLEAGUES = (Right.HANDLE, Right.REVIEW, Right.APPROVE, Right.RECEIVE, Right.HAND_OUT)


def settle(row: Case, clock: Clock, ledger: Ledger, *, through: date, at: datetime) -> int:
    """Give a clock the cards it deserved up to a day; how many are new.

    Called by the clockwork, and before anything changes a ledger, so that what was deserved stays
    deserved whenever it is looked at. The clock is not written: its next look is the caller's.
    """
    if clock.watch_on is None or clock.watch_on > through:
        return 0
    due = reckon(ledger, centres.legal_calendar(clock.calendar_version))
    limits = clock_queries.limits_on(ledger.starts_on)
    found = rules.deserved_cards(ledger, due, limits)
    return _give(row, clock, [card for card in found if card.on <= through], at=at)


def settle_instant(row: Case, *, at: datetime) -> int:
    """Give an instant item's cards; how many are new. At its decision, and while it has none."""
    visit = queries.visit_of(row) if row.instant else None
    if visit is None:
        return 0
    limits = clock_queries.limits_on(visit.day)
    return _give(row, None, rules.instant_cards(visit, limits, at=at), at=at)


def give(row: Case, cause: Cause, *, on: date, at: datetime) -> int:
    """Give a card for what is no limit, for example a second supplement.

    Args:
        row: the locked case.
        cause: what for.
        on: the local day.
        at: now.
    """
    return _give(row, None, [Deserved(on, cause)], at=at)


def find_without_reason(case_id: int, *, reason: str, by: Actor, at: datetime) -> int:
    """A supervisor finds that a case was refused, or turned away, without saying why. The card.

    Raises:
        ReasonNeeded, ReasonTooLong: what the supervisor found.
        CaseNotFound: no such case.
        NotAllowed: `by` does not supervise the cases of this centre.
        NotRefused: nobody refused it.
    """
    bare = check_reason(reason)
    with transaction.atomic():
        row = locked(case_id)
        require(by, Right.SUPERVISE_CASES, centre_id=row.centre_id)
        refusal = queries.refusal_of(case_id)
        if refusal is None:
            raise NotRefused
        note(row, "found_without_reason", by=by, at=at, reason=bare)
        on = clock_queries.local_day(row.centre_id, at)
        _give(row, None, [Deserved(on, Cause.NO_REASON)], at=at)
        return Card.objects.get(case=row, clock=None, cause=Cause.NO_REASON.value).pk


def appeal(card_id: int, *, ground: str, by: Actor, at: datetime) -> None:
    """Say why a card should not count.

    Raises:
        ReasonNeeded, ReasonTooLong: the ground.
        CardNotFound: no such card.
        NoAppealOfPrompts: it only reminds.
        NotYourCard: it names somebody else, or is another department's.
        CardMoveNotAllowed: there was an appeal.
    """
    bare = check_reason(ground)
    with transaction.atomic():
        row, card = _locked(card_id)
        _check_concerned(card, by, row)
        if card.colour == Colour.PROMPT.value:
            raise NoAppealOfPrompts
        card.state = rules.next_state(CardState(card.state), CardMove.APPEAL).value
        card.appealed_by, card.appealed_at, card.ground = by.id, at, bare
        card.save(update_fields=["state", "appealed_by", "appealed_at", "ground"])
        note(row, "card_appealed", by=by, at=at, reason=bare, facts={"card": card.pk})


def decide_appeal(card_id: int, *, cancel: bool, reason: str, by: Actor, at: datetime) -> None:
    """Cancel a card or keep it; never by who got it or who appealed.

    Raises:
        ReasonNeeded, ReasonTooLong: the reason.
        CardNotFound: no such card.
        NotAllowed: `by` does not supervise the cases of this centre.
        CardMoveNotAllowed: there is no open appeal.
        SamePerson: `by` appealed, or got the card.
    """
    bare = check_reason(reason)
    with transaction.atomic():
        row, card = _locked(card_id)
        require(by, Right.SUPERVISE_CASES, centre_id=row.centre_id)
        if by.kind != "staff":
            raise NotAllowed(right=Right.SUPERVISE_CASES)
        move = CardMove.CANCEL if cancel else CardMove.KEEP
        card.state = rules.next_state(CardState(card.state), move).value
        if by.id in {card.appealed_by, card.staff}:
            raise SamePerson(what="card")
        card.decided_by, card.decided_at, card.decision = by.id, at, bare
        card.save(update_fields=["state", "decided_by", "decided_at", "decision"])
        note(row, f"card_{card.state}", by=by, at=at, reason=bare, facts={"card": card.pk})


def _give(row: Case, clock: Clock | None, deserved: Iterable[Deserved], *, at: datetime) -> int:
    given = 0
    for each in deserved:
        kind = ClockKind(clock.kind) if clock is not None else None
        holder = queries.holder_of(row, kind, each.cause)
        card, is_new = Card.objects.get_or_create(
            case=row,
            clock=clock,
            colour=each.colour.value,
            cause=each.cause.value,
            defaults={
                "on": each.on,
                "at": at,
                "department_id": holder.department_id,
                "staff": holder.staff_id,
                "step_id": holder.step_id,
            },
        )
        if is_new:
            given += 1
            facts = {"card": card.pk, "colour": card.colour, "cause": card.cause}
            note(row, "card_given", by=HOUSE, at=at, facts=facts)
    return given


def _locked(card_id: int) -> tuple[Case, Card]:
    """A card and its case, which is locked: cases before their cards."""
    found = Card.objects.filter(pk=card_id).values_list("case_id", flat=True).first()
    if found is None:
        raise CardNotFound
    return locked(found), Card.objects.get(pk=card_id)


def _check_concerned(card: Card, by: Actor, row: Case) -> None:
    if by.kind != "staff":
        raise NotYourCard
    if card.staff is not None:
        mine = card.staff == by.id
    else:
        mine = any(
            by.may(right, centre_id=row.centre_id, department_id=card.department_id)
            for right in _COLLEAGUES
        )
    if not mine:
        raise NotYourCard
