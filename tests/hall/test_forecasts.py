"""Ranges renewed for each line, told with each number, and scored by what happened."""

import pytest

from tests.builders import Hall, at
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries
from yimen.services.hall.models import Forecast, RangeScore, Ticket

pytestmark = pytest.mark.django_db

DAY = at(0).date()


def test_every_line_that_a_window_serves_gets_a_range(hall: Hall) -> None:
    hall.open(1)

    renewed = actions.renew_forecasts(hall.centre_id, at=at(0))

    rows = {row.queue_id: row for row in Forecast.objects.all()}
    assert renewed == 1
    assert set(rows) == set(hall.queues.values())
    assert rows[hall.queues["CR"]].p50 is None
    assert [rows[q].as_of for q in hall.queues.values()] == [at(0), at(0)]


def test_an_idle_window_means_no_wait_and_a_line_means_one(hall: Hall) -> None:
    hall.open(1)
    actions.renew_forecasts(hall.centre_id, at=at(0))
    idle = Forecast.objects.get(queue_id=hall.queues["HZ"])
    for _ in range(5):
        hall.issue("HZ", 1)
    hall.call(1, 1)
    queries.forget()
    actions.renew_forecasts(hall.centre_id, at=at(2))
    busy = Forecast.objects.get(queue_id=hall.queues["HZ"])

    assert (idle.waiting, idle.p10, idle.p50, idle.p90) == (0, 0, 0, 0)
    assert busy.waiting == 4
    assert busy.p10 is not None
    assert busy.p50 is not None
    assert busy.p90 is not None
    assert 0 < busy.p10 <= busy.p50 <= busy.p90
    assert 1200 < busy.p50 < 4800  # five services of about ten minutes are before


def forecast(hall: Hall, minutes: float, told: tuple[int | None, ...] = (60, 120, 300)) -> None:
    p10, p50, p90 = told
    Forecast.objects.update_or_create(
        queue_id=hall.queues["HZ"],
        defaults={"as_of": at(minutes), "waiting": 0, "p10": p10, "p50": p50, "p90": p90},
    )


def test_a_number_is_told_the_present_range_and_keeps_it(hall: Hall) -> None:
    forecast(hall, 0)

    issued = hall.issue("HZ", 1, key="k")
    forecast(hall, 1, (1, 2, 3))

    assert issued.told == (60, 120, 300)
    assert queries.ticket(issued.id).told == (60, 120, 300)
    assert hall.issue("HZ", 2, key="k").told == (60, 120, 300)


@pytest.mark.parametrize(
    ("made", "told"), [(0.0, (60, 120, 300)), (-1.9, (60, 120, 300)), (-2.0, None), (-30.0, None)]
)
def test_a_range_older_than_two_minutes_is_not_told(
    hall: Hall, made: float, told: tuple[int, ...] | None
) -> None:
    forecast(hall, made)

    assert hall.issue("HZ", 0).told == told


def test_no_range_is_told_where_there_is_none(hall: Hall) -> None:
    forecast(hall, 0, (None, None, None))

    assert hall.issue("HZ", 0).told is None


def served(hall: Hall, arrived: float, called: float, told: tuple[int, int, int]) -> int:
    """A ticket told `told` at arrival, called and done at the given minutes."""
    forecast(hall, arrived, told)
    ticket = hall.issue("HZ", arrived).id
    assert hall.call(1, called) == ticket
    hall.press(actions.start, 1, called)
    hall.press(actions.finish, 1, called + 1)
    return ticket


def test_a_day_is_scored_by_hand(hall: Hall) -> None:
    hall.open(1)
    served(hall, 0, 2, (60, 180, 300))  # waited 120 s, told 180: 60 too much, inside
    served(hall, 10, 20, (60, 300, 500))  # waited 600 s, told 300: 300 too little, outside
    served(hall, 30, 31, (60, 60, 90))  # waited 60 s, told 60: exact, on the edge
    served(hall, 40, 41, (90, 150, 300))  # waited 60 s, told 150: 90 too much, below

    assert actions.score_day(hall.centre_id, DAY) == 4

    score = RangeScore.objects.get()
    assert (score.queue_id, score.day, score.scored) == (hall.queues["HZ"], DAY, 4)
    assert score.mean_absolute_error == (60 + 300 + 0 + 90) / 4
    assert score.bias == (60 - 300 + 0 + 90) / 4
    assert score.within_range == 2 / 4


def test_calling_a_number_again_does_not_lengthen_its_wait(hall: Hall) -> None:
    hall.open(1)
    forecast(hall, 0)
    hall.issue("HZ", 0)
    hall.call(1, 2)
    hall.press(actions.recall, 1, 4)
    hall.press(actions.start, 1, 4)
    hall.press(actions.finish, 1, 5)

    assert actions.score_day(hall.centre_id, DAY) == 1
    assert RangeScore.objects.get().mean_absolute_error == 0  # 120 s, as told


def test_who_returned_was_transferred_left_or_was_told_nothing_is_not_scored(hall: Hall) -> None:
    hall.open(1, 2)
    returned = hall.issue("HZ", 0).id
    Ticket.objects.filter(pk=returned).update(told_p10=1, told_p50=2, told_p90=3)
    hall.call(1, 1)
    hall.press(actions.miss, 1, 2)
    actions.rejoin(returned, by=HOUSE, at=at(3))
    hall.call(1, 4)
    hall.press(actions.start, 1, 4)
    hall.press(actions.finish, 1, 5)
    forecast(hall, 6)
    hall.issue("HZ", 6)
    hall.call(1, 7)
    hall.press(actions.start, 1, 7)
    hall.press(actions.transfer, 1, 8, queue_code="CR")
    hall.call(2, 9)
    hall.press(actions.start, 2, 9)
    hall.press(actions.finish, 2, 10)
    actions.withdraw(hall.issue("HZ", 7).id, by=HOUSE, at=at(8))
    hall.issue("HZ", 30)  # the range is too old to be told
    hall.call(1, 31)
    hall.press(actions.start, 1, 31)
    hall.press(actions.finish, 1, 32)

    assert actions.score_day(hall.centre_id, DAY) == 0
    assert RangeScore.objects.count() == 0


def test_scoring_again_replaces_the_score(hall: Hall) -> None:
    hall.open(1)
    served(hall, 0, 2, (60, 180, 300))
    actions.score_day(hall.centre_id, DAY)
    served(hall, 10, 12, (60, 120, 300))

    assert actions.score_day(hall.centre_id, DAY) == 2
    assert RangeScore.objects.get().scored == 2
