"""Parcel numbers: UPU S10 with its check digit, and what other carriers give out."""

import re
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_S10: Final = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_ANY: Final = re.compile(r"[0-9A-Z]{8,30}")
_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)
#: 11 − remainder, where 10 is written 0 and 11 is written 5.
_CHECKS: Final = "50987654321"
_SHORTEST, _LONGEST = 8, 30


class BadParcelNumber(BadIdentifier):
    """Not the number of a parcel. Facts: `flaw`."""

    code = "identifiers.parcel_number"


def s10_check(body: str) -> str:
    """The check digit of eight digits."""
    if len(body) != 8 or not (body.isascii() and body.isdigit()):
        raise ValueError(f"body={body!r}")
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def s10(text: str) -> str:
    """An international number: two letters, eight digits, check digit, country.

    Raises:
        BadParcelNumber: wrong length, characters or check digit.

    Source: UPU S10.
    """
    number = tidy(text)
    if len(number) != 13:
        raise BadParcelNumber(flaw=Flaw.LENGTH)
    if not _S10.fullmatch(number):
        raise BadParcelNumber(flaw=Flaw.CHARACTERS)
    if s10_check(number[2:10]) != number[10]:
        raise BadParcelNumber(flaw=Flaw.CHECK_DIGIT)
    return number


def parcel_number(text: str) -> str:
    """Any carrier's number: checked as S10 where it has that form, else 8 to 30 characters.

    Raises:
        BadParcelNumber: wrong length, characters, or an S10 number with a wrong check digit.
    """
    number = tidy(text)
    if not _SHORTEST <= len(number) <= _LONGEST:
        raise BadParcelNumber(flaw=Flaw.LENGTH)
    if not _ANY.fullmatch(number):
        raise BadParcelNumber(flaw=Flaw.CHARACTERS)
    return s10(number) if _S10.fullmatch(number) else number
