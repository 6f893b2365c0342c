"""The table of repair, its clocks and its rates, without a database."""

from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from yimen.kernel.errors import DomainError
from yimen.reference.centres.rules.legal import before_prolongation, builtin
from yimen.services.feedback.errors import (
    AppealOnce,
    CallBackNeeded,
    CommentTooLong,
    ExtensionOnce,
    ExtensionTooLate,
    OwnRating,
    SamePerson,
    SecondRatingBad,
    StepNotAllowed,
    TextNeeded,
)
from yimen.services.feedback.rules import repair as rules
from yimen.services.feedback.rules.rates import Rates, Tally, rates
from yimen.services.feedback.rules.repair import (
    FINAL,
    NEXT_STATE,
    Clock,
    Dues,
    Limits,
    State,
    Step,
    Work,
    dues,
    feedback_days,
    next_due,
    next_state,
)

LIMITS = Limits(sign=1, contact=2, feedback=5, extended=15, review=5)
CALENDAR = builtin()
TUESDAY = date(2019, 11, 5)

#: Written out a second time on purpose: from each state, where each step leads.
ALLOWED = {
    "open": {"sign": "signed"},
    "signed": {
        "contact": "contacted",
        "ask_extension": "signed",
        "grant_extension": "signed",
        "refuse_extension": "signed",
    },
    "contacted": {
        "answer": "answered",
        "appeal": "appealed",
        "ask_extension": "contacted",
        "grant_extension": "contacted",
        "refuse_extension": "contacted",
    },
    "appealed": {"uphold": "excluded", "reject": "contacted"},
    "answered": {
        "miss": "answered",
        "call_back": "called_back",
        "invite_again": "answered",
        "rate_again": "answered",
        "close": "closed",
    },
    "called_back": {
        "invite_again": "called_back",
        "rate_again": "called_back",
        "answer": "answered",
        "close": "closed",
    },
    "closed": {},
    "excluded": {},
}


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_each_step_in_each_state(state: State, step: Step) -> None:
    wanted = ALLOWED[state.value].get(step.value)

    if wanted is not None:
        assert next_state(state, step).value == wanted
    else:
        with pytest.raises(StepNotAllowed) as refusal:
            next_state(state, step)
        assert refusal.value.facts == {"stage": state.value, "step": step.value}


def test_every_state_is_reached_and_only_the_final_ones_are_left_by_nothing() -> None:
    assert {State.OPEN, *NEXT_STATE.values()} == set(State)
    assert set(State) - {state for state, _ in NEXT_STATE} == FINAL
    assert {step for _, step in NEXT_STATE} == set(Step)


def test_limits_are_working_days_after_the_day_of_the_rating() -> None:
    assert dues(Clock(TUESDAY, LIMITS), CALENDAR) == Dues(
        sign=date(2019, 11, 6),
        contact=date(2019, 11, 7),
        feedback=date(2019, 11, 12),
        review=None,
    )


def test_a_granted_extension_lengthens_the_answer_only() -> None:
    held = dues(Clock(TUESDAY, LIMITS, extended=True), CALENDAR)

    assert (held.contact, held.feedback) == (date(2019, 11, 7), date(2019, 11, 26))


def test_the_answers_clock_stands_still_for_an_appeal() -> None:
    during = Clock(TUESDAY, LIMITS, appealed_on=date(2019, 11, 7))
    after = Clock(TUESDAY, LIMITS, appealed_on=date(2019, 11, 7), decided_on=date(2019, 11, 11))

    assert (dues(during, CALENDAR).feedback, feedback_days(during, CALENDAR)) == (None, None)
    assert dues(during, CALENDAR).review == date(2019, 11, 14)
    assert dues(after, CALENDAR).feedback == date(2019, 11, 15)
    days = feedback_days(after, CALENDAR)
    assert days is not None
    assert [d.day.day for d in days.days if d.counted] == [6, 12, 13, 14, 15]


def test_the_spring_festival_of_2020_moves_a_repair_with_the_notice() -> None:
    clock = Clock(date(2020, 1, 22), LIMITS)

    assert dues(clock, before_prolongation(CALENDAR)).feedback == date(2020, 2, 4)
    assert dues(clock, CALENDAR).feedback == date(2020, 2, 6)


