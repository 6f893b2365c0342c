"""Where a bundle is, what may begin, what never will, and when all of it is due."""

from datetime import date

import pytest

from yimen.kernel.workdays import Calendar
from yimen.services.cases.rules.bundles import (
    BundleState,
    PartState,
    Standing,
    due_on,
    to_drop,
    to_start,
    whole,
)
from yimen.services.cases.rules.states import State

#: Nothing but weekends.
CALENDAR = Calendar(marks={}, years=frozenset({2019}))
TUESDAY = date(2019, 11, 5)


def part(key: str, state: State | None, *givers: str, **more: object) -> Standing:
    granted = state in {State.GRANTED, State.CERTIFIED, State.DELIVERED}
    return Standing(key, givers, state, **{"granted": granted, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, PartState.WAITING),
        (State.RECEIVED, PartState.HANDLED),
        (State.CORRECTION, PartState.YOURS),
        (State.ACCEPTED, PartState.HANDLED),
        (State.IN_REVIEW, PartState.HANDLED),
        (State.SUSPENDED, PartState.HANDLED),
        (State.GRANTED, PartState.HANDLED),
        (State.CERTIFIED, PartState.READY),
        (State.REFUSED, PartState.READY),
        (State.DELIVERED, PartState.OVER),
        (State.CLOSED, PartState.OVER),
        (State.WITHDRAWN, PartState.FELL),
        (State.TERMINATED, PartState.FELL),
        (State.NOT_REQUIRED, PartState.FELL),
        (State.NOT_COMPETENT, PartState.FELL),
        (State.VOID, PartState.FELL),
    ],
)
def test_a_part_is_where_its_case_is(state: State | None, expected: PartState) -> None:
    assert part("a", state).state is expected


def test_every_state_of_a_case_that_is_over_gives_or_never_will() -> None:
    over = {
        State.REFUSED,
        State.CLOSED,
        State.NOT_REQUIRED,
        State.NOT_COMPETENT,
        State.WITHDRAWN,
        State.TERMINATED,
        State.EXPIRED,
        State.VOID,
    }
    for state in State:
        expected = True if state in {State.CERTIFIED, State.DELIVERED} else None
        assert part("a", state).gives is (False if state in over else expected), state
    assert part("a", State.DELIVERED, granted=False).gives is False


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((None, State.ACCEPTED), BundleState.RUNNING),
        ((State.CORRECTION, State.ACCEPTED), BundleState.YOURS),
        ((State.CERTIFIED, State.GRANTED), BundleState.RUNNING),
        ((State.CERTIFIED, State.REFUSED), BundleState.READY),
        ((State.CERTIFIED, State.WITHDRAWN), BundleState.READY),
        ((State.DELIVERED, State.CERTIFIED), BundleState.READY),
        ((State.DELIVERED, State.CLOSED), BundleState.DONE),
        ((State.WITHDRAWN, State.VOID), BundleState.DONE),
    ],
)
def test_the_whole_is_where_its_parts_are(
    states: tuple[State | None, ...], expected: BundleState
) -> None:
    parts = [part(str(place), state) for place, state in enumerate(states)]

    assert whole(parts) is expected


def test_what_waits_for_everybody_begins_when_all_have_given() -> None:
    first, second = part("a", State.CERTIFIED), part("b", State.ACCEPTED)
    waiting = part("c", None, "a", "b")

    assert to_start([first, second, waiting]) == []
    assert to_start([first, part("b", State.DELIVERED), waiting]) == ["c"]
    assert to_start([first, part("b", State.CERTIFIED), part("c", State.ACCEPTED, "a")]) == []


def test_what_waits_in_vain_drops_and_drags_along_what_waits_for_it() -> None:
    parts = [
        part("d", None, "c"),
        part("a", State.REFUSED),
        part("b", State.CERTIFIED),
        part("c", None, "a", "b"),
        part("e", None, "b"),
    ]

    assert sorted(to_drop(parts)) == ["c", "d"]
    assert to_drop([part("a", State.ACCEPTED), part("c", None, "a")]) == []


def test_nothing_moves_the_due_date_while_all_are_in_time() -> None:
    parts = [part("a", State.ACCEPTED, due=date(2019, 11, 7)), part("b", None, "a", days=2)]

    assert due_on(date(2019, 11, 15), parts, CALENDAR) == date(2019, 11, 15)


def test_who_is_late_moves_it_with_those_behind() -> None:
    parts = [
        part("c", None, "b", days=3),
        part("b", None, "a", days=1),
        part("a", State.ACCEPTED, due=date(2019, 11, 14)),
    ]

    # Thursday the 14th, one day on is Friday, three on is Wednesday.
    assert due_on(date(2019, 11, 15), parts, CALENDAR) == date(2019, 11, 20)


def test_what_is_decided_or_not_accepted_moves_nothing() -> None:
    parts = [
        part("a", State.CERTIFIED, due=date(2019, 12, 24)),
        part("b", State.RECEIVED),
        part("c", None, "b", days=9),
    ]

    assert due_on(TUESDAY, parts, CALENDAR) == TUESDAY
