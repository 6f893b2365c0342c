"""Where a paper may lie and go: every original and every result is in somebody's named hands.

A hand-over takes two scans: who gives, and who takes. In between the paper is on the way and the
giver still answers for it.

Source: docs/decisions/0023-custody.md, after the hall norm of the reference city (appendices I, J).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from yimen.services.cases.errors import PaperMoveNotAllowed, RouteNotAllowed
from yimen.services.cases.rules.states import State


class PaperKind(StrEnum):
    """What a paper is."""

    ORIGINAL = "original"
    COPY = "copy"
    RESULT = "result"


class PlaceKind(StrEnum):
    """Who can hold a paper."""

    WINDOW = "window"
    MATERIAL_ROOM = "material_room"
    DEPARTMENT = "department"
    ISSUE_WINDOW = "issue_window"
    COURIER = "courier"
    LOCKER = "locker"
    CITIZEN = "citizen"


@dataclass(frozen=True)
class Place:
    """A holder: its kind and which one of the kind (window, department, parcel …); 0: the one."""

    kind: PlaceKind
    id: int = 0


class PaperState(StrEnum):
    """Whether a paper is where it should be."""

    HERE = "here"  # somebody took it over by scan
    ON_THE_WAY = "on_the_way"  # given, not yet taken
    MISSING = "missing"  # not found when the day ended
    GONE = "gone"  # in the citizen's hand


class PaperEvent(StrEnum):
    """What can happen to a paper."""

    REGISTER = "register"
    SHELVE = "shelve"
    GIVE = "give"
    TAKE = "take"
    CALL_BACK = "call_back"  # the giver takes it back before anybody took it
    HAND_OUT = "hand_out"
    MISS = "miss"
    FIND = "find"


NEXT_STATE: Final[Mapping[tuple[PaperState, PaperEvent], PaperState]] = {
    (PaperState.HERE, PaperEvent.SHELVE): PaperState.HERE,
    (PaperState.HERE, PaperEvent.GIVE): PaperState.ON_THE_WAY,
    (PaperState.HERE, PaperEvent.HAND_OUT): PaperState.GONE,
    (PaperState.HERE, PaperEvent.MISS): PaperState.MISSING,
    (PaperState.ON_THE_WAY, PaperEvent.TAKE): PaperState.HERE,
    (PaperState.ON_THE_WAY, PaperEvent.CALL_BACK): PaperState.HERE,
    (PaperState.ON_THE_WAY, PaperEvent.MISS): PaperState.MISSING,
    (PaperState.MISSING, PaperEvent.FIND): PaperState.HERE,
}

_BEHIND: Final = frozenset({PlaceKind.MATERIAL_ROOM, PlaceKind.DEPARTMENT, PlaceKind.ISSUE_WINDOW})
_OUTWARD: Final = frozenset({PlaceKind.COURIER, PlaceKind.LOCKER})

#: From where a paper may go where. The citizen gets it by `hand_out`, which asks who they are.
ROUTES: Final[Mapping[PlaceKind, frozenset[PlaceKind]]] = {
    PlaceKind.WINDOW: _BEHIND,
    PlaceKind.MATERIAL_ROOM: _BEHIND | {PlaceKind.WINDOW},
    PlaceKind.DEPARTMENT: _BEHIND | {PlaceKind.WINDOW},
    PlaceKind.ISSUE_WINDOW: _BEHIND | _OUTWARD,
    PlaceKind.COURIER: frozenset({PlaceKind.WINDOW, *_BEHIND}),
    PlaceKind.LOCKER: frozenset({PlaceKind.ISSUE_WINDOW}),
    PlaceKind.CITIZEN: frozenset(),
}
#: Who may give a paper into the citizen's hand.
HANDS_OUT: Final = frozenset({PlaceKind.WINDOW, PlaceKind.ISSUE_WINDOW, *_OUTWARD})
#: Where a paper that lies too long raises an alarm.
ROOMS: Final = frozenset({PlaceKind.MATERIAL_ROOM, PlaceKind.DEPARTMENT})
#: Cases that ended without a decision: nothing rests on the originals, they go back.
OWES_BACK: Final = frozenset(
    {
        State.NOT_REQUIRED,
        State.NOT_COMPETENT,
        State.WITHDRAWN,
        State.TERMINATED,
        State.VOID,
    }
)


def next_state(state: PaperState, event: PaperEvent) -> PaperState:
    """Where `event` takes a paper.

    Raises:
        PaperMoveNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, event]
    except KeyError:
        raise PaperMoveNotAllowed(paper_state=state.value, event=event.value) from None


def check_route(origin: PlaceKind, target: PlaceKind) -> None:
    """Go on only if papers go from one to the other.

    Raises:
        RouteNotAllowed: they do not.
    """
    if target not in ROUTES[origin]:
        raise RouteNotAllowed(origin=origin.value, target=target.value)


@dataclass(frozen=True)
class Tally:
    """What a count at closing time found.

    Args:
        missing: should be here and was not scanned.
        strays: was scanned and should be elsewhere.
    """

    expected: int
    seen: int
    missing: tuple[str, ...]
    strays: tuple[str, ...]


def tally(expected: Iterable[str], scanned: Iterable[str]) -> Tally:
    """Compare what should lie in a place with what was scanned there, by barcode."""
    should, did = frozenset(expected), frozenset(scanned)
    return Tally(
        expected=len(should),
        seen=len(should & did),
        missing=tuple(sorted(should - did)),
        strays=tuple(sorted(did - should)),
    )


def lies_too_long(
    place: PlaceKind, state: PaperState, since: datetime, *, at: datetime, longest: timedelta
) -> bool:
    """Whether a paper raises an alarm: too long in a room, or on the way and nobody took it."""
    if state is PaperState.ON_THE_WAY:
        return at - since > longest / 2
    return state is PaperState.HERE and place in ROOMS and at - since > longest


def due_back(kind: PaperKind, state: PaperState, case_state: State) -> bool:
    """Whether a paper should be in the applicant's hand again and is not (应退未退)."""
    if kind is not PaperKind.ORIGINAL or state is PaperState.GONE:
        return False
    return case_state in OWES_BACK
