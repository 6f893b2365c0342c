"""The life of a parcel as a table, the fold of late and odd events, and the carriers' scale."""

from datetime import timedelta
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.builders import TEN, at
from yimen.services.delivery.errors import DepositStepNotAllowed, StepNotAllowed
from yimen.services.delivery.rules.alarms import Alarm, Patience, alarm
from yimen.services.delivery.rules.lockers import (
    IN_SLOT,
    NEXT_DEPOSIT,
    DepositState,
    DepositStep,
    large_enough,
    new_code,
    next_deposit,
)
from yimen.services.delivery.rules.scale import Meaning, meaning
from yimen.services.delivery.rules.states import (
    MAY_GO_AGAIN,
    NEXT_STATE,
    OVER,
    WITH_CARRIER,
    Happening,
    Problem,
    Standing,
    State,
    Step,
    next_state,
    standing,
)

WAY = [
    (0.1, Step.BOOK),
    (2, Step.PICK_UP),
    (6, Step.MOVE),
    (24, Step.GO_OUT),
    (26, Step.SIGN),
]
PATIENCE = Patience(timedelta(hours=2), timedelta(hours=24), timedelta(days=3))


def happened(*way: tuple[float, Step]) -> list[Happening]:
    return [
        Happening(
            at(hours), place, step, Problem.REFUSED if step is Step.HIT_TROUBLE else Problem.NONE
        )
        for place, (hours, step) in enumerate(way)
    ]


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_pair_is_decided(state: State, step: Step) -> None:
    if (state, step) in NEXT_STATE:
        assert next_state(state, step) is NEXT_STATE[state, step]
    else:
        with pytest.raises(StepNotAllowed) as refusal:
            next_state(state, step)
        assert refusal.value.facts == {"parcel_state": state.value, "event": step.value}


def test_every_state_can_be_reached() -> None:
    reached = {State.CREATED}
    while grown := {NEXT_STATE[s, e] for s, e in NEXT_STATE if s in reached} - reached:
        reached |= grown

    assert reached == set(State)


def test_what_was_signed_moves_only_by_a_dispute() -> None:
    assert [step for step in Step if (State.SIGNED, step) in NEXT_STATE] == [Step.DISPUTE]


def test_what_is_over_is_not_what_is_under_way() -> None:
    assert {State.CREATED} == set(State) - OVER - WITH_CARRIER
    assert MAY_GO_AGAIN <= OVER
    assert State.SIGNED not in MAY_GO_AGAIN


def test_a_parcel_goes_its_way() -> None:
    stands = standing(TEN, happened(*WAY))

    assert stands == Standing(State.SIGNED, at(26), signed_at=at(26))


def test_the_order_in_which_it_is_told_does_not_matter() -> None:
    told = happened(*WAY)

    assert {standing(TEN, order) for order in permutations(told)} == {standing(TEN, told)}


def test_late_news_of_the_way_does_not_take_a_signature_back() -> None:
    before = standing(TEN, happened((0.1, Step.BOOK), (26, Step.SIGN)))

    after = standing(TEN, happened((0.1, Step.BOOK), (26, Step.SIGN), (6, Step.MOVE)))

    assert after == before


def test_a_problem_is_named_and_forgotten_when_it_goes_on() -> None:
    stuck = standing(TEN, happened((2, Step.PICK_UP), (6, Step.HIT_TROUBLE)))
    assert (stuck.state, stuck.problem) == (State.PROBLEM, Problem.REFUSED)

    moved = standing(TEN, happened((2, Step.PICK_UP), (6, Step.HIT_TROUBLE), (8, Step.GO_OUT)))

    assert (moved.state, moved.problem) == (State.OUT_FOR_DELIVERY, Problem.NONE)


def test_what_is_signed_on_its_way_back_has_come_back() -> None:
    stands = standing(
        TEN, happened((2, Step.PICK_UP), (9, Step.TURN_BACK), (20, Step.MOVE), (40, Step.SIGN))
    )

    assert (stands.state, stands.signed_at) == (State.RETURNED, None)


def test_what_was_lost_is_found_by_its_next_news() -> None:
    stands = standing(TEN, happened((2, Step.PICK_UP), (90, Step.LOSE), (99, Step.SIGN)))

    assert (stands.state, stands.signed_at) == (State.SIGNED, at(99))


def test_a_disputed_signature_is_no_delivery() -> None:
    stands = standing(TEN, [*happened(*WAY), Happening(at(30), 9, Step.DISPUTE, Problem.DISPUTED)])

    assert (stands.state, stands.problem, stands.signed_at) == (
        State.PROBLEM,
        Problem.DISPUTED,
        None,
    )


def test_a_dispute_that_is_cleared_gives_the_signature_its_own_moment_back() -> None:
    disputed = [*happened(*WAY), Happening(at(30), 9, Step.DISPUTE, Problem.DISPUTED)]

    stands = standing(TEN, [*disputed, Happening(at(40), 10, Step.CLEAR)])

    assert stands == Standing(State.SIGNED, at(26), signed_at=at(26))


