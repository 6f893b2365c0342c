"""The life of a ticket, and of a window in use, as tables. `next_state` is their only reader."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.services.hall.errors import EventNotAllowed


class State(StrEnum):
    """Where a ticket is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"  # fills in a form, gets a photo; the window is free
    MISSED = "missed"
    DONE = "done"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"  # still open when the day ended


class Event(StrEnum):
    """What can happen to a ticket."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MISS = "miss"
    REJOIN = "rejoin"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    CLOSE_DAY = "close_day"


NEXT_STATE: Final[Mapping[tuple[State, Event], State]] = {
    (State.WAITING, Event.CALL): State.CALLED,
    (State.WAITING, Event.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Event.CLOSE_DAY): State.ABANDONED,
    (State.CALLED, Event.RECALL): State.CALLED,
    (State.CALLED, Event.START): State.SERVING,
    (State.CALLED, Event.MISS): State.MISSED,
    (State.CALLED, Event.WITHDRAW): State.WITHDRAWN,
    (State.CALLED, Event.CLOSE_DAY): State.ABANDONED,
    (State.SERVING, Event.FINISH): State.DONE,
    (State.SERVING, Event.HOLD): State.HELD,
    (State.SERVING, Event.TRANSFER): State.WAITING,
    (State.SERVING, Event.CLOSE_DAY): State.ABANDONED,
    (State.HELD, Event.RESUME): State.SERVING,
    (State.HELD, Event.WITHDRAW): State.WITHDRAWN,
    (State.HELD, Event.CLOSE_DAY): State.ABANDONED,
    (State.MISSED, Event.REJOIN): State.WAITING,
    (State.MISSED, Event.WITHDRAW): State.WITHDRAWN,
    (State.MISSED, Event.CLOSE_DAY): State.ABANDONED,
}

#: A window has at most one ticket in these.
AT_WINDOW: Final = frozenset({State.CALLED, State.SERVING})
#: A person has at most one ticket of a business in these.
LIVE: Final = frozenset({State.WAITING, State.CALLED, State.SERVING, State.HELD})
FINAL: Final = frozenset({State.DONE, State.WITHDRAWN, State.ABANDONED})


def next_state(state: State, event: Event) -> State:
    """Where `event` takes a ticket that is in `state`.

    Raises:
        EventNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, event]
    except KeyError:
        raise EventNotAllowed(state=state.value, event=event.value) from None


class Duty(StrEnum):
    """Whether a window is in use."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


class DutyEvent(StrEnum):
    """What can happen to a window in use."""

    LOG_IN = "log_in"
    PAUSE = "pause"
    RESUME = "resume"
    LOG_OUT = "log_out"


NEXT_DUTY: Final[Mapping[tuple[Duty, DutyEvent], Duty]] = {
    (Duty.CLOSED, DutyEvent.LOG_IN): Duty.OPEN,
    (Duty.OPEN, DutyEvent.PAUSE): Duty.PAUSED,
    (Duty.OPEN, DutyEvent.LOG_OUT): Duty.CLOSED,
    (Duty.PAUSED, DutyEvent.RESUME): Duty.OPEN,
    (Duty.PAUSED, DutyEvent.LOG_OUT): Duty.CLOSED,
}


def next_duty(duty: Duty, event: DutyEvent) -> Duty:
    """Where `event` takes a window.

    Raises:
        EventNotAllowed: the table has no such move.
    """
    try:
        return NEXT_DUTY[duty, event]
    except KeyError:
        raise EventNotAllowed(state=duty.value, event=event.value) from None


class PauseReason(StrEnum):
    """Why a window pauses; shown on its screen."""

    MEAL = "meal"
    MEETING = "meeting"
    SYSTEM = "system"
    REST = "rest"
    OTHER = "other"
