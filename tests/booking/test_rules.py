"""Half hours, release, arrival, deadlines and crowds, from values alone."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.booking.builders import HALF_HOUR, SHANGHAI, local
from yimen.services.booking.errors import CancelTooLate, NameNeeded, TooEarly
from yimen.services.booking.rules import slots as rules
from yimen.services.booking.rules.slots import Arrival, Crowd, Places, Span

DAY = date(2019, 11, 5)
OFFICE = (time(9), time(17))
TEN = Span(local(5, 10), local(5, 10, 30))
EARLY = timedelta(minutes=30)


def starts(*intervals: tuple[time, time]) -> list[str]:
    found = rules.spans(DAY, intervals, length=HALF_HOUR, within=OFFICE, zone=SHANGHAI)
    return [f"{span.starts_at:%H:%M}" for span in found]


def test_spans_fill_the_intervals_and_leave_lunch_out() -> None:
    found = starts((time(9), time(12)), (time(14), time(17)))

    assert found[:2] == ["09:00", "09:30"]
    assert found[5:7] == ["11:30", "14:00"]
    assert len(found) == 12


def test_a_rest_shorter_than_a_span_is_not_booked() -> None:
    assert starts((time(9), time(9, 50))) == ["09:00"]


def test_a_centre_open_day_and_night_is_booked_in_office_hours_only() -> None:
    found = starts((time(0), time(23, 59, 59)))

    assert (found[0], found[-1], len(found)) == ("09:00", "16:30", 16)


def test_a_closed_day_has_no_spans() -> None:
    assert starts() == []


@given(
    opens=st.integers(0, 22),
    hours=st.integers(1, 6),
    length=st.integers(10, 120).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_spans_never_overlap_nor_leave_the_interval(
    opens: int, hours: int, length: timedelta
) -> None:
    interval = (time(opens), time(min(23, opens + hours)))
    found = rules.spans(DAY, [interval], length=length, within=(time(0), time(23)), zone=SHANGHAI)

    assert all(a.ends_at <= b.starts_at for a, b in pairwise(found))
    assert all(interval[0] <= span.starts_at.timetz().replace(tzinfo=None) for span in found)
    assert all(span.ends_at.time() <= interval[1] for span in found)


def test_the_seventh_day_ahead_is_released_at_nine() -> None:
    released = rules.released_at(date(2019, 11, 12), days_ahead=7, hour=9, zone=SHANGHAI)

    assert released == local(5, 9)


@pytest.mark.parametrize(
    ("clock", "arrival"),
    [
        (local(5, 9, 30), Arrival.IN_TIME),
        (local(5, 10), Arrival.IN_TIME),
        (local(5, 10, 30), Arrival.IN_TIME),
        (local(5, 10, 30) + timedelta(seconds=1), Arrival.LATE),
        (local(5, 16), Arrival.LATE),
    ],
)
def test_one_is_in_time_from_half_an_hour_before_until_the_end(
    clock: datetime, arrival: Arrival
) -> None:
    assert rules.arrival(TEN, at=clock, early=EARLY) is arrival


def test_who_comes_earlier_is_told_when_check_in_begins() -> None:
    with pytest.raises(TooEarly) as refused:
        rules.arrival(TEN, at=local(5, 9, 29), early=EARLY)

    assert refused.value.facts == {"opens": "11-05 09:30"}


def test_a_place_can_be_given_back_until_the_deadline() -> None:
    rules.check_cancel(TEN, at=local(5, 8), notice=timedelta(hours=2))

    with pytest.raises(CancelTooLate) as refused:
        rules.check_cancel(TEN, at=local(5, 8, 1), notice=timedelta(hours=2))
    assert refused.value.facts == {"until": "11-05 08:00"}


@pytest.mark.parametrize(
    ("booked", "capacity", "crowd"),
    [(0, 10, Crowd.QUIET), (6, 10, Crowd.QUIET), (7, 10, Crowd.BUSY), (9, 10, Crowd.BUSY),
     (10, 10, Crowd.FULL), (0, 0, Crowd.FULL)],
)  # fmt: skip
def test_the_crowd_is_told_by_the_share_of_places_taken(
    booked: int, capacity: int, crowd: Crowd
) -> None:
    assert rules.crowd(booked, capacity, busy_from=0.7) is crowd


@pytest.mark.parametrize(
    ("places", "share", "found"),
    [(10, 0.4, Places(4, 6)), (0, 0.4, Places(0, 0)), (3, 1.0, Places(3, 0)), (5, 0, Places(0, 5))],
)
def test_places_are_divided_without_losing_one(places: int, share: float, found: Places) -> None:
    assert rules.split(places, share) == found


def test_what_windows_can_serve_decides_the_places() -> None:
    ten_minutes = timedelta(minutes=10)

    assert rules.expected_places(1.5, length=HALF_HOUR, usual_service=ten_minutes) == 4
    assert rules.expected_places(1, length=HALF_HOUR, usual_service=timedelta(0)) == 0


def test_a_bar_comes_past_the_limit_not_at_it() -> None:
    assert not rules.needs_bar([local(5, 9)] * 3, limit=3)
    assert rules.needs_bar([local(5, 9)] * 4, limit=3)


def test_a_name_is_tidied_and_never_empty() -> None:
    assert rules.tidy_name("  欧阳  修 ") == "欧阳 修"
    with pytest.raises(NameNeeded):
        rules.tidy_name("   ")
