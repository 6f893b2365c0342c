"""A bundle (一件事) as a whole, from where its parts are: computed, never kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from yimen.kernel.workdays import Calendar, Unit, deadline
from yimen.services.cases.rules.states import State


class PartState(StrEnum):
    """Where one part is."""

    WAITING = "waiting"  # for the result of another part; not filed yet
    HANDLED = "handled"  # the department works on it
    YOURS = "yours"  # the citizen is to supplement something
    READY = "ready"  # its result, or its refusal, can be handed out
    OVER = "over"  # handed out, or done without a result
    FELL = "fell"  # turned away, withdrawn, terminated or void
    DROPPED = "dropped"  # never filed: the result it waited for does not come


class BundleState(StrEnum):
    """Where the whole is."""

    DRAFT = "draft"
    RUNNING = "running"
    YOURS = "yours"  # a part waits for the citizen; the others go on
    READY = "ready"  # everything is decided: one hand-out
    DONE = "done"


_OF_CASE: Final[Mapping[State, PartState]] = {
    State.CORRECTION: PartState.YOURS,
    State.CERTIFIED: PartState.READY,
    State.REFUSED: PartState.READY,
    State.DELIVERED: PartState.OVER,
    State.CLOSED: PartState.OVER,
    State.NOT_REQUIRED: PartState.FELL,
    State.NOT_COMPETENT: PartState.FELL,
    State.WITHDRAWN: PartState.FELL,
    State.TERMINATED: PartState.FELL,
    State.EXPIRED: PartState.FELL,
    State.VOID: PartState.FELL,
}
_UNDER_WAY: Final = frozenset({PartState.WAITING, PartState.HANDLED, PartState.YOURS})
#: States of a case in which its result exists, if it ever does.
_MADE: Final = frozenset({State.CERTIFIED, State.DELIVERED})


@dataclass(frozen=True)
class Standing:
    """One part, as the rules need it.

    Args:
        key: in the bundle's definition.
        givers: parts whose results it takes.
        case_state: of its case; None while it has none.
        dropped: it will never be filed.
        days: working days its item promises, at least one.
        due: when its case is promised to be decided; None before it is accepted.
        granted: its case was decided in its favour.
    """

    key: str
    givers: Collection[str]
    case_state: State | None
    dropped: bool = False
    days: int = 1
    due: date | None = None
    granted: bool = False

    @property
    def state(self) -> PartState:
        """Where it is."""
        if self.dropped:
            return PartState.DROPPED
        if self.case_state is None:
            return PartState.WAITING
        return _OF_CASE.get(self.case_state, PartState.HANDLED)

    @property
    def gives(self) -> bool | None:
        """Whether its result exists; False: it never will. None: it may come."""
        if self.granted and self.case_state in _MADE:
            return True
        return None if self.state in _UNDER_WAY else False


def whole(parts: Iterable[Standing]) -> BundleState:
    """Where a filed bundle is."""
    states = {part.state for part in parts}
    if PartState.YOURS in states:
        return BundleState.YOURS
    if states & _UNDER_WAY:
        return BundleState.RUNNING
    return BundleState.READY if PartState.READY in states else BundleState.DONE


def to_drop(parts: Sequence[Standing]) -> list[str]:
    """Waiting parts whose giver will never give, and those that wait for them in turn."""
    never = {part.key for part in parts if part.gives is False}
    dropped: list[str] = []
    while fresh := [
        part.key
        for part in parts
        if part.state is PartState.WAITING
        and part.key not in dropped
        and (never | set(dropped)) & set(part.givers)
    ]:
        dropped += fresh
    return dropped


def to_start(parts: Sequence[Standing]) -> list[str]:
    """Waiting parts all of whose givers have given."""
    given = {part.key for part in parts if part.gives}
    return [
        part.key for part in parts if part.state is PartState.WAITING and set(part.givers) <= given
    ]


def due_on(promised: date, parts: Sequence[Standing], calendar: Calendar) -> date:
    """The one due date: what was promised at the filing, or later where a part takes longer.

    A part that has not begun is expected in its item's own time after those it waits for.
    """
    expected: dict[str, date] = {}
    for part in _givers_first(parts):
        if part.state not in _UNDER_WAY:
            continue
        waits = [expected[key] for key in part.givers if key in expected]
        if part.due is not None:
            expected[part.key] = part.due
        elif waits:
            expected[part.key] = deadline(max(waits), part.days, Unit.WORKING, calendar).due
    return max((promised, *expected.values()))


def _givers_first(parts: Sequence[Standing]) -> list[Standing]:
    """In an order in which nobody comes before whom they wait for. There is no circle."""
    left = {part.key: part for part in parts}
    ordered: list[Standing] = []
    while left:
        free = [part for part in left.values() if not left.keys() & set(part.givers)]
        ordered += free
        for part in free:
            del left[part.key]
    return ordered