def test_nothing_but_a_dispute_is_cleared() -> None:
    stuck = standing(TEN, happened((2, Step.PICK_UP), (6, Step.HIT_TROUBLE), (8, Step.CLEAR)))

    assert (stuck.state, stuck.signed_at) == (State.PROBLEM, None)


def test_a_state_counts_from_when_it_was_reached() -> None:
    stands = standing(TEN, happened((2, Step.PICK_UP), (6, Step.MOVE), (9, Step.MOVE)))

    assert (stands.state, stands.since) == (State.IN_TRANSIT, at(6))


@given(st.lists(st.tuples(st.integers(0, 99), st.sampled_from(Step)), max_size=12), st.randoms())
def test_any_story_ends_the_same_however_it_is_shuffled(
    way: list[tuple[int, Step]], chance: object
) -> None:
    told = happened(*[(float(hours), step) for hours, step in way])
    shuffled = list(told)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    stands = standing(TEN, told)

    assert standing(TEN, shuffled) == stands
    assert (stands.signed_at is not None) == (stands.state is State.SIGNED)
    assert (stands.problem is not Problem.NONE) <= (stands.state is State.PROBLEM)


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("10", Meaning(Step.BOOK)),
        ("1", Meaning(Step.PICK_UP)),
        ("2", Meaning(Step.MOVE)),
        ("201", Meaning(Step.MOVE)),
        ("202", Meaning(Step.GO_OUT)),
        ("204", Meaning(Step.MOVE)),
        ("211", Meaning(Step.PUT_IN_LOCKER)),
        ("3", Meaning(Step.SIGN)),
        ("301", Meaning(Step.SIGN)),
        ("304", Meaning(Step.SIGN)),
        ("311", Meaning(Step.SIGN)),
        ("404", Meaning(Step.HIT_TROUBLE, Problem.REFUSED)),
        ("406", Meaning(Step.COME_BACK)),
        ("407", Meaning(Step.TURN_BACK)),
        ("416", Meaning(Step.HIT_TROUBLE, Problem.UNREACHABLE)),
        ("414", Meaning(Step.HIT_TROUBLE, Problem.DAMAGED)),
        ("499", Meaning(Step.LOSE)),
        ("4", Meaning(Step.HIT_TROUBLE, Problem.OTHER)),
        ("277", Meaning(Step.MOVE)),
        ("488", Meaning(Step.HIT_TROUBLE, Problem.OTHER)),
        ("0", None),
        ("", None),
        ("x", None),
    ],
)
def test_the_carriers_scale_is_read(code: str, means: Meaning | None) -> None:
    assert meaning(code) == means


@pytest.mark.parametrize(
    ("state", "since", "news", "found"),
    [
        (State.CREATED, 2, 2, Alarm.NONE),
        (State.CREATED, 2.1, 2.1, Alarm.NOT_BOOKED),
        (State.AWAITING, 24, 1, Alarm.NONE),
        (State.AWAITING, 24.1, 1, Alarm.NOT_PICKED_UP),
        (State.IN_TRANSIT, 200, 72, Alarm.NONE),
        (State.IN_TRANSIT, 200, 72.1, Alarm.SILENT),
        (State.PROBLEM, 200, 72.1, Alarm.SILENT),
        (State.RETURNING, 200, 72.1, Alarm.SILENT),
        (State.SIGNED, 999, 999, Alarm.NONE),
        (State.LOST, 999, 999, Alarm.NONE),
    ],
)
def test_patience_ends(state: State, since: float, news: float, found: Alarm) -> None:
    now = at(1000)

    assert (
        alarm(
            state,
            since=now - timedelta(hours=since),
            last_news=now - timedelta(hours=news),
            at=now,
            patience=PATIENCE,
        )
        is found
    )


@pytest.mark.parametrize(("state", "step"), list(product(DepositState, DepositStep)))
def test_every_pair_of_a_deposit_is_decided(state: DepositState, step: DepositStep) -> None:
    if (state, step) in NEXT_DEPOSIT:
        assert next_deposit(state, step) is NEXT_DEPOSIT[state, step]
    else:
        with pytest.raises(DepositStepNotAllowed):
            next_deposit(state, step)


def test_a_deposit_that_has_left_its_slot_stays_away() -> None:
    assert not [pair for pair in NEXT_DEPOSIT if pair[0] not in IN_SLOT]


def test_what_fits_a_small_slot_fits_a_larger_one() -> None:
    assert large_enough("small") == ("small", "medium", "large")
    assert large_enough("large") == ("large",)


def test_codes_have_eight_digits() -> None:
    codes = {new_code() for _ in range(200)}

    assert all(len(code) == 8 and code.isdecimal() for code in codes)
    assert len(codes) > 190
