"""The reference page of cases says what the code does."""

import re
from itertools import product
from pathlib import Path

from yimen.reference.catalogue.rules.content import StepRole
from yimen.services.cases.errors import FourEyes
from yimen.services.cases.rules.states import FINAL, NEXT_STATE, Move, State, StepState
from yimen.services.cases.rules.steps import RIGHT_OF, Done, check_four_eyes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "case-states.md"
#: Moves from many states stand in a table of their own, not in the drawing.
FROM_MANY = {Move.WITHDRAW, Move.TERMINATE, Move.VOID}

_STATE_CELLS, _MOVE_CELLS = 3, 5
_ARROW = re.compile(r"^\s+(\S+) --> (\S+?)(?:: (\w+))?$", re.MULTILINE)


def parts() -> list[str]:
    """The page by its second headings: the case, the step, four eyes."""
    return PAGE.read_text("utf-8").split("\n## ")[1:]


def arrows(part: str) -> set[tuple[str, str, str]]:
    return set(_ARROW.findall(part))


def rows(part: str) -> list[list[str]]:
    """The cells of its tables' rows, without their back quotes."""
    lines = (line for line in part.splitlines() if line.startswith("| "))
    return [
        [cell.strip().replace("`", "") for cell in line.strip("|").split(" | ")] for line in lines
    ]


def test_the_drawing_is_the_table() -> None:
    drawn = {
        (before.value, after.value, move.value)
        for (before, move), after in NEXT_STATE.items()
        if move not in FROM_MANY
    }
    ends = {(state.value, "[*]", "") for state in FINAL}

    assert arrows(parts()[0]) == drawn | ends | {("[*]", "draft", "begin")}


def test_moves_from_many_states_are_listed_with_all_of_them() -> None:
    moves = [row for row in rows(parts()[0]) if len(row) == _MOVE_CELLS]
    told = {row[0]: (row[2], set(row[3].split(", "))) for row in moves}
    undecided = told["withdraw"][1]
    for move in FROM_MANY:
        before = {state.value for (state, each) in NEXT_STATE if each is move}
        after = {to.value for (_, each), to in NEXT_STATE.items() if each is move}
        after_told, before_told = told[move.value]
        if "the same" in before_told:
            before_told = (before_told - {"the same"}) | undecided

        assert (before_told, {after_told}) == (before, after)


def test_every_state_is_explained() -> None:
    case, step, _ = parts()
    for part, known in ((case, State), (step, StepState)):
        named = [row[0] for row in rows(part) if len(row) == _STATE_CELLS]
        assert named[1:] == [state.value for state in known]


def test_four_eyes_are_told_as_they_are_kept() -> None:
    told = {
        (did, role)
        for row in rows(parts()[2])
        for did in ("handler", "reviewer", "acceptance")
        for role in ("handler", "reviewer", "approver")
        if did in row[0] and role in row[1]
    }

    def refused(did: str, role: str) -> bool:
        steps = [] if did == "acceptance" else [Done(1, "x", did, StepState.DONE, 7, "pass")]
        accepted_by = 7 if did == "acceptance" else None
        try:
            check_four_eyes(role, 7, accepted_by=accepted_by, steps=steps, instant=False)
        except FourEyes:
            return True
        return False

    kept = {
        (did, role)
        for did, role in product(["acceptance", *(role.value for role in StepRole)], RIGHT_OF)
        if refused(did, role)
    }
    assert told == kept
