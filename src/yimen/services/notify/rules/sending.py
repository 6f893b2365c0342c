"""The life of an SMS on its way to the gateway: tries, pauses, nights, and how many a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from yimen.services.notify.errors import StepNotAllowed


class State(StrEnum):
    """Where an SMS is."""

    QUEUED = "queued"  # 待发送
    SENDING = "sending"  # 发送中: with a worker, until its lease ends
    SENT = "sent"  # 已发送: the gateway has taken it
    FAILED = "failed"  # 待重发: the last try failed, another will come
    DEAD = "dead"  # 未送达: no further tries


class Step(StrEnum):
    """What can happen to it."""

    TAKE = "take"
    ACCEPT = "accept"
    FAIL = "fail"
    GIVE_UP = "give_up"
    HAND_BACK = "hand_back"
    REVIVE = "revive"


NEXT_STATE: Final[Mapping[tuple[State, Step], State]] = {
    (State.QUEUED, Step.TAKE): State.SENDING,
    (State.FAILED, Step.TAKE): State.SENDING,
    # a worker died with it: the gateway drops what it has had under the same identifier
    (State.SENDING, Step.TAKE): State.SENDING,
    (State.SENDING, Step.ACCEPT): State.SENT,
    (State.SENDING, Step.FAIL): State.FAILED,
    (State.SENDING, Step.GIVE_UP): State.DEAD,
    (State.SENDING, Step.HAND_BACK): State.QUEUED,  # claimed, and the gateway is down
    (State.QUEUED, Step.GIVE_UP): State.DEAD,
    (State.FAILED, Step.GIVE_UP): State.DEAD,
    (State.DEAD, Step.REVIVE): State.QUEUED,
}
#: A worker has these, or one will.
WAITING: Final = frozenset({State.QUEUED, State.SENDING, State.FAILED})

#: Why an SMS is dead though the gateway refused nothing.
STALE: Final = "stale"
#: Longer than any gateway is waited for; after it the worker is taken for dead.
LEASE: Final = timedelta(minutes=2)

_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=4)


def next_state(state: State, step: Step) -> State:
    """Where `step` takes an SMS.

    Raises:
        StepNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, step]
    except KeyError:
        raise StepNotAllowed(sms_state=state.value, event=step.value) from None


def pause(tries: int) -> timedelta:
    """How long to wait after so many failed tries: one minute, then four times longer each."""
    return min(_FIRST_PAUSE * (1 << 2 * max(0, tries - 1)), _LONGEST_PAUSE)


def after_night(at: datetime, *, quiet_from: int, quiet_until: int) -> datetime:
    """The first moment from `at` on that is not night.

    Args:
        at: in the city's own zone.
        quiet_from: the hour at which the night begins.
        quiet_until: the hour at which it ends; the same hour twice means that there is none.
    """
    begins, ends = time(quiet_from % 24), time(quiet_until % 24)
    clock = at.time()
    over_midnight = begins > ends
    in_first = over_midnight and clock >= begins
    in_second = clock < ends if over_midnight else begins <= clock < ends
    if begins == ends or not (in_first or in_second):
        return at
    morning = at.replace(hour=ends.hour, minute=0, second=0, microsecond=0)
    return morning + timedelta(days=1) if in_first else morning


@dataclass(frozen=True)
class Bucket:
    """How many SMS may go out now: fills by the minute up to its size."""

    tokens: float
    filled_at: datetime

    def filled(self, at: datetime, *, per_minute: float, size: float) -> "Bucket":
        """The bucket at a later moment; a clock set back fills nothing."""
        minutes = max(0.0, (at - self.filled_at).total_seconds() / 60)
        return Bucket(min(size, self.tokens + minutes * per_minute), max(at, self.filled_at))

    def without(self, count: int) -> "Bucket":
        """After so many were taken out."""
        return Bucket(self.tokens - count, self.filled_at)
