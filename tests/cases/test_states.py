"""The table of moves, asked for every state and move, and what must hold of any such table."""

import pytest

from yimen.services.cases.errors import MoveNotAllowed
from yimen.services.cases.rules.states import (
    AT_WORK,
    DECIDED,
    FINAL,
    NEXT_STATE,
    UNDECIDED,
    Move,
    State,
    next_state,
)

#: Written down a second time on purpose: what each state may become, by which move.
ALLOWED = {
    State.DRAFT: "submit>submitted receive>received expire>expired",
    State.SUBMITTED: (
        "receive>received ask_supplement>correction deem_accepted>accepted"
        " find_not_required>not_required find_not_competent>not_competent"
    ),
    State.RECEIVED: (
        "accept>accepted deem_accepted>accepted ask_supplement>correction"
        " find_not_required>not_required find_not_competent>not_competent"
    ),
    State.CORRECTION: "supplement>received",
    State.ACCEPTED: "begin_review>in_review suspend>suspended",
    State.IN_REVIEW: "suspend>suspended grant>granted refuse>refused",
    State.SUSPENDED: "resume>in_review",
    State.GRANTED: "certify>certified close>closed void>void",
    State.REFUSED: "hand_over>delivered void>void",
    State.CERTIFIED: "hand_over>delivered void>void",
}
_UNDECIDED = " withdraw>withdrawn terminate>terminated void>void"


def allowed(state: State) -> dict[Move, State]:
    words = ALLOWED.get(state, "") + (_UNDECIDED if state in UNDECIDED else "")
    pairs = (word.split(">") for word in words.split())
    return {Move(move): State(after) for move, after in pairs}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_every_move_from_every_state_is_decided(state: State, move: Move) -> None:
    expected = allowed(state).get(move)

    if expected is None:
        with pytest.raises(MoveNotAllowed) as refusal:
            next_state(state, move)
        assert refusal.value.facts == {"case_state": state.value, "move": move.value}
    else:
        assert next_state(state, move) is expected


def reachable(start: State) -> set[State]:
    found, new = set(), {start}
    while new:
        found |= new
        new = {after for (before, _), after in NEXT_STATE.items() if before in new} - found
    return found


def test_every_state_comes_from_a_draft_and_every_move_is_used() -> None:
    assert reachable(State.DRAFT) == set(State)
    assert {move for _, move in NEXT_STATE} == set(Move)


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_no_state_is_a_dead_end(state: State) -> None:
    assert reachable(state) & FINAL


@pytest.mark.parametrize("state", sorted(FINAL))
def test_what_is_over_stays_over(state: State) -> None:
    assert reachable(state) == {state}


def test_a_decision_is_made_under_review_alone_and_never_unmade() -> None:
    decisions = {(before, after) for (before, _), after in NEXT_STATE.items() if after in DECIDED}

    assert {before for before, _ in decisions} - DECIDED == {State.IN_REVIEW}
    for state in DECIDED:
        assert not reachable(state) & UNDECIDED


def test_the_groups_of_states_do_not_overlap() -> None:
    assert AT_WORK <= UNDECIDED
    assert not UNDECIDED & FINAL
    assert not UNDECIDED & DECIDED
    assert UNDECIDED | DECIDED | FINAL | {State.DRAFT} == set(State)
