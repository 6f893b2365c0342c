"""What is typed is read as a number or a day that the house can go on with, or as nothing."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from yimen.channels.doorway import typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("１２", 12),
        (str(typed.LARGEST), typed.LARGEST),
        (str(typed.LARGEST + 1), None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("²", None),
        ("1.5", None),
        ("x", None),
    ],
)
def test_a_number_is_whole_and_fits_a_table(text: str, found: int | None) -> None:
    assert typed.number(text) == found


def test_a_number_may_have_a_bound() -> None:
    assert (typed.number("9", most=9), typed.number("10", most=9)) == (9, None)


def test_of_several_only_the_numbers_stay() -> None:
    assert typed.numbers(["1", "x", "9" * 5000, "2"]) == [1, 2]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020-01-17", date(2020, 1, 17)),
        ("1900-01-01", typed.FIRST_DAY),
        ("2199-12-31", typed.LAST_DAY),
        ("1899-12-31", None),
        ("2200-01-01", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2026-02-30", None),
        ("", None),
        ("x", None),
    ],
)
def test_a_day_is_one_of_the_calendar_and_of_this_age(text: str, found: date | None) -> None:
    assert typed.day(text) == found


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "9999-12-31", "2026-02-30"])
def test_a_forms_day_is_held_to_the_same_bounds(text: str) -> None:
    field = typed.DayField()

    with pytest.raises(ValidationError):
        field.clean(text)


def test_a_forms_day_is_chosen_in_the_browsers_calendar() -> None:
    drawn = typed.DayField().widget.render("day", date(2020, 1, 17))

    assert 'type="date"' in drawn
    assert 'value="2020-01-17"' in drawn


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-29T10:00:00.123456+08:00", datetime(2026, 11, 29, 2, 0, 0, 123456, UTC)),
        ("2026-11-29T10:00:00", None),
        ("2026-11-29", None),
        ("0001-01-01T00:00:00+08:00", None),
        ("", None),
        ("x", None),
    ],
)
def test_an_instant_says_its_offset(text: str, found: datetime | None) -> None:
    assert typed.instant(text) == found
