"""Case numbers: built, read back, and every mistyped digit found."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.identifiers import BadCaseNumber, Flaw, case_number, checked_case_number

DAY = date(2020, 1, 17)


def test_a_number_is_region_day_serial_and_check_digit() -> None:
    number = case_number("441900", DAY, 123)

    assert number[:-1] == "44190020200117000123"
    assert len(number) == 21


def test_blanks_hyphens_and_full_width_digits_are_forgiven() -> None:
    number = case_number("441900", DAY, 123)

    typed = f" {number[:6]}-{number[6:14]} ４".replace("４", "") + number[14:]

    assert checked_case_number(typed) == number


@given(serial=st.integers(1, 999_999), place=st.integers(0, 20), other=st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial: int, place: int, other: int) -> None:
    number = case_number("441900", DAY, serial)
    wrong = str((int(number[place]) + other) % 10)
    mistyped = number[:place] + wrong + number[place + 1 :]

    with pytest.raises(BadCaseNumber):
        checked_case_number(mistyped)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.CHARACTERS),
        ("4419002020011700012", Flaw.LENGTH),
        ("44190020200117000123X", Flaw.CHARACTERS),
        (case_number("441900", DAY, 1)[:-1] + "x", Flaw.CHARACTERS),
    ],
)
def test_what_is_no_case_number_is_named(text: str, flaw: Flaw) -> None:
    with pytest.raises(BadCaseNumber) as refusal:
        checked_case_number(text)

    assert refusal.value.facts == {"flaw": flaw}


@pytest.mark.parametrize(("region", "serial"), [("44190", 1), ("441900", 0), ("441900", 1_000_000)])
def test_numbers_that_cannot_be_are_a_bug(region: str, serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        case_number(region, DAY, serial)
