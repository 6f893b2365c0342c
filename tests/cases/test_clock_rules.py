"""What holds for any ledger under any calendar."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.ledgers import BUILTIN, DAY, EARLY_2020, timed
from yimen.channels.doorway.wording import cases as wording
from yimen.kernel.workdays import Calendar, Unit, deadline
from yimen.services.cases.rules.cards import (
    COLOURS,
    CardState,
    Cause,
    Colour,
    deserved_cards,
    next_look,
)
from yimen.services.cases.rules.clock_parameters import PARAMETERS, Limits, limits
from yimen.services.cases.rules.clocks import (
    APPLICANTS,
    BASIS,
    ClockKind,
    Due,
    Extension,
    Ledger,
    Stop,
    StopReason,
    closed,
    reckon,
)
from yimen.services.cases.rules.explain import STOP_NAMES, Tally, story
from yimen.services.cases.rules.procedures import ProcedureState

ROOT = Path(__file__).resolve().parents[2]
LIMITS = limits({parameter.key: parameter.default for parameter in PARAMETERS})
Timed = tuple[Ledger, Calendar]


def due(ledger: Ledger, calendar: Calendar) -> date:
    day = reckon(ledger, calendar).day
    assert day is not None
    return day


def with_stop(ledger: Ledger, first: date, last: date | None) -> Ledger:
    return replace(ledger, stops=(*ledger.stops, Stop(first, last, StopReason.OTHER)))


@given(timed())
def test_a_due_date_is_the_deadline_of_the_same_limit_with_the_same_pauses(timed: Timed) -> None:
    ledger, calendar = timed
    found = deadline(ledger.starts_on, ledger.total, ledger.unit, calendar, closed(ledger))

    assert reckon(ledger, calendar) == Due(found.due, found.provisional, found)


@given(timed(), st.integers(-10, 90), st.integers(0, 40))
def test_a_stop_never_brings_a_due_date_forward(timed: Timed, after: int, length: int) -> None:
    ledger, calendar = timed
    first = ledger.starts_on + DAY * after

    stopped = with_stop(ledger, first, first + DAY * length)

    assert due(stopped, calendar) >= due(ledger, calendar)


@given(timed(), st.permutations(range(3)))
def test_stops_commute(timed: Timed, order: list[int]) -> None:
    ledger, calendar = timed
    shuffled = tuple(ledger.stops[place] for place in order if place < len(ledger.stops))

    assert due(replace(ledger, stops=shuffled), calendar) == due(ledger, calendar)


@given(timed(), st.integers(1, 15))
def test_an_extension_adds_exactly_its_days(timed: Timed, days: int) -> None:
    ledger, calendar = timed
    plain = replace(ledger, extensions=())

    extended = replace(plain, extensions=(Extension(ledger.starts_on, days),))

    counted = [day for day in reckon(extended, calendar).reckoning.days if day.counted]
    assert len(counted) == plain.limit + days
    assert due(extended, calendar) == due(replace(plain, limit=plain.limit + days), calendar)
    assert due(extended, calendar) >= due(plain, calendar)


@given(timed(), st.integers(1, 60))
def test_a_stop_of_one_working_day_moves_a_working_limit_by_one(timed: Timed, after: int) -> None:
    ledger, calendar = timed
    plain = replace(ledger, unit=Unit.WORKING, stops=())
    day = plain.starts_on + DAY * after

    stopped = with_stop(plain, day, day)

    counts = calendar.works(day) and day <= due(plain, calendar)
    longer = replace(plain, limit=plain.limit + 1) if counts else plain
    assert due(stopped, calendar) == due(longer, calendar)


@given(timed(), st.integers(1, 20))
def test_a_longer_limit_never_ends_earlier(timed: Timed, more: int) -> None:
    ledger, calendar = timed

    longer = replace(ledger, limit=ledger.limit + more)

    assert due(longer, calendar) >= due(ledger, calendar)


@given(timed(open_stop=True))
def test_while_it_stands_still_only_a_limit_that_had_ended_is_known(timed: Timed) -> None:
    ledger, calendar = timed
    still = ledger.open_stop
    assert still is not None
    before = due(replace(ledger, stops=ledger.stops[:-1]), calendar)

    found = reckon(ledger, calendar)

    assert found.day == (before if before < still.first else None)
    assert all(day.day < still.first for day in found.reckoning.days)


@given(timed(open_stop=True), st.integers(0, 60))
def test_a_stop_known_to_the_end_leaves_the_days_before_it_as_they_were(
    timed: Timed, length: int
) -> None:
    ledger, calendar = timed
    still = ledger.stops[-1]
    over = replace(
        ledger, stops=(*ledger.stops[:-1], replace(still, last=still.first + DAY * length))
    )

    open_days = reckon(ledger, calendar).reckoning.days

    assert reckon(over, calendar).reckoning.days[: len(open_days)] == open_days


@given(timed())
def test_the_told_days_that_count_are_the_limit(timed: Timed) -> None:
    ledger, calendar = timed
    end = due(ledger, calendar)

    told = story(ledger, calendar, today=end)

    assert [day.number for day in told.days if day.counted] == [*range(1, ledger.total + 1)]
    assert (told.used, told.left, told.late) == (ledger.total, 0, 0)
    assert [day.day for day in told.days] == [
        ledger.starts_on + DAY * place for place in range((end - ledger.starts_on).days + 1)
    ]
    assert all(day.why and day.source for day in told.days)


@given(timed(), st.integers(0, 200))
def test_every_day_from_the_beginning_to_today_is_told_once(timed: Timed, after: int) -> None:
    ledger, calendar = timed
    today = ledger.starts_on + DAY * after
    last = max(today, due(ledger, calendar))

    told = story(ledger, calendar, today=today)

    assert len(told.days) == (last - ledger.starts_on).days + 1
    assert told.used + told.left == ledger.total
    assert sum(day.counted and day.ahead for day in told.days) == told.left
    assert (told.late > 0) == any(day.tally is Tally.OVERDUE for day in told.days)


@given(timed(open_stop=True), st.integers(0, 200))
def test_a_stop_that_lasts_is_told_up_to_today(timed: Timed, after: int) -> None:
    ledger, calendar = timed
    still = ledger.stops[-1]
    today = still.first + DAY * after

    told = story(ledger, calendar, today=today)

    assert told.days[-1].day == today
    assert told.days[-1].tally is Tally.STOPPED
    assert told.days[-1].source == "测试依据"


@given(timed(), st.integers(0, 100))
def test_nothing_is_told_after_the_end(timed: Timed, after: int) -> None:
    ledger, calendar = timed
    end = ledger.starts_on + DAY * after

    told = story(ledger, calendar, today=end + DAY * 50, ended_on=end)

    assert all(day.day <= end and not day.ahead for day in told.days)


@given(timed())
def test_cards_come_in_order_and_red_comes_the_day_after(timed: Timed) -> None:
    ledger, calendar = timed
    found = reckon(ledger, calendar)

    cards = deserved_cards(ledger, found, LIMITS)

    days = [card.on for card in cards]
    assert days == sorted(days)
    assert len({card.cause for card in cards}) == len(cards)
    assert (not cards) == (ledger.kind in APPLICANTS)
    if cards:
        assert cards[-1].on == due(ledger, calendar) + DAY


@given(timed(), st.integers(0, 150))
def test_the_next_look_is_the_next_card_or_expiry(timed: Timed, after: int) -> None:
    ledger, calendar = timed
    found = reckon(ledger, calendar)
    cards = deserved_cards(ledger, found, LIMITS)
    day = ledger.starts_on + DAY * after

    look = next_look(ledger, found, cards, day)

    days = [card.on for card in cards] or [due(ledger, calendar) + DAY]
    assert look == next((each for each in sorted(days) if each > day), None)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (
            20,
            [("2019-11-19", "half_left"), ("2019-12-02", "nearly_due"), ("2019-12-04", "overdue")],
        ),
        (5, [("2019-11-08", "half_left"), ("2019-11-11", "nearly_due"), ("2019-11-13", "overdue")]),
        (4, [("2019-11-07", "half_left"), ("2019-11-08", "nearly_due"), ("2019-11-12", "overdue")]),
        (3, [("2019-11-07", "nearly_due"), ("2019-11-09", "overdue")]),
        (1, [("2019-11-06", "nearly_due"), ("2019-11-07", "overdue")]),
    ],
)
def test_when_cards_are_given(limit: int, expected: list[tuple[str, str]]) -> None:
    ledger = Ledger(ClockKind.STATUTORY, Unit.WORKING, limit, date(2019, 11, 5))

    cards = deserved_cards(ledger, reckon(ledger, BUILTIN), LIMITS)

    assert [(card.on.isoformat(), card.cause.value) for card in cards] == expected


def test_overdue_acceptance_is_deemed_and_an_overrun_procedure_is_only_warned_of() -> None:
    def last(kind: ClockKind) -> tuple[Cause, str]:
        ledger = Ledger(kind, Unit.WORKING, 5, date(2019, 11, 5))
        card = deserved_cards(ledger, reckon(ledger, BUILTIN), LIMITS)[-1]
        return card.cause, card.colour.value

    assert last(ClockKind.ACCEPTANCE) == (Cause.DEEMED, "red")
    assert last(ClockKind.SPECIAL) == (Cause.SPECIAL_OVERRUN, "yellow")
    assert last(ClockKind.DELIVERY) == (Cause.OVERDUE, "red")


def test_the_notice_of_27_january_2020_moves_a_running_clock() -> None:
    ledger = Ledger(ClockKind.STATUTORY, Unit.WORKING, 20, date(2020, 1, 20))

    assert due(ledger, EARLY_2020) == date(2020, 2, 21)
    assert due(ledger, BUILTIN) == date(2020, 2, 25)


def test_days_are_told_with_their_law() -> None:
    ledger = Ledger(
        ClockKind.STATUTORY,
        Unit.WORKING,
        2,
        date(2020, 1, 22),
        (Stop(date(2020, 2, 3), date(2020, 2, 4), StopReason.TESTING, "《行政许可法》第四十五条"),),
        (Extension(date(2020, 2, 4), 1),),
    )

    told = story(ledger, BUILTIN, today=date(2020, 2, 8))

    assert [(d.day.strftime("%m-%d"), d.tally.value, d.number, d.source) for d in told.days] == [
        ("01-22", "first", 0, "《民法典》第二百零一条"),
        ("01-23", "counted", 1, "《行政许可法》第八十二条"),
        *[
            (f"01-{day}", "rest", 0, "国务院办公厅关于2020年部分节假日安排的通知")
            for day in range(24, 31)
        ],
        ("01-31", "rest", 0, "国务院办公厅关于延长2020年春节假期的通知（2020-01-27）"),
        ("02-01", "rest", 0, "国务院办公厅关于延长2020年春节假期的通知（2020-01-27）"),
        ("02-02", "rest", 0, "国务院办公厅关于延长2020年春节假期的通知（2020-01-27）"),
        ("02-03", "stopped", 0, "《行政许可法》第四十五条"),
        ("02-04", "stopped", 0, "《行政许可法》第四十五条"),
        ("02-05", "counted", 2, "《行政许可法》第八十二条"),
        ("02-06", "counted", 3, "《行政许可法》第八十二条"),
        ("02-07", "overdue", 1, "《行政许可法》第八十二条"),
        ("02-08", "rest", 0, "《行政许可法》第八十二条"),
    ]
    assert told.days[-4].why == "第 2 个工作日，周三工作日"
    assert told.days[-3].why == "第 3 个工作日，周四工作日，延长审批的第 1 日"
    assert told.days[-5].why == "停止计算：检测（2020-02-03 至 2020-02-04）"
    assert (told.used, told.left, told.late) == (3, 0, 1)


def test_parameters_become_limits() -> None:
    assert isinstance(LIMITS, Limits)
    assert (LIMITS.acceptance_days, LIMITS.extension_days, LIMITS.card_prompt_share) == (5, 10, 0.5)
    assert timedelta(minutes=LIMITS.card_instant_minutes) == timedelta(minutes=30)


def test_every_code_of_clocks_and_cards_has_a_word() -> None:
    assert set(wording.CLOCKS) == set(ClockKind)
    assert set(wording.COLOURS) == set(Colour)
    assert set(wording.CARD_CAUSES) == set(Cause) == set(COLOURS)
    assert set(wording.CARD_STATES) == set(CardState)
    assert set(wording.PROCEDURE_STATES) == set(ProcedureState)
    assert set(STOP_NAMES) == set(StopReason)
    assert set(BASIS) == set(ClockKind)


@pytest.mark.parametrize("code", [*ClockKind, *Cause, *Colour])
def test_the_page_of_clocks_names_every_clock_and_card(code: str) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/reference/case-clocks.md").read_text(
        "utf-8"
    )

    assert f"`{code}`" in page or f"| {code} |" in page
