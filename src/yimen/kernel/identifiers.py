"""Numbers that name people, and their checks. Pure; says what is wrong, never a sentence."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from yimen.kernel.errors import DomainError

_CITIZEN_ID: Final = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_NOISE: Final = re.compile(r"[\s\-\u3000]")


class Flaw(StrEnum):
    """What is wrong with a number, in the order in which it is looked for."""

    LENGTH = "length"
    CHARACTERS = "characters"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"


class BadCitizenId(DomainError):
    """Not a citizen ID number (公民身份号码). Facts: `flaw`."""

    code = "identifiers.citizen_id"


class BadMobile(DomainError):
    """Not a mainland mobile number. Facts: `flaw`."""

    code = "identifiers.mobile"


def _tidy(text: str) -> str:
    """As people type it, as the standard writes it: no spaces or dashes, half width, upper case."""
    half = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return _NOISE.sub("", half).upper()


def citizen_id(text: str, *, today: date) -> str:
    """The number in standard form.

    Also fits residence permits of Hong Kong, Macao and Taiwan residents and the foreigners'
    permanent residence card issued since 2023-12-01 (first digit 9, where only the check digit is
    defined and the birth date is therefore not looked at).

    Raises:
        BadCitizenId: wrong length, characters, birth date (unreal or after `today`) or check digit.

    Source: GB 11643-1999.
    """
    number = _tidy(text)
    if len(number) != 18:
        raise BadCitizenId(flaw=Flaw.LENGTH)
    if not _CITIZEN_ID.fullmatch(number):
        raise BadCitizenId(flaw=Flaw.CHARACTERS)
    if number[0] != "9" and not _real_birth_date(number[6:14], today):
        raise BadCitizenId(flaw=Flaw.BIRTH_DATE)
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECKS[total % 11] != number[17]:
        raise BadCitizenId(flaw=Flaw.CHECK_DIGIT)
    return number


def _real_birth_date(digits: str, today: date) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= born <= today


def mobile(text: str) -> str:
    """The eleven digits of a mainland mobile number; +86 and spaces are taken off.

    Raises:
        BadMobile: anything else.
    """
    number = _tidy(text).removeprefix("+86")
    if len(number) == 13:
        number = number.removeprefix("86")
    if len(number) != 11:
        raise BadMobile(flaw=Flaw.LENGTH)
    if not _MOBILE.fullmatch(number):
        raise BadMobile(flaw=Flaw.CHARACTERS)
    return number
