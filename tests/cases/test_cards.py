"""Cards: deserved by the ledger, given once; appeals are decided by a second person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.builders import Hall
from tests.cases.office import build_office, ten
from tests.cases.timed import APPROVER, HANDLER, SUPERVISOR, Timed, accepted, build_case, noon
from tests.catalogue.builders import someone
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.cases.actions import cards, supplementing
from yimen.services.cases.errors import (
    CardMoveNotAllowed,
    CardNotFound,
    CaseNotFound,
    NoAppealOfPrompts,
    NotRefused,
    NotYourCard,
    ReasonNeeded,
    ReasonTooLong,
    SamePerson,
)
from yimen.services.cases.models import Card, Case, Step
from yimen.services.cases.queries import cards as queries
from yimen.services.cases.rules.cards import CardState, Cause, Colour
from yimen.services.cases.rules.clocks import ClockKind, EndReason
from yimen.services.cases.rules.states import StepState
from yimen.services.cases.rules.steps import Outcome

pytestmark = pytest.mark.django_db


def given(case: Timed) -> list[tuple[str, str, str]]:
    """Which cards a case has: clock, colour, day."""
    return [
        (card.clock.value if card.clock else "", card.colour.value, card.on.isoformat())
        for card in queries.cards_of(case.id)
    ]


def red(**more: Any) -> tuple[Timed, int]:
    """A case with one red card, and the card."""
    case = accepted("2019-11-05", **more)
    with transaction.atomic():
        cards.give(case.row, Cause.SECOND_SUPPLEMENT, on=date(2019, 11, 6), at=noon("2019-11-06"))
    return case, queries.cards_of(case.id)[0].id


def claimed(case: Timed, assignee: int) -> Step:
    return Step.objects.create(
        case_id=case.id,
        position=1,
        name="审查",
        role="handler",
        department_id=case.row.department_id,
        state=StepState.CLAIMED.value,
        assignee=assignee,
    )


def test_ending_a_clock_late_gives_every_card_it_deserved_with_its_own_day() -> None:
    case = accepted("2019-11-05")

    case.end(ClockKind.PROMISED, "2019-11-20")

    assert given(case) == [
        ("promised", "prompt", "2019-11-08"),
        ("promised", "yellow", "2019-11-11"),
        ("promised", "red", "2019-11-13"),
    ]


def test_ending_a_clock_in_time_gives_what_was_deserved_until_then() -> None:
    case = accepted("2019-11-05")

    case.end(ClockKind.PROMISED, "2019-11-08")

    assert given(case) == [("promised", "prompt", "2019-11-08")]


def test_what_was_deserved_before_a_stop_stays_deserved() -> None:
    case = accepted("2019-11-05")

    case.stop(ClockKind.PROMISED, "2019-11-11")
    case.go_on(ClockKind.PROMISED, "2019-11-15")
    case.end(ClockKind.PROMISED, "2019-11-18")

    assert given(case) == [
        ("promised", "prompt", "2019-11-08"),
        ("promised", "yellow", "2019-11-11"),
    ]


def test_acceptance_past_its_limit_is_a_red_card_of_who_received() -> None:
    case = build_case("2019-11-05")

    case.accept("2019-11-20")

    reds = [card for card in queries.cards_of(case.id) if card.colour is Colour.RED]
    assert [(card.cause, card.on.isoformat(), card.staff_id) for card in reds] == [
        (Cause.DEEMED, "2019-11-13", HANDLER.id)
    ]


def test_limits_of_the_applicant_give_no_cards() -> None:
    case = build_case("2019-11-05")
    case.start(ClockKind.SUPPLEMENT, "2019-11-05")

    case.end(ClockKind.SUPPLEMENT, "2020-02-01", EndReason.EXPIRED)

    assert given(case) == []


def test_a_card_names_who_holds_the_step_that_is_due_first() -> None:
    case = accepted("2019-11-05")
    step = claimed(case, 77)

    case.end(ClockKind.PROMISED, "2019-11-08")

    row = Card.objects.get()
    assert (row.staff, row.step_id, row.department_id) == (77, step.pk, step.department_id)


def test_a_cause_gives_one_card_however_often_it_is_told() -> None:
    case, _ = red()

    with transaction.atomic():
        again = cards.give(
            case.row, Cause.SECOND_SUPPLEMENT, on=date(2019, 11, 9), at=noon("2019-11-09")
        )

    assert again == 0
    assert given(case) == [("", "red", "2019-11-06")]
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.bulk_create([_copy(Card.objects.get())])


def _copy(card: Card) -> Card:
    card.pk = None
    return card


def test_an_instant_item_gets_yellow_after_half_an_hour_and_red_after_closing() -> None:
    case = build_case("2019-11-05", instant=True)
    received = noon("2019-11-05")

    counts = [
        cards.settle_instant(case.row, at=received + timedelta(minutes=minutes))
        for minutes in (30, 31, 32, 719, 721)
    ]

    assert counts == [0, 1, 0, 0, 1]
    assert [(card.cause, str(card.on)) for card in queries.cards_of(case.id)] == [
        (Cause.INSTANT_SLOW, "2019-11-05"),
        (Cause.INSTANT_OVERNIGHT, "2019-11-05"),
    ]


def test_an_instant_item_decided_late_has_its_card_whether_or_not_anybody_looked() -> None:
    case = build_case("2019-11-05", instant=True)
    case.accept("2019-11-05")

    case.end(ClockKind.PROMISED, "2019-11-06")

    causes = {card.cause for card in queries.cards_of(case.id)}
    assert {Cause.INSTANT_SLOW, Cause.INSTANT_OVERNIGHT} <= causes


def test_what_is_no_instant_item_has_no_half_hour() -> None:
    case = build_case("2019-11-05")

    assert cards.settle_instant(case.row, at=noon("2019-12-05")) == 0


def test_slow_instant_cases_are_listed_until_their_red_card() -> None:
    case = build_case("2019-11-05", instant=True)
    build_case("2019-11-05")
    later = noon("2019-11-06")

    before = queries.slow_instant_cases(before=later, after=0, limit=10)
    cards.settle_instant(case.row, at=later)

    assert before == [case.id]
    assert queries.slow_instant_cases(before=later, after=0, limit=10) == []


def test_a_cancelled_card_stays_visible() -> None:
    case, card_id = red()

    cards.appeal(card_id, ground="系统故障", by=HANDLER, at=noon("2019-11-07"))
    cards.decide_appeal(card_id, cancel=True, reason="属实", by=SUPERVISOR, at=noon("2019-11-08"))

    card = queries.card(card_id)
    assert card.state is CardState.CANCELLED
    assert (card.ground, card.decision) == ("系统故障", "属实")
    assert (card.appealed_by, card.decided_by) == (HANDLER.id, SUPERVISOR.id)
    assert given(case) == [("", "red", "2019-11-06")]


def test_a_rejected_appeal_keeps_the_card_and_cannot_be_repeated() -> None:
    _, card_id = red()
    cards.appeal(card_id, ground="不服", by=HANDLER, at=noon("2019-11-07"))

    cards.decide_appeal(
        card_id, cancel=False, reason="理由不成立", by=SUPERVISOR, at=noon("2019-11-08")
    )

    assert queries.card(card_id).state is CardState.KEPT
    with pytest.raises(CardMoveNotAllowed):
        cards.appeal(card_id, ground="再申诉", by=HANDLER, at=noon("2019-11-09"))


def test_refusals_of_appeals() -> None:
    case, card_id = red()
    claimed(case, HANDLER.id)
    at = noon("2019-11-07")
    case.end(ClockKind.PROMISED, "2019-11-13")
    prompt = Card.objects.get(colour="prompt")
    named = Card.objects.get(colour="yellow")
    elsewhere = someone(2001, Role.HANDLER, department_id=0)

    with pytest.raises(ReasonNeeded):
        cards.appeal(card_id, ground="  ", by=HANDLER, at=at)
    with pytest.raises(ReasonTooLong):
        cards.appeal(card_id, ground="长" * 501, by=HANDLER, at=at)
    with pytest.raises(CardNotFound):
        cards.appeal(0, ground="不服", by=HANDLER, at=at)
    with pytest.raises(CardNotFound):
        queries.card(0)
    with pytest.raises(NoAppealOfPrompts):
        cards.appeal(prompt.pk, ground="不服", by=HANDLER, at=at)
    with pytest.raises(NotYourCard):
        cards.appeal(named.pk, ground="不服", by=APPROVER, at=at)
    with pytest.raises(NotYourCard):
        cards.appeal(card_id, ground="不服", by=elsewhere, at=at)
    with pytest.raises(NotYourCard):
        cards.appeal(card_id, ground="不服", by=HOUSE, at=at)


def test_refusals_of_decisions() -> None:
    case, card_id = red(received_by=None)
    at = noon("2019-11-07")
    both = someone(HANDLER.id, Role.SUPERVISOR)

    with pytest.raises(CardMoveNotAllowed):
        cards.decide_appeal(card_id, cancel=True, reason="属实", by=SUPERVISOR, at=at)
    cards.appeal(card_id, ground="不服", by=HANDLER, at=at)
    with pytest.raises(ReasonNeeded):
        cards.decide_appeal(card_id, cancel=True, reason="", by=SUPERVISOR, at=at)
    with pytest.raises(NotAllowed):
        cards.decide_appeal(card_id, cancel=True, reason="属实", by=APPROVER, at=at)
    with pytest.raises(NotAllowed):
        cards.decide_appeal(card_id, cancel=True, reason="属实", by=HOUSE, at=at)
    with pytest.raises(SamePerson):
        cards.decide_appeal(card_id, cancel=True, reason="属实", by=both, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card_id).update(
            state="cancelled", decided_by=HANDLER.id, decided_at=at
        )
    assert Case.objects.get(pk=case.id).cards.get().state == "appealed"


def test_lists_are_newest_first_and_by_department_person_colour_and_state() -> None:
    first, card_id = red()
    second, _ = red()
    second.end(ClockKind.PROMISED, "2019-11-13")
    centre, department = first.row.centre_id, first.row.department_id
    cards.appeal(card_id, ground="不服", by=HANDLER, at=noon("2019-11-07"))

    found = queries.cards(centre_id=centre, department_id=department)

    assert [(card.case_id, card.colour.value) for card in found] == [
        (second.id, "red"),
        (second.id, "yellow"),
        (second.id, "red"),
        (first.id, "red"),
    ]
    assert len(queries.cards(before=found[0].id)) == 3
    assert [card.id for card in queries.cards(states=(CardState.APPEALED,))] == [card_id]
    assert [card.colour for card in queries.cards(colours=(Colour.PROMPT,))] == [Colour.PROMPT]
    assert queries.cards(department_id=0) == queries.cards(staff_id=5) == []
    assert len(queries.cards(limit=1)) == 1


def test_a_second_supplement_is_a_red_card_of_who_received(hall: Hall) -> None:
    office = build_office(hall)
    case = office.received()
    supplementing.ask(case.id, {"id": "照片模糊"}, by=office.clerk, at=ten(10))
    drafting_done(case.id)
    supplementing.supply(case.id, by=office.clerk, at=ten(20))
    both = Actor("staff", office.clerk.id, "7000", office.clerk.grants + SUPERVISOR.grants)

    first = queries.cards_of(case.id)
    supplementing.ask(case.id, {"id": "仍然模糊"}, by=both, at=ten(30), override="确需再次告知")

    assert first == []
    assert [(card.cause, card.colour, card.staff_id) for card in queries.cards_of(case.id)] == [
        (Cause.SECOND_SUPPLEMENT, Colour.RED, office.clerk.id)
    ]


def drafting_done(case_id: int) -> None:
    """What was told has been brought."""
    Case.objects.get(pk=case_id).materials.filter(state="wrong").update(state="given", flaw="")


def test_a_supervisor_finds_a_refusal_without_a_reason(hall: Hall) -> None:
    office = build_office(hall)
    granted, refused = office.accepted(), office.accepted()
    office.do(office.handler, refused.id)
    office.do(office.reviewer, refused.id)
    office.do(office.approver, refused.id, Outcome.REFUSE, opinion="不同意")

    card_id = cards.find_without_reason(
        refused.id, reason="决定书只写“不同意”", by=office.supervisor, at=ten(60)
    )
    again = cards.find_without_reason(
        refused.id, reason="决定书只写“不同意”", by=office.supervisor, at=ten(61)
    )

    card = queries.card(card_id)
    assert again == card_id
    assert (card.cause, card.colour, card.staff_id) == (
        Cause.NO_REASON,
        Colour.RED,
        office.approver.id,
    )
    with pytest.raises(NotRefused):
        cards.find_without_reason(granted.id, reason="无", by=office.supervisor, at=ten(62))
    with pytest.raises(NotAllowed):
        cards.find_without_reason(refused.id, reason="无", by=office.approver, at=ten(62))
    with pytest.raises(ReasonNeeded):
        cards.find_without_reason(refused.id, reason=" ", by=office.supervisor, at=ten(62))
    with pytest.raises(CaseNotFound):
        cards.find_without_reason(0, reason="无", by=office.supervisor, at=ten(62))
