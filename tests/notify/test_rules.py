"""The life of an SMS as a table, pauses, nights and the bucket."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from yimen.services.notify.errors import StepNotAllowed
from yimen.services.notify.rules.sending import (
    NEXT_STATE,
    WAITING,
    Bucket,
    State,
    Step,
    after_night,
    next_state,
    pause,
)

CITY = ZoneInfo("Asia/Shanghai")
NOW = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)


def local(hour: int, minute: int = 0, day: int = 17) -> datetime:
    return datetime(2020, 1, day, hour, minute, tzinfo=CITY)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_pair_is_decided(state: State, step: Step) -> None:
    if (state, step) in NEXT_STATE:
        assert next_state(state, step) is NEXT_STATE[state, step]
    else:
        with pytest.raises(StepNotAllowed) as refusal:
            next_state(state, step)
        assert refusal.value.facts == {"sms_state": state.value, "event": step.value}


def test_what_was_sent_stays_sent() -> None:
    assert not [step for step in Step if (State.SENT, step) in NEXT_STATE]
    assert State.SENT not in WAITING


def test_pauses_grow_up_to_four_hours() -> None:
    minutes = [pause(tries) / timedelta(minutes=1) for tries in range(1, 7)]

    assert minutes == [1, 4, 16, 64, 240, 240]


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (local(21, 59), local(21, 59)),
        (local(22), local(8, day=18)),
        (local(23, 59), local(8, day=18)),
        (local(0), local(8)),
        (local(7, 59), local(8)),
        (local(8), local(8)),
    ],
)
def test_nights_are_quiet(at: datetime, goes: datetime) -> None:
    assert after_night(at, quiet_from=22, quiet_until=8) == goes


def test_quiet_hours_may_lie_within_one_day() -> None:
    assert after_night(local(13), quiet_from=12, quiet_until=14) == local(14)
    assert after_night(local(14), quiet_from=12, quiet_until=14) == local(14)
    assert after_night(local(23), quiet_from=12, quiet_until=14) == local(23)


def test_the_same_hour_twice_means_no_night() -> None:
    assert after_night(local(3), quiet_from=8, quiet_until=8) == local(3)


def test_a_bucket_fills_by_the_minute_up_to_its_size() -> None:
    empty = Bucket(0, NOW)

    assert empty.filled(NOW + timedelta(seconds=30), per_minute=60, size=100).tokens == 30
    assert empty.filled(NOW + timedelta(hours=1), per_minute=60, size=100).tokens == 100
    assert Bucket(10, NOW).without(4).tokens == 6


def test_a_clock_set_back_neither_fills_nor_empties_a_bucket() -> None:
    bucket = Bucket(5, NOW).filled(NOW - timedelta(hours=1), per_minute=60, size=100)

    assert bucket == Bucket(5, NOW)
