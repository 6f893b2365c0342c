"""The life of an appointment as a table. `next_state` is its only reader."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.services.booking.errors import EventNotAllowed


class State(StrEnum):
    """Where an appointment is."""

    BOOKED = "booked"  # 待签到
    CHECKED_IN = "checked_in"  # 已签到: holds a number
    DONE = "done"  # 已办理
    CANCELLED = "cancelled"  # 已取消, by whoever booked
    CALLED_OFF = "called_off"  # the centre could not keep it
    LATE = "late"  # came after the half hour, got an ordinary number
    NO_SHOW = "no_show"  # 爽约
    EXPIRED = "expired"  # 过期: checked in, and was not served that day


class Event(StrEnum):
    """What can happen to an appointment."""

    CHECK_IN = "check_in"
    ARRIVE_LATE = "arrive_late"
    CANCEL = "cancel"
    CALL_OFF = "call_off"
    MISS = "miss"
    FINISH = "finish"
    LAPSE = "lapse"


NEXT_STATE: Final[Mapping[tuple[State, Event], State]] = {
    (State.BOOKED, Event.CHECK_IN): State.CHECKED_IN,
    (State.BOOKED, Event.ARRIVE_LATE): State.LATE,
    (State.BOOKED, Event.CANCEL): State.CANCELLED,
    (State.BOOKED, Event.CALL_OFF): State.CALLED_OFF,
    (State.BOOKED, Event.MISS): State.NO_SHOW,
    (State.CHECKED_IN, Event.FINISH): State.DONE,
    (State.CHECKED_IN, Event.MISS): State.NO_SHOW,
    (State.CHECKED_IN, Event.LAPSE): State.EXPIRED,
    # Who comes after the half hour has not stayed away: the miss is taken back.
    (State.NO_SHOW, Event.ARRIVE_LATE): State.LATE,
}

#: A person has at most one appointment of a business in these.
LIVE: Final = frozenset({State.BOOKED, State.CHECKED_IN})
#: These used their place; what is left of a half hour goes back to walk-ins.
CAME: Final = frozenset({State.CHECKED_IN, State.DONE, State.EXPIRED})


def next_state(state: State, event: Event) -> State:
    """Where `event` takes an appointment that is in `state`.

    Raises:
        EventNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, event]
    except KeyError:
        raise EventNotAllowed(state=state.value, event=event.value) from None