def test_which_limit_runs_in_which_state() -> None:
    held = Dues(date(2020, 1, 1), date(2020, 1, 2), date(2020, 1, 3), date(2020, 1, 4))

    assert {state: next_due(state, held) for state in State} == {
        State.OPEN: held.sign,
        State.SIGNED: held.contact,
        State.CONTACTED: held.feedback,
        State.APPEALED: held.review,
        State.ANSWERED: None,
        State.CALLED_BACK: None,
        State.CLOSED: None,
        State.EXCLUDED: None,
    }


def test_an_extension_is_asked_for_once_while_the_limit_runs() -> None:
    due = date(2019, 11, 12)

    rules.check_extension(asked_before=False, on=due, due=due)
    for asked_before, on, ends, refusal in (
        (True, due, due, ExtensionOnce),
        (False, date(2019, 11, 13), due, ExtensionTooLate),
        (False, due, None, ExtensionTooLate),
    ):
        with pytest.raises(refusal):
            rules.check_extension(asked_before=asked_before, on=on, due=ends)


def test_one_appeal_and_two_pairs_of_eyes() -> None:
    rules.check_appeal(appealed_before=False)
    rules.check_second(2, first=1)
    rules.check_second(2, first=None)
    rules.check_hand(2, rated=1)
    rules.check_hand(2, rated=None)
    with pytest.raises(AppealOnce):
        rules.check_appeal(appealed_before=True)
    with pytest.raises(SamePerson):
        rules.check_second(1, first=1)
    with pytest.raises(OwnRating):
        rules.check_hand(1, rated=1)


def test_notes_are_trimmed_needed_and_bounded() -> None:
    assert rules.check_text("  已致歉 ") == "已致歉"
    with pytest.raises(TextNeeded):
        rules.check_text("  ")
    with pytest.raises(CommentTooLong):
        rules.check_text("字" * 2001)


@pytest.mark.parametrize(
    ("work", "refusal"),
    [
        (Work(State.CALLED_BACK, True, 0, 3, 1, None), None),
        (Work(State.CALLED_BACK, True, 0, 3, 1, 3), None),
        (Work(State.CALLED_BACK, True, 0, 3, 1, 2), SecondRatingBad),
        (Work(State.CALLED_BACK, True, 0, 3, 2, 2), None),
        (Work(State.ANSWERED, True, 2, 3, 1, None), CallBackNeeded),
        (Work(State.ANSWERED, True, 3, 3, 1, None), None),
        (Work(State.ANSWERED, False, 0, 3, 1, None), None),
        (Work(State.ANSWERED, False, 0, 3, 1, 1), SecondRatingBad),
        (Work(State.CONTACTED, False, 3, 3, 0, None), StepNotAllowed),
        (Work(State.CLOSED, False, 3, 3, 1, 5), StepNotAllowed),
    ],
)
def test_who_is_known_by_name_is_called_back_and_a_bad_second_rating_answered(
    work: Work, refusal: type[DomainError] | None
) -> None:
    if refusal is None:
        rules.check_close(work)
    else:
        with pytest.raises(refusal):
            rules.check_close(work)


def test_rates_with_and_without_defaults() -> None:
    tally = Tally(
        services=20,
        given={5: 6, 4: 1, 3: 1, 2: 1, 1: 1},
        by_default={3: 10},
        repairs_due=2,
        repaired_in_time=1,
        named_bad=2,
        called_back=2,
    )

    without = rates(tally)
    with_defaults = rates(tally, with_defaults=True)

    assert without == Rates(
        base=10,
        five_star=Fraction(6, 10),
        four_up=Fraction(7, 10),
        three_up=Fraction(8, 10),
        bad=Fraction(2, 10),
        mean_stars=Fraction(40, 10),
        given=Fraction(10, 20),
        repaired=Fraction(1, 2),
        called_back=Fraction(1),
    )
    assert (with_defaults.base, with_defaults.bad) == (20, Fraction(2, 20))
    assert with_defaults.three_up == Fraction(18, 20)
    assert with_defaults.given == without.given


def test_nothing_to_count_has_no_rate() -> None:
    empty = rates(Tally(services=3, by_default={3: 3}))

    assert empty.base == 0
    assert (empty.five_star, empty.four_up, empty.three_up, empty.bad) == (None,) * 4
    assert (empty.mean_stars, empty.repaired, empty.called_back) == (None,) * 3
    assert empty.given == Fraction(0)
    assert rates(Tally()).given is None
    assert rates(Tally(by_default={3: 1}), with_defaults=True).bad == Fraction(0)
