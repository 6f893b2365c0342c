"""Where papers may go, decided for every pair; what a count finds; what lies too long."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.services.cases.errors import PaperMoveNotAllowed, RouteNotAllowed
from yimen.services.cases.rules.custody import (
    NEXT_STATE,
    ROUTES,
    PaperEvent,
    PaperState,
    PlaceKind,
    check_route,
    lies_too_long,
    next_state,
    tally,
)

NOON = datetime(2019, 11, 5, 4, 0, tzinfo=UTC)
LONGEST = timedelta(hours=48)


@pytest.mark.parametrize(("state", "event"), list(product(PaperState, PaperEvent)))
def test_every_pair_of_state_and_event_is_decided(state: PaperState, event: PaperEvent) -> None:
    if (state, event) in NEXT_STATE:
        assert next_state(state, event) is NEXT_STATE[state, event]
    else:
        with pytest.raises(PaperMoveNotAllowed) as refusal:
            next_state(state, event)
        assert refusal.value.facts == {"paper_state": state.value, "event": event.value}


@pytest.mark.parametrize(("origin", "target"), list(product(PlaceKind, PlaceKind)))
def test_every_route_is_decided(origin: PlaceKind, target: PlaceKind) -> None:
    if target in ROUTES[origin]:
        check_route(origin, target)
    else:
        with pytest.raises(RouteNotAllowed) as refusal:
            check_route(origin, target)
        assert refusal.value.facts == {"origin": origin.value, "target": target.value}


def test_nothing_comes_back_from_the_citizen_and_nobody_gives_to_the_citizen_by_route() -> None:
    assert ROUTES[PlaceKind.CITIZEN] == frozenset()
    assert all(PlaceKind.CITIZEN not in targets for targets in ROUTES.values())


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_a_count_divides_everything_into_seen_missing_and_strays(
    expected: set[str], scanned: set[str]
) -> None:
    found = tally(expected, scanned)

    assert found.seen + len(found.missing) == found.expected == len(expected)
    assert found.seen + len(found.strays) == len(scanned)


@pytest.mark.parametrize(
    ("place", "state", "hours", "late"),
    [
        (PlaceKind.MATERIAL_ROOM, PaperState.HERE, 48, False),
        (PlaceKind.MATERIAL_ROOM, PaperState.HERE, 49, True),
        (PlaceKind.DEPARTMENT, PaperState.HERE, 49, True),
        (PlaceKind.ISSUE_WINDOW, PaperState.HERE, 400, False),
        (PlaceKind.WINDOW, PaperState.ON_THE_WAY, 24, False),
        (PlaceKind.WINDOW, PaperState.ON_THE_WAY, 25, True),
        (PlaceKind.DEPARTMENT, PaperState.MISSING, 400, False),
    ],
)
def test_papers_in_rooms_and_on_the_way_raise_alarms(
    place: PlaceKind, state: PaperState, hours: int, late: bool
) -> None:
    since = NOON - timedelta(hours=hours)

    assert lies_too_long(place, state, since, at=NOON, longest=LONGEST) is late
