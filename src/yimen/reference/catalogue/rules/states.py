"""The life of one version of an item, as a table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.reference.catalogue.errors import MoveNotAllowed


class State(StrEnum):
    """Where a version stands. Once published, its content never changes again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    PAUSED = "paused"  # still the version in force; nobody may file for it now
    SUPERSEDED = "superseded"  # a later version is in force
    WITHDRAWN = "withdrawn"  # the item is no longer offered


class Move(StrEnum):
    """What can happen to a version."""

    SUBMIT = "submit"
    RETURN = "return"
    PUBLISH = "publish"
    PAUSE = "pause"
    RESUME = "resume"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"


NEXT_STATE: Final[Mapping[tuple[State, Move], State]] = {
    (State.DRAFT, Move.SUBMIT): State.IN_REVIEW,
    (State.IN_REVIEW, Move.RETURN): State.DRAFT,
    (State.IN_REVIEW, Move.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Move.PAUSE): State.PAUSED,
    (State.PAUSED, Move.RESUME): State.PUBLISHED,
    (State.PUBLISHED, Move.SUPERSEDE): State.SUPERSEDED,
    (State.PAUSED, Move.SUPERSEDE): State.SUPERSEDED,
    (State.PUBLISHED, Move.WITHDRAW): State.WITHDRAWN,
    (State.PAUSED, Move.WITHDRAW): State.WITHDRAWN,
    (State.WITHDRAWN, Move.SUPERSEDE): State.SUPERSEDED,
}
#: At most one version of an item is in one of these: the version in force.
IN_FORCE: Final = (State.PUBLISHED, State.PAUSED, State.WITHDRAWN)
#: At most one version of an item is in one of these: the one being worked on.
OPEN: Final = (State.DRAFT, State.IN_REVIEW)


def next_state(state: State, move: Move) -> State:
    """Where `move` takes a version that is in `state`.

    Raises:
        MoveNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, move]
    except KeyError:
        raise MoveNotAllowed(version_state=state.value, move=move.value) from None
