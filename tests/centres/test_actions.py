"""Changing hours, special days and the ticker."""

from datetime import date, time

import pytest

from tests.builders import Hall
from yimen.reference.centres import actions, queries
from yimen.reference.centres.errors import BadHours, CentreNotFound, WindowNotFound
from yimen.reference.centres.queries import SpecialDayView
from yimen.reference.centres.rules import Interval

MORNING = Interval(time(9), time(12))
AFTERNOON = Interval(time(13), time(17))


def test_a_weekdays_hours_are_replaced_and_other_days_stay(hall: Hall) -> None:
    before = queries.hours(hall.centre_id).week

    actions.set_hours(hall.centre_id, 1, [AFTERNOON, MORNING])

    after = queries.hours(hall.centre_id).week
    assert after[1] == (MORNING, AFTERNOON)
    assert after[:1] + after[2:] == before[:1] + before[2:]


def test_no_intervals_close_the_weekday(hall: Hall) -> None:
    actions.set_hours(hall.centre_id, 6, [])

    assert queries.hours(hall.centre_id).week[6] == ()


def test_overlapping_hours_change_nothing(hall: Hall) -> None:
    before = queries.hours(hall.centre_id)

    with pytest.raises(BadHours) as refusal:
        actions.set_hours(hall.centre_id, 1, [MORNING, Interval(time(11), time(13))])

    assert refusal.value.facts == {"weekday": 1}
    assert queries.hours(hall.centre_id) == before


def test_a_special_day_is_set_changed_and_dropped(hall: Hall) -> None:
    day = date(2020, 1, 24)

    actions.set_special_day(hall.centre_id, day, None, reason="除夕")
    closed = queries.hours(hall.centre_id).on(day)
    actions.set_special_day(hall.centre_id, day, MORNING, reason="除夕半天")
    listed = queries.special_days(hall.centre_id, day)
    actions.drop_special_day(hall.centre_id, day)

    assert closed == ()
    assert listed == [SpecialDayView(day, MORNING, "除夕半天")]
    assert queries.special_days(hall.centre_id, date(2019, 1, 1)) == []


def test_a_special_day_that_ends_before_it_begins_is_refused(hall: Hall) -> None:
    with pytest.raises(BadHours) as refusal:
        actions.set_special_day(
            hall.centre_id, date(2020, 1, 24), Interval(time(12), time(9)), reason="误"
        )

    assert refusal.value.facts == {"weekday": 4}
    assert queries.special_days(hall.centre_id, date(2019, 1, 1)) == []


def test_the_ticker_is_trimmed_and_bounded(hall: Hall) -> None:
    actions.set_ticker(hall.centre_id, "  " + "字" * 400)

    assert queries.centre(hall.centre_id).ticker == "字" * 300


def test_unknown_places_are_refused(hall: Hall) -> None:
    with pytest.raises(CentreNotFound):
        actions.set_hours(hall.centre_id + 1, 1, [MORNING])
    with pytest.raises(CentreNotFound):
        queries.centre(hall.centre_id + 1)
    with pytest.raises(CentreNotFound):
        queries.centre_by_code("nowhere")
    with pytest.raises(WindowNotFound) as refusal:
        queries.window(0)

    assert refusal.value.facts == {"window_id": 0}


def test_windows_come_by_number_with_their_place(hall: Hall) -> None:
    found = [(w.number, w.kind, w.area, w.level) for w in queries.windows(hall.centre_id)]

    assert found == [
        (1, "dedicated", "A", 1),
        (2, "comprehensive", "A", 1),
        (3, "dedicated", "A", 1),
    ]
