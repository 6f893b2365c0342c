"""Opening hours of a day, decided from values."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from yimen.reference.centres.rules import Hours, Interval, closes_at, overlap

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2019, 11, 5)
MORNING = Interval(time(9), time(12))
AFTERNOON = Interval(time(13), time(17))


@pytest.mark.parametrize(
    ("intervals", "bad"),
    [
        ([], False),
        ([MORNING], False),
        ([AFTERNOON, MORNING], False),
        ([MORNING, Interval(time(12), time(13))], False),  # end to end
        ([MORNING, Interval(time(11, 59), time(13))], True),
        ([MORNING, MORNING], True),
        ([Interval(time(8), time(18)), MORNING], True),
        ([Interval(time(9), time(9))], True),
        ([Interval(time(12), time(9))], True),
        ([Interval(time(9), time(17)), Interval(time(10), time(11)), AFTERNOON], True),
    ],
)
def test_overlapping_and_backward_intervals_are_seen(intervals: list[Interval], bad: bool) -> None:
    assert overlap(intervals) is bad


def test_a_special_day_goes_before_the_week() -> None:
    week = ((MORNING,), (MORNING, AFTERNOON), (), (), (), (), ())
    hours = Hours(week, {date(2019, 11, 12): (), date(2019, 11, 6): (AFTERNOON,)})

    assert hours.on(TUESDAY) == (MORNING, AFTERNOON)
    assert hours.on(date(2019, 11, 12)) == ()  # a Tuesday, closed
    assert hours.on(date(2019, 11, 6)) == (AFTERNOON,)  # a Wednesday, open


def test_a_day_closes_with_its_last_interval() -> None:
    assert closes_at([AFTERNOON, MORNING], TUESDAY, SHANGHAI) == datetime(
        2019, 11, 5, 17, tzinfo=SHANGHAI
    )
    assert closes_at([], TUESDAY, SHANGHAI) is None
