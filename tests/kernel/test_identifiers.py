"""Numbers that name people: published examples, and every slip of one digit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.identifiers import BadCitizenId, BadMobile, Flaw, citizen_id, mobile

TODAY = date(2019, 11, 5)

#: Domain reference 12.2: synthetic or published.
VALID = (
    "441900199003070016",
    "441900200001010023",
    "44190019550815003X",
    "11010519491231002X",
    "810000199205081230",  # Hong Kong
    "820000198512241238",  # Macao
    "830000197901011230",  # Taiwan
    "944840199001010016",  # permanent residence card for foreigners
)


def flaw_of(text: str, today: date = TODAY) -> object:
    with pytest.raises(BadCitizenId) as refusal:
        citizen_id(text, today=today)
    assert set(refusal.value.facts) == {"flaw"}
    return refusal.value.facts["flaw"]


@pytest.mark.parametrize("number", VALID)
def test_published_numbers_are_good(number: str) -> None:
    assert citizen_id(number, today=TODAY) == number


@pytest.mark.parametrize("number", VALID)
@pytest.mark.parametrize("place", range(18))
def test_any_one_digit_changed_is_refused(number: str, place: int) -> None:
    for other in "0123456789X" if place == 17 else "0123456789":
        if other != number[place]:
            assert flaw_of(number[:place] + other + number[place + 1 :]) in {
                Flaw.CHECK_DIGIT,
                Flaw.BIRTH_DATE,
            }


@pytest.mark.parametrize("number", VALID)
def test_two_neighbours_swapped_are_refused(number: str) -> None:
    for place in range(16):
        first, second = number[place], number[place + 1]
        if first != second:
            assert flaw_of(number[:place] + second + first + number[place + 2 :]) in {
                Flaw.CHECK_DIGIT,
                Flaw.BIRTH_DATE,
            }


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("", Flaw.LENGTH),
        ("44190019900307001", Flaw.LENGTH),
        ("4419001990030700160", Flaw.LENGTH),
        ("441900900307001", Flaw.LENGTH),  # the form of before 1999
        ("4419001990030700A6", Flaw.CHARACTERS),
        ("X41900199003070016", Flaw.CHARACTERS),
        ("４４１９００１９９００３０７００一６", Flaw.CHARACTERS),
        ("441900199002300010", Flaw.BIRTH_DATE),  # 30 February
        ("441900199013010010", Flaw.BIRTH_DATE),
        ("441900184912310010", Flaw.BIRTH_DATE),
        ("441900199003070017", Flaw.CHECK_DIGIT),
    ],
)
def test_what_is_wrong_is_told(typed: str, flaw: Flaw) -> None:
    assert flaw_of(typed) is flaw


@pytest.mark.parametrize(
    "typed",
    [
        " 44190019550815003x ",
        "441900 19550815 003X",
        "441900-19550815-003x",
        "４４１９００１９５５０８１５００３Ｘ",
        "441900\u300019550815003x",
    ],
)
def test_spaces_dashes_width_and_case_do_not_matter(typed: str) -> None:
    assert citizen_id(typed, today=TODAY) == "44190019550815003X"


def test_nobody_is_born_tomorrow() -> None:
    number = "441900199003070016"

    assert citizen_id(number, today=date(1990, 3, 7)) == number
    assert flaw_of(number, today=date(1990, 3, 6)) is Flaw.BIRTH_DATE


@given(st.text(max_size=24))
def test_whatever_is_typed_is_either_good_or_refused(text: str) -> None:
    try:
        number = citizen_id(text, today=TODAY)
    except BadCitizenId:
        return
    assert citizen_id(number, today=TODAY) == number


@pytest.mark.parametrize(
    "typed",
    [
        "13800000000",
        "+86 138 0000 0000",
        "8613800000000",
        "138-0000-0000",
        "１３８００００００００",
    ],
)
def test_mobile_numbers_are_written_one_way(typed: str) -> None:
    assert mobile(typed) == "13800000000"


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("", Flaw.LENGTH),
        ("1380000000", Flaw.LENGTH),
        ("138000000000", Flaw.LENGTH),
        ("12800000000", Flaw.CHARACTERS),
        ("23800000000", Flaw.CHARACTERS),
        ("1380000000a", Flaw.CHARACTERS),
    ],
)
def test_what_is_wrong_with_a_mobile_number_is_told(typed: str, flaw: Flaw) -> None:
    with pytest.raises(BadMobile) as refusal:
        mobile(typed)

    assert refusal.value.facts == {"flaw": flaw}
