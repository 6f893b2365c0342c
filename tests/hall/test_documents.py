"""The hall's reference pages say what the code does."""

import re
from itertools import chain
from pathlib import Path

from yimen.services.hall.models import Queue, Ticket, WindowDuty
from yimen.services.hall.rules.states import FINAL, NEXT_DUTY, NEXT_STATE, Duty, State

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"

_ARROW = re.compile(r"^\s+(\S+) --> (\S+?)(?:: (\w+))?$", re.MULTILINE)


def drawings() -> list[set[tuple[str, str, str]]]:
    """The arrows of each diagram: from, to, event."""
    text = (REFERENCE / "hall-states.md").read_text("utf-8")
    return [set(_ARROW.findall(part)) for part in re.findall(r"```mermaid\n(.*?)```", text, re.S)]


def test_the_ticket_diagram_is_the_table() -> None:
    table = {
        (before.value, after.value, move.value) for (before, move), after in NEXT_STATE.items()
    }
    ends = {(state.value, "[*]", "") for state in FINAL}

    assert drawings()[0] == table | ends | {("[*]", "waiting", "issue")}


def test_the_window_diagram_is_the_table() -> None:
    table = {(before.value, after.value, move.value) for (before, move), after in NEXT_DUTY.items()}

    assert drawings()[1] == table | {("[*]", "closed", "")}


def test_every_state_is_explained() -> None:
    text = (REFERENCE / "hall-states.md").read_text("utf-8")

    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == {s.value for s in State}
    assert all(duty.value in text for duty in Duty)


def test_the_constraints_named_in_the_locking_guide_exist() -> None:
    text = (REFERENCE / "locks.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(hall_\w+)` \| [a-z]", text, re.MULTILINE))
    known = {
        constraint.name
        for constraint in chain(
            Ticket._meta.constraints, WindowDuty._meta.constraints, Queue._meta.constraints
        )
    }

    assert len(named) == 6
    assert named <= known
