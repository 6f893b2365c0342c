"""Dates, money, waits and ids in words, in three languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from yimen.support import writing

#: 23:30 of the day before in London, 07:30 of the 17th in Dongguan.
EARLY = datetime(2020, 1, 16, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "full", "short", "week"),
    [
        ("zh-hans", "2020年1月17日 星期五", "1月17日", "1月17日 星期五"),
        ("zh-hant", "2020年1月17日 星期五", "1月17日", "1月17日 星期五"),
        ("en", "Friday, 17 January 2020", "17 Jan", "Friday, 17 Jan"),
    ],
)
def test_a_day_is_written_in_the_readers_language(
    language: str, full: str, short: str, week: str
) -> None:
    day = date(2020, 1, 17)

    with translation.override(language):
        written = (writing.day_full(day), writing.day_short(day), writing.day_week(day))

    assert written == (full, short, week)


def test_an_instant_is_written_on_the_centres_day_and_clock() -> None:
    assert writing.day_full(EARLY) == "2020年1月17日 星期五"
    assert writing.moment(EARLY) == "1月17日 07:30"
    assert writing.clock(EARLY, zone=UTC) == "23:30"


@pytest.mark.parametrize(
    ("yuan", "written"),
    [
        (20, "¥20.00"),
        (Decimal("0.5"), "¥0.50"),
        (Decimal("1234.5"), "¥1,234.50"),
        (Decimal("-3"), "-¥3.00"),
    ],
)
def test_money_has_two_places(yuan: Decimal | int, written: str) -> None:
    assert writing.money(yuan) == written


@pytest.mark.parametrize(
    ("low_seconds", "high_seconds", "written"),
    [
        (480, 900, "约 8–15 分钟"),
        (481, 900, "约 9–15 分钟"),
        (300, 300, "约 5 分钟"),
        (0, 180, "约 1–3 分钟"),
        (0, 40, "不到 1 分钟"),
        (4200, 5400, "约 70–90 分钟"),
    ],
)
def test_a_wait_is_a_range_of_whole_minutes(
    low_seconds: int, high_seconds: int, written: str
) -> None:
    low, high = timedelta(seconds=low_seconds), timedelta(seconds=high_seconds)

    with translation.override("zh-hans"):
        assert writing.wait_to(low, high) == written


@pytest.mark.parametrize(
    ("seconds", "words", "digits"),
    [
        (490, "8 分 10 秒", "08:10"),
        (40, "40 秒", "00:40"),
        (3900, "1 小时 5 分", "1:05:00"),
        (-5, "0 秒", "00:00"),
    ],
)
def test_a_length_is_written_in_words_or_digits(seconds: int, words: str, digits: str) -> None:
    length = timedelta(seconds=seconds)

    with translation.override("zh-hans"):
        assert (writing.span(length), writing.mmss(length)) == (words, digits)


def test_ids_counts_and_shares_are_easy_to_compare() -> None:
    assert writing.fours("44190019900101234X") == "4419 0019 9001 0123 4X"
    assert writing.fours("4419 0019 9001") == "4419 0019 9001"
    assert writing.whole(155631) == "155,631"
    assert writing.percent(0.99895, 3) == "99.895%"
    assert writing.percent(0.5) == "50%"


def test_filters_write_a_dash_for_what_is_missing() -> None:
    template = engines["django"].from_string(
        "{% load writing %}{{ none|day_full }} {{ none|money }} {{ none|wait_to:none }} "
        "{{ share|percent:3 }}"
    )

    assert template.render({"none": None, "share": 0.99895}) == "– – – 99.895%"
