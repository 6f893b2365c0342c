"""The waiting range over small halls whose answer can be reasoned out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from yimen.services.hall.rules.dispatch import DEFAULT_MAX_WAIT_SECONDS, Waiting
from yimen.services.hall.rules.estimate import (
    HallView,
    Range,
    Serving,
    WindowView,
    line_ranges,
    wait_range,
)
from yimen.services.hall.rules.experience import Attempt, learn

NOW = 10 * 3600.0
ALL_DAY = ((8.5 * 3600, 17.5 * 3600),)
FRESH = learn()


def window(
    number: int,
    *queues: str,
    served_for: float | None = None,
    hours: Sequence[tuple[float, float]] = ALL_DAY,
) -> WindowView:
    serving = None if served_for is None else Serving(queues[0], NOW - served_for)
    return WindowView(number, queues, tuple(hours), serving)


def waiting(number: int, queue: str, *, waited: float = 0.0, rate: float = 1.0) -> Waiting:
    return Waiting(NOW - waited, number, queue, rate, NOW - waited)


def hall(*windows: WindowView, line: Sequence[Waiting] = ()) -> HallView:
    return HallView(
        now=NOW,
        windows=windows,
        waiting=tuple(line),
        usual_service={"HZ": 600.0, "CR": 600.0, "SB": 600.0},
        experience=FRESH,
        max_wait=DEFAULT_MAX_WAIT_SECONDS,
    )


def told(view: HallView, ticket: Waiting) -> Range:
    answer = wait_range(view, ticket)
    assert answer is not None
    return answer


def test_there_is_no_range_where_no_window_serves_the_queue() -> None:
    assert wait_range(hall(window(1, "CR")), waiting(9, "HZ")) is None


def test_a_free_window_means_no_wait() -> None:
    view = hall(window(1, "HZ", served_for=100), window(2, "HZ"))

    assert told(view, waiting(9, "HZ")) == Range(timedelta(0), timedelta(0), timedelta(0))


def test_the_ticket_itself_may_be_among_the_waiting() -> None:
    ticket = waiting(9, "HZ")
    ahead = waiting(8, "HZ", waited=60)
    view = hall(window(1, "HZ", served_for=100), line=[ahead])

    assert wait_range(replace(view, waiting=(ahead, ticket)), ticket) == wait_range(view, ticket)


def test_the_same_hall_always_gets_the_same_range() -> None:
    view = hall(window(1, "HZ", served_for=100), line=[waiting(8, "HZ", waited=60)])

    assert told(view, waiting(9, "HZ")) == told(view, waiting(9, "HZ"))


def test_the_range_grows_with_everybody_ahead() -> None:
    ahead = [waiting(number, "HZ", waited=600 - number) for number in range(8)]
    ranges = [
        told(hall(window(1, "HZ", served_for=0), line=ahead[:count]), waiting(9, "HZ"))
        for count in range(9)
    ]

    assert all(low.p10 < low.p50 < low.p90 for low in ranges)
    assert all(few.p50 < more.p50 and few.p90 < more.p90 for few, more in pairwise(ranges))


def test_a_line_of_eight_at_one_window_takes_about_nine_usual_services() -> None:
    ahead = [waiting(number, "HZ", waited=600 - number) for number in range(8)]
    answer = told(hall(window(1, "HZ", served_for=0), line=ahead), waiting(9, "HZ"))

    assert timedelta(minutes=80) < answer.p50 < timedelta(minutes=95)


def test_a_window_at_lunch_calls_only_when_it_opens_again() -> None:
    opens = NOW + 3600
    view = hall(window(1, "HZ", hours=((8 * 3600, NOW), (opens, opens + 3600))))

    assert told(view, waiting(9, "HZ")) == Range(*[timedelta(hours=1)] * 3)


def test_after_its_last_hour_a_window_works_its_line_off() -> None:
    view = hall(
        window(1, "HZ", served_for=60, hours=((8 * 3600, NOW - 30),)),
        line=[waiting(8, "HZ", waited=60)],
    )

    assert told(view, waiting(9, "HZ")).p90 < timedelta(hours=1)


def test_a_higher_class_is_called_past_those_who_wait_as_long() -> None:
    ahead = [waiting(number, "HZ", waited=120 - number) for number in range(6)]
    view = hall(window(1, "HZ", served_for=0), line=ahead)

    assert told(view, waiting(9, "HZ", rate=3.0)).p50 < told(view, waiting(9, "HZ")).p50 / 2


def test_only_windows_that_share_queues_matter() -> None:
    alone = hall(window(1, "HZ", served_for=100))
    strangers = hall(
        window(1, "HZ", served_for=100),
        window(2, "SB", "CR"),
        line=[waiting(7, "SB", waited=500)],
    )

    assert told(alone, waiting(9, "HZ")) == told(strangers, waiting(9, "HZ"))


def test_a_line_served_by_shared_windows_delays_its_neighbour() -> None:
    line = [waiting(number, "CR", waited=300 + number) for number in range(6)]
    free_of_others = hall(window(1, "HZ", "CR", served_for=0))
    shared = hall(window(1, "HZ", "CR", served_for=0), line=line)

    assert told(shared, waiting(9, "HZ")).p10 > told(free_of_others, waiting(9, "HZ")).p50


def test_an_early_appointment_waits_from_its_slot_only() -> None:
    early = Waiting(NOW + 7200, 9, "HZ", 2.0, NOW)

    assert told(hall(window(1, "HZ", served_for=0)), early) == Range(*[timedelta(0)] * 3)


def test_every_line_has_a_range_for_whoever_comes_next() -> None:
    line = [waiting(number, "HZ", waited=60 + number) for number in range(3)]
    view = hall(window(1, "HZ", served_for=60), window(2, "CR"), line=line)

    ranges = line_ranges(view)

    assert ranges == {
        "HZ": wait_range(view, waiting(3, "HZ")),
        "CR": Range(*[timedelta(0)] * 3),
        "SB": None,
    }


def test_a_fresh_day_expects_the_usual_time() -> None:
    shape = FRESH.shape

    assert list(shape) == sorted(shape)
    assert sum(shape) / len(shape) == pytest.approx(1.0, abs=0.03)


def test_services_twice_as_long_are_learned() -> None:
    slow = learn(ended=[ratio * 2 for ratio in FRESH.shape * 10])

    assert sum(slow.shape) / len(slow.shape) == pytest.approx(2.0, abs=0.1)


def test_services_still_running_are_not_forgotten() -> None:
    ended = [0.2] * 50
    hasty = learn(ended=ended)
    patient = learn(ended=ended, running=[1.0] * 50)

    assert sum(patient.shape) > sum(hasty.shape)


def test_those_who_leave_are_learned_by_how_long_they_waited() -> None:
    stayed = [Attempt(float(wait), present=True) for wait in range(0, 1800, 30)]
    left = [Attempt(3600.0 + at, present=at % 2 == 0) for at in range(60)]
    experience = learn(attempts=[*stayed, *left])

    assert experience.gone(900.0) == 0.0
    assert experience.gone(3700.0) == pytest.approx(0.5, abs=0.1)


def test_a_line_whose_people_leave_is_shorter() -> None:
    ahead = [waiting(number, "HZ", waited=4000 + number) for number in range(8)]
    view = hall(window(1, "HZ", served_for=0), line=ahead)
    leaving = learn(attempts=[Attempt(4000.0, present=at % 2 == 0) for at in range(60)])

    thinner = told(replace(view, experience=leaving), waiting(9, "HZ"))

    assert thinner.p50 < told(view, waiting(9, "HZ")).p50 * 0.8
