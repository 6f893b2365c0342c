"""The tables of states decide every pair."""

from itertools import product

import pytest

from yimen.services.hall.errors import EventNotAllowed
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.numbers import is_prefix, number, series
from yimen.services.hall.rules.states import (
    FINAL,
    NEXT_DUTY,
    NEXT_STATE,
    Duty,
    DutyEvent,
    Event,
    State,
    next_duty,
    next_state,
)


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_pair_of_state_and_event_is_decided(state: State, event: Event) -> None:
    if (state, event) in NEXT_STATE:
        assert next_state(state, event) is NEXT_STATE[state, event]
    else:
        with pytest.raises(EventNotAllowed) as refusal:
            next_state(state, event)
        assert refusal.value.facts == {"state": state.value, "event": event.value}


@pytest.mark.parametrize(("duty", "event"), list(product(Duty, DutyEvent)))
def test_every_pair_of_duty_and_event_is_decided(duty: Duty, event: DutyEvent) -> None:
    if (duty, event) in NEXT_DUTY:
        assert next_duty(duty, event) is NEXT_DUTY[duty, event]
    else:
        with pytest.raises(EventNotAllowed):
            next_duty(duty, event)


def test_nothing_leaves_a_final_state_and_everything_else_ends_with_the_day() -> None:
    for state in State:
        moves = {event for source, event in NEXT_STATE if source is state}
        assert (moves == set()) == (state in FINAL)
        if state not in FINAL:
            assert next_state(state, Event.CLOSE_DAY) is State.ABANDONED


def test_every_state_can_be_reached_from_waiting() -> None:
    reached = {State.WAITING}
    while (
        found := {after for (before, _), after in NEXT_STATE.items() if before in reached} - reached
    ):
        reached |= found

    assert reached == set(State)


@pytest.mark.parametrize(
    ("serial", "printed"), [(1, "A001"), (12, "A012"), (999, "A999"), (1000, "A1000")]
)
def test_numbers_have_three_digits_and_then_four(serial: int, printed: str) -> None:
    assert number("A", serial) == printed


def test_series_tell_the_classes_apart() -> None:
    assert [series("B", item) for item in TicketClass] == ["B", "YB", "LB"]


@pytest.mark.parametrize("text", ["A", "Z", "PA", "WF"])
def test_good_prefixes(text: str) -> None:
    assert is_prefix(text)


@pytest.mark.parametrize("text", ["", "I", "O", "L", "Y", "YA", "LA", "AI", "AO", "a", "ABC", "1"])
def test_prefixes_that_could_be_misread_are_refused(text: str) -> None:
    assert not is_prefix(text)
