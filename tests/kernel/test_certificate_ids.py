"""Identifiers of e-certificates: built, read back, every mistyped character found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.identifiers import BadCertificateId, CertificateId, Flaw, certificate_id
from yimen.kernel.identifiers.certificates import check_character

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LICENCE = CertificateId("11441900007330060J001", "11441900007330060J", "2019000001", 1)


def test_the_check_character_is_the_standards_own_example() -> None:
    assert check_character("A12425GABC1234002") == "M"


def test_an_identifier_is_read_back_as_it_was_made() -> None:
    assert certificate_id(str(LICENCE)) == LICENCE


@given(place=st.integers(0, 51), other=st.integers(1, 35))
def test_one_wrong_character_is_always_found(place: int, other: int) -> None:
    body = LICENCE.type_code + LICENCE.authority + LICENCE.serial + "001"
    place %= len(body)
    wrong = ALPHABET[(ALPHABET.index(body[place]) + other) % 36]

    assert check_character(body[:place] + wrong + body[place + 1 :]) != check_character(body)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.CHARACTERS),
        ("1.2.156.3005.2.x", Flaw.CHARACTERS),
        (str(LICENCE)[:-1] + ("0" if str(LICENCE)[-1] != "0" else "1"), Flaw.CHECK_DIGIT),
    ],
)
def test_what_is_no_identifier_is_named(text: str, flaw: Flaw) -> None:
    with pytest.raises(BadCertificateId) as refusal:
        certificate_id(text)

    assert refusal.value.facts == {"flaw": flaw}
