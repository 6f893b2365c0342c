"""Deadlines: published examples, agreement with the library, and what always holds."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.workdays import (
    BadLimit,
    BadPause,
    Calendar,
    Kind,
    Mark,
    Pause,
    TooFarAhead,
    Unit,
    deadline,
    statutory_days,
    working_days_between,
)
from yimen.reference.centres.rules.legal import before_prolongation, builtin

DAY = timedelta(days=1)
FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
BUILTIN = builtin()
EARLY_2020 = before_prolongation(BUILTIN)


def due(
    start: str,
    limit: int,
    unit: Unit = Unit.WORKING,
    pauses: Iterable[tuple[str, str]] = (),
    calendar: Calendar = BUILTIN,
) -> str:
    held = [Pause(date.fromisoformat(a), date.fromisoformat(b)) for a, b in pauses]
    return deadline(date.fromisoformat(start), limit, unit, calendar, held).due.isoformat()


@cache
def library_works(day: date) -> bool:
    """What the library says, without going through our table."""
    return bool(chinese_calendar.is_workday(day))


def naive(start: date, limit: int, unit: Unit, pauses: list[Pause]) -> date:
    """The rule in its plainest words, by the library."""

    def held(day: date) -> bool:
        return any(pause.first <= day <= pause.last for pause in pauses)

    day, left = start, limit
    while left:
        day += DAY
        if not held(day) and (unit is Unit.NATURAL or library_works(day)):
            left -= 1
    while not library_works(day) or held(day):
        day += DAY
    return day


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
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
def test_published_examples(start: str, limit: int, expected: str) -> None:
    assert due(start, limit) == expected


def test_the_notice_of_27_january_2020_moved_a_running_deadline() -> None:
    assert due("2020-01-20", 20, calendar=EARLY_2020) == "2020-02-21"
    assert due("2020-01-20", 20) == "2020-02-25"


def test_only_three_days_differ_between_the_notices_of_2020() -> None:
    days = [date(2020, 1, 1) + DAY * place for place in range(366)]
    changed = [d for d in days if BUILTIN.works(d) != EARLY_2020.works(d)]

    assert changed == [date(2020, 1, 31), date(2020, 2, 1)]
    assert EARLY_2020.on(date(2020, 2, 1)).kind is Kind.MAKE_UP
    assert EARLY_2020.on(date(2020, 2, 2)).kind is Kind.REST
    assert BUILTIN.on(date(2020, 2, 2)).kind is Kind.HOLIDAY


@pytest.mark.parametrize(
    ("start", "limit", "pause", "expected"),
    [
        ("2025-04-28", 5, ("2025-04-29", "2025-05-08"), "2025-05-15"),
        ("2026-09-28", 5, ("2026-09-29", "2026-10-12"), "2026-10-19"),
    ],
)
def test_published_examples_with_a_pause(
    start: str, limit: int, pause: tuple[str, str], expected: str
) -> None:
    assert due(start, limit, pauses=[pause]) == expected


@pytest.mark.parametrize(
    ("start", "limit", "pauses", "expected"),
    [
        ("2020-01-17", 5, [], "2020-01-22"),
        ("2020-01-20", 5, [], "2020-02-03"),  # the fifth day lies in the Spring Festival
        ("2019-11-01", 1, [], "2019-11-04"),  # a Saturday
        ("2019-11-01", 3, [], "2019-11-04"),
        ("2019-11-01", 4, [], "2019-11-05"),
        ("2019-11-01", 3, [("2019-11-02", "2019-11-03")], "2019-11-06"),
        ("2019-11-01", 2, [("2019-11-04", "2019-11-06")], "2019-11-07"),  # ends before the pause
    ],
)
def test_natural_days_end_on_a_working_day(
    start: str, limit: int, pauses: list[tuple[str, str]], expected: str
) -> None:
    assert due(start, limit, Unit.NATURAL, pauses) == expected


def test_every_day_says_why_it_counts_or_not() -> None:
    found = deadline(
        date(2020, 1, 22), 2, Unit.WORKING, BUILTIN, [Pause(date(2020, 2, 3), date(2020, 2, 4))]
    )

    assert [(d.day.day, d.counted, d.why) for d in found.days] == [
        (23, True, "第 1 个工作日，周四工作日"),
        (24, False, "周五春节放假"),
        (25, False, "周六春节放假"),
        (26, False, "周日春节放假"),
        (27, False, "周一春节放假"),
        (28, False, "周二春节放假"),
        (29, False, "周三春节放假"),
        (30, False, "周四春节放假"),
        (31, False, "周五春节放假"),
        (1, False, "周六春节放假"),
        (2, False, "周日春节放假"),
        (3, False, "暂停（2020-02-03 至 2020-02-04）"),
        (4, False, "暂停（2020-02-03 至 2020-02-04）"),
        (5, True, "第 2 个工作日，周三工作日"),
    ]
    assert found.due == date(2020, 2, 5)
    assert not found.provisional


def test_a_natural_limit_says_to_where_it_moves_and_why() -> None:
    found = deadline(date(2020, 1, 17), 1, Unit.NATURAL, BUILTIN)
    moved = deadline(date(2019, 11, 1), 1, Unit.NATURAL, BUILTIN)

    assert [(d.counted, d.why) for d in found.days] == [
        (True, "第 1 个自然日，周六休息日，期限顺延到下一个工作日"),
        (False, "期限顺延至此，周日春节调休上班"),
    ]
    assert [(d.counted, d.why) for d in moved.days] == [
        (True, "第 1 个自然日，周六休息日，期限顺延到下一个工作日"),
        (False, "周日休息日，继续顺延"),
        (False, "期限顺延至此，周一工作日"),
    ]


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_table_says_of_every_day_what_the_library_says(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        legal = BUILTIN.on(day)
        assert (legal.works, legal.provisional) == (library_works(day), False), day
        assert (legal.kind is Kind.MAKE_UP) == (legal.works and day.weekday() > 4), day
        day += DAY


@pytest.mark.parametrize(
    ("year", "made_up", "count"),
    [
        (2020, ("01-19", "04-26", "05-09", "06-28", "09-27", "10-10"), 249),
        (2025, ("01-26", "02-08", "04-27", "09-28", "10-11"), 248),
        (2026, ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"), 248),
    ],
)
def test_make_up_days_and_working_days_of_the_published_years(
    year: int, made_up: tuple[str, ...], count: int
) -> None:
    marks = BUILTIN.marks.items()
    found = sorted(d for d, mark in marks if mark.kind is Kind.MAKE_UP and d.year == year)

    assert [f"{d:%m-%d}" for d in found] == list(made_up)
    assert working_days_between(date(year, 1, 1), date(year, 12, 31), BUILTIN) == count


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("limit", [1, 5, 20])
def test_deadlines_agree_with_the_library_from_2010_to_2026(unit: Unit, limit: int) -> None:
    start = FIRST
    while start < LAST - DAY * (limit * 2 + 30):
        assert deadline(start, limit, unit, BUILTIN).due == naive(start, limit, unit, []), start
        start += DAY


STARTS = st.dates(FIRST, date(2026, 3, 1))
EARLY = st.dates(date(2019, 12, 15), date(2020, 3, 15))
LIMITS = st.integers(1, 60)


@st.composite
def pauses_near(draw: st.DrawFn, start: date) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + DAY * draw(st.integers(-10, 60))
        found.append(Pause(first, first + DAY * draw(st.integers(0, 30))))
    return found


@given(st.data(), st.one_of(STARTS, EARLY), LIMITS, st.sampled_from(Unit))
def test_deadlines_with_pauses_agree_with_the_library(
    data: st.DataObject, start: date, limit: int, unit: Unit
) -> None:
    pauses = data.draw(pauses_near(start))

    assert deadline(start, limit, unit, BUILTIN, pauses).due == naive(start, limit, unit, pauses)


@given(st.data(), st.one_of(STARTS, EARLY), LIMITS, st.sampled_from(Unit))
def test_what_always_holds(data: st.DataObject, start: date, limit: int, unit: Unit) -> None:
    pauses = data.draw(pauses_near(start))
    found = deadline(start, limit, unit, BUILTIN, pauses)

    assert BUILTIN.works(found.due)
    assert not any(pause.holds(found.due) for pause in pauses)
    assert sum(day.counted for day in found.days) == limit
    assert not any(day.counted and p.holds(day.day) for day in found.days for p in pauses)
    assert [day.day for day in found.days] == [
        start + DAY * place for place in range(1, (found.due - start).days + 1)
    ]
    assert all(day.why for day in found.days)


@given(st.data(), STARTS, st.integers(1, 59), st.sampled_from(Unit))
def test_a_longer_limit_or_a_later_start_never_ends_earlier(
    data: st.DataObject, start: date, limit: int, unit: Unit
) -> None:
    pauses = data.draw(pauses_near(start))
    plain = deadline(start, limit, unit, BUILTIN, pauses).due

    assert deadline(start, limit + 1, unit, BUILTIN, pauses).due >= plain
    assert deadline(start + DAY, limit, unit, BUILTIN, pauses).due >= plain


@given(st.data(), STARTS, LIMITS, st.sampled_from(Unit))
def test_a_pause_never_brings_a_deadline_forward(
    data: st.DataObject, start: date, limit: int, unit: Unit
) -> None:
    pauses = data.draw(pauses_near(start))
    plain = deadline(start, limit, unit, BUILTIN, pauses[1:]).due

    assert deadline(start, limit, unit, BUILTIN, pauses).due >= plain


@given(STARTS, LIMITS, st.integers(1, 20))
def test_a_pause_of_working_days_moves_a_working_deadline_by_as_many(
    start: date, limit: int, length: int
) -> None:
    first = start + DAY
    pause = Pause(first, deadline(start, length, Unit.WORKING, BUILTIN).due)

    paused = deadline(start, limit, Unit.WORKING, BUILTIN, [pause]).due

    assert paused == deadline(start, limit + length, Unit.WORKING, BUILTIN).due


def test_years_without_a_notice_are_provisional_and_know_the_statutory_days() -> None:
    found = deadline(date(2026, 12, 30), 3, Unit.WORKING, BUILTIN)

    assert found.provisional
    assert [(d.day.isoformat(), d.counted) for d in found.days] == [
        ("2026-12-31", True),
        ("2027-01-01", False),
        ("2027-01-02", False),
        ("2027-01-03", False),
        ("2027-01-04", True),
        ("2027-01-05", True),
    ]
    assert "暂定" in found.days[-1].why
    assert "暂定" not in found.days[0].why


@pytest.mark.parametrize(("year", "days"), [(2027, 13), (2030, 13), (2003, 5), (2031, 6)])
def test_thirteen_statutory_days_where_the_lunar_year_is_known(year: int, days: int) -> None:
    assert len(statutory_days(year)) == days


def test_a_notice_makes_provisional_days_final() -> None:
    day = date(2027, 2, 5)
    after = BUILTIN.changed({day: Mark(Kind.HOLIDAY, "春节", "通知")}, years=[2027], version=2)

    assert BUILTIN.on(day).provisional
    assert not after.on(day).provisional
    assert after.works(date(2027, 2, 8))  # the notice says nothing of it, so the week holds
    assert not BUILTIN.works(date(2027, 2, 8))
    assert after.version == 2


@pytest.mark.parametrize("limit", [-1, 0, 3661])
def test_a_limit_is_one_to_ten_years(limit: int) -> None:
    with pytest.raises(BadLimit) as refusal:
        deadline(FIRST, limit, Unit.WORKING, BUILTIN)

    assert refusal.value.facts == {"days": limit}


def test_a_pause_does_not_end_before_it_begins() -> None:
    with pytest.raises(BadPause):
        Pause(date(2020, 1, 2), date(2020, 1, 1))


def test_a_pause_without_end_is_refused_instead_of_counted() -> None:
    with pytest.raises(TooFarAhead):
        deadline(FIRST, 1, Unit.WORKING, BUILTIN, [Pause(FIRST, date(9999, 12, 31))])
    with pytest.raises(TooFarAhead):
        deadline(date(9999, 12, 30), 5, Unit.NATURAL, BUILTIN)
