"""Starting, stopping and ending clocks: days, dates kept for lists, refusals, kept rows."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.cases.timed import accepted, build_case, noon, publish_item
from yimen.services.cases.actions import clocks
from yimen.services.cases.errors import (
    BadClockDay,
    ClockNotRunning,
    ClockNotStopped,
    ClockRuns,
    TolerantTooLong,
)
from yimen.services.cases.models import Clock, ClockSegment
from yimen.services.cases.rules.clocks import ClockKind, ClockState, EndReason, StopReason

pytestmark = pytest.mark.django_db

PROMISED, STATUTORY = ClockKind.PROMISED, ClockKind.STATUTORY


@pytest.mark.parametrize(
    ("on", "limit", "due"),
    [
        ("2020-01-17", 5, "2020-01-23"),
        ("2020-01-20", 20, "2020-02-25"),
        ("2020-09-28", 5, "2020-10-12"),
        ("2020-04-30", 3, "2020-05-08"),
        ("2025-04-28", 5, "2025-05-08"),
        ("2020-06-24", 1, "2020-06-28"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-09-28", 5, "2026-10-10"),
    ],
)
def test_published_examples(on: str, limit: int, due: str) -> None:
    case = accepted(on, promised=limit, statutory=limit)

    assert case.dues() == (due, due)


@pytest.mark.parametrize(
    ("on", "first", "last", "due"),
    [
        ("2025-04-28", "2025-04-29", "2025-05-08", "2025-05-15"),
        ("2026-09-28", "2026-09-29", "2026-10-12", "2026-10-19"),
    ],
)
def test_published_examples_with_a_stop(on: str, first: str, last: str, due: str) -> None:
    case = accepted(on, promised=5)

    stopped = case.stop(PROMISED, first)
    still = case.dues()[0]
    going = case.go_on(PROMISED, last)

    assert (stopped.state, stopped.due_on, still) == (ClockState.STOPPED, None, None)
    assert (going.state, going.due_on, case.dues()[0]) == (
        ClockState.RUNNING,
        date.fromisoformat(due),
        due,
    )


def test_receipt_on_a_rest_day_counts_from_the_first_working_day_after() -> None:
    saturday = build_case("2019-11-09")
    friday = build_case("2019-11-08")

    days = [case.clock(ClockKind.ACCEPTANCE) for case in (saturday, friday)]

    assert [clock.starts_on.isoformat() for clock in days] == ["2019-11-09", "2019-11-08"]
    assert [str(clock.due_on) for clock in days] == ["2019-11-15", "2019-11-15"]


def test_acceptance_ends_its_clock_and_starts_both_of_the_decision() -> None:
    case = build_case("2019-11-05")

    counted_from = case.accept("2019-11-06")

    acceptance = case.clock(ClockKind.ACCEPTANCE)
    assert (acceptance.state, acceptance.why) == (ClockState.ENDED, EndReason.ACCEPTED)
    assert counted_from == date(2019, 11, 6)
    assert case.dues() == ("2019-11-13", "2019-12-04")


def test_acceptance_after_its_limit_counts_from_the_receipt() -> None:
    case = build_case("2019-11-05")  # five working days end on 2019-11-12

    counted_from = case.accept("2019-11-13")

    assert counted_from == date(2019, 11, 5)
    assert case.dues() == ("2019-11-12", "2019-12-03")


def test_an_item_without_limits_is_held_to_the_law() -> None:
    publish_item("A-2", PROMISE_DAY=0, ANTICIPATE_DAY=0)
    publish_item("A-3", PROMISE_DAY=0, ANTICIPATE_DAY=0, PROJECT_TYPE="4")
    publish_item("A-4", PROMISE_DAY=3, PROMISE_TYPE="2", ANTICIPATE_EXPLAIN="《护照法》第七条")
    plain, joint, natural = (build_case(item=f"A-{place}") for place in (2, 3, 4))

    for case in (plain, joint, natural):
        case.accept("2019-11-05")

    assert plain.clock(PROMISED).total == plain.clock(STATUTORY).total == 20
    assert joint.clock(STATUTORY).total == 45
    assert str(natural.clock(PROMISED).due_on) == "2019-11-08"
    assert natural.clock(STATUTORY).basis == "《护照法》第七条"


def test_a_supplement_is_told_in_natural_days_while_the_acceptance_stands_still() -> None:
    case = build_case("2019-11-05")

    case.stop(ClockKind.ACCEPTANCE, "2019-11-07", StopReason.SUPPLEMENT)
    told = case.start(ClockKind.SUPPLEMENT, "2019-11-07")
    case.end(ClockKind.SUPPLEMENT, "2019-11-11", EndReason.SUPPLIED)
    going = case.go_on(ClockKind.ACCEPTANCE, "2019-11-11")

    assert str(told.due_on) == "2019-11-18"  # the tenth day is a Sunday
    assert str(going.due_on) == "2019-11-15"  # one day was used, four are left


def test_a_stop_that_ends_on_its_first_day_takes_just_that_day() -> None:
    case = accepted("2019-11-05")

    case.stop(PROMISED, "2019-11-07")
    going = case.go_on(PROMISED, "2019-11-07")

    assert str(going.due_on) == "2019-11-13"


def test_a_stop_after_the_limit_does_not_revive_it() -> None:
    case = accepted("2019-11-05")

    stopped = case.stop(PROMISED, "2019-11-20")

    assert str(stopped.due_on) == "2019-11-12"


def test_ending_a_clock_that_stands_still_closes_the_stop() -> None:
    case = accepted("2019-11-05")
    case.stop(PROMISED, "2019-11-07")

    ended = case.end(PROMISED, "2019-11-11", EndReason.WITHDRAWN)

    segment = ClockSegment.objects.get()
    assert (str(segment.last), str(ended.ended_on)) == ("2019-11-11", "2019-11-11")
    assert str(ended.due_on) == "2019-11-15"


def test_tolerance_never_outlasts_the_promise() -> None:
    case = accepted("2019-11-05", promised=3)

    made = case.start(ClockKind.TOLERANT, "2019-11-05")

    assert made.total == 3
    with pytest.raises(TolerantTooLong):
        accepted("2019-11-05", promised=3).start(ClockKind.TOLERANT, "2019-11-05", days=4)


def test_refusals() -> None:
    case = accepted("2019-11-05")

    with pytest.raises(ClockRuns):
        case.start(PROMISED, "2019-11-06")
    with pytest.raises(ClockNotStopped):
        case.go_on(PROMISED, "2019-11-06")
    with pytest.raises(ClockNotStopped):
        case.go_on(ClockKind.DELIVERY, "2019-11-06")
    with pytest.raises(ClockNotRunning):
        case.stop(ClockKind.DELIVERY, "2019-11-06")
    with pytest.raises(ClockNotRunning):
        case.end(ClockKind.DELIVERY, "2019-11-06")
    with pytest.raises(BadClockDay):
        case.stop(PROMISED, "2019-11-04")
    case.stop(PROMISED, "2019-11-07")
    with pytest.raises(ClockNotRunning):
        case.stop(PROMISED, "2019-11-08")
    with pytest.raises(BadClockDay):
        case.go_on(PROMISED, "2019-11-06")


def test_the_tables_keep_what_was_written() -> None:
    case = accepted("2019-11-05")
    case.stop(PROMISED, "2019-11-07")
    case.go_on(PROMISED, "2019-11-08")
    case.end(STATUTORY, "2019-11-08")
    clock = Clock.objects.filter(kind="promised")
    ended = Clock.objects.filter(kind="statutory")
    segment = ClockSegment.objects.all()

    for rows, change in (
        (clock, {"limit": 6}),
        (clock, {"starts_on": date(2019, 11, 6)}),
        (ended, {"due_on": date(2020, 1, 1)}),
        (segment, {"last": date(2019, 11, 20)}),
        (segment, {"first": date(2019, 11, 6)}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    for rows in (segment, clock):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_usual_life_of_clocks_takes_few_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    case = build_case("2019-11-05")
    case.accept("2019-11-06")  # whatever is remembered is remembered now
    other = build_case("2019-11-05")
    row, day, at = other.row, date(2019, 11, 6), noon("2019-11-06")

    with django_assert_num_queries(5):  # what runs, the calendar, its end, two that begin, dues
        clocks.begin_handling(row, on=day, at=at)
    with django_assert_num_queries(4):  # what runs, the calendar, procedures, the end of both
        clocks.end_handling(row, on=day, why=EndReason.DECIDED, at=at)
    with django_assert_num_queries(2):  # the calendar, the one that begins
        clocks.start(row, ClockKind.DELIVERY, on=day, at=at)
    with django_assert_num_queries(3):  # what runs, the calendar, its end
        clocks.end(row, ClockKind.DELIVERY, on=day, why=EndReason.DELIVERED, at=at)
