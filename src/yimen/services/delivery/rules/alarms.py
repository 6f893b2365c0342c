"""When somebody should look: a parcel nobody fetched, or nobody has told of for days."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from yimen.services.delivery.rules.states import OVER, State


class Alarm(StrEnum):
    """What is wrong."""

    NONE = ""
    NOT_BOOKED = "not_booked"  # the carrier has not taken the order
    NOT_PICKED_UP = "not_picked_up"  # it was ordered, and nobody came
    SILENT = "silent"  # no news for days


@dataclass(frozen=True)
class Patience:
    """How long is waited."""

    booked_within: timedelta
    picked_up_within: timedelta
    news_within: timedelta

    @property
    def shortest(self) -> timedelta:
        """Before this, nothing raises an alarm."""
        return min(self.booked_within, self.picked_up_within, self.news_within)


def alarm(
    state: State, *, since: datetime, last_news: datetime, at: datetime, patience: Patience
) -> Alarm:
    """The alarm a parcel raises now.

    Args:
        state: where it is.
        since: when it came there.
        last_news: when something was last told of it, or it was made.
        at: now.
        patience: how long is waited.
    """
    if state in OVER:
        return Alarm.NONE
    if state is State.CREATED:
        return Alarm.NOT_BOOKED if at - since > patience.booked_within else Alarm.NONE
    if state is State.AWAITING:
        return Alarm.NOT_PICKED_UP if at - since > patience.picked_up_within else Alarm.NONE
    return Alarm.SILENT if at - last_news > patience.news_within else Alarm.NONE
