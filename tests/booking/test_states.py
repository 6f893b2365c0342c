"""Every move an appointment may and may not make."""

from itertools import product

import pytest

from yimen.services.booking.errors import EventNotAllowed
from yimen.services.booking.rules.states import NEXT_STATE, Event, State, next_state

ALLOWED = {
    "booked check_in": "checked_in",
    "booked arrive_late": "late",
    "booked cancel": "cancelled",
    "booked call_off": "called_off",
    "booked miss": "no_show",
    "checked_in finish": "done",
    "checked_in miss": "no_show",
    "checked_in lapse": "expired",
    "no_show arrive_late": "late",
}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_state_meets_every_event_as_the_table_says(state: State, event: Event) -> None:
    wanted = ALLOWED.get(f"{state.value} {event.value}")

    if wanted is None:
        with pytest.raises(EventNotAllowed) as refused:
            next_state(state, event)
        assert refused.value.facts == {"state": state.value, "event": event.value}
    else:
        assert next_state(state, event) is State(wanted)


def test_the_table_has_no_move_that_the_test_does_not_know() -> None:
    assert {f"{s.value} {e.value}" for s, e in NEXT_STATE} == set(ALLOWED)


def test_every_state_but_the_first_can_be_reached() -> None:
    assert set(NEXT_STATE.values()) == set(State) - {State.BOOKED}
