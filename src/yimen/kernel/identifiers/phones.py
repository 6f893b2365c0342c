"""Mainland telephone numbers."""

import re
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"0[0-9]{9,11}")


class BadMobile(BadIdentifier):
    """Not a mainland mobile number. Facts: `flaw`."""

    code = "identifiers.mobile"


class BadLandline(BadIdentifier):
    """Not a mainland landline number with its area code. Facts: `flaw`."""

    code = "identifiers.landline"


def mobile(text: str) -> str:
    """The eleven digits of a mainland mobile number; +86 and spaces are taken off.

    Raises:
        BadMobile: anything else.
    """
    number = tidy(text).removeprefix("+86")
    if len(number) == 13:
        number = number.removeprefix("86")
    if len(number) != 11:
        raise BadMobile(flaw=Flaw.LENGTH)
    if not _MOBILE.fullmatch(number):
        raise BadMobile(flaw=Flaw.CHARACTERS)
    return number


def landline(text: str) -> str:
    """Area code and number as one run of digits, 0 first: 0769-22836669 → 076922836669.

    An area code has three or four digits, a number seven or eight.

    Raises:
        BadLandline: anything else.
    """
    number = tidy(text)
    if number.startswith("+86"):
        number = "0" + number.removeprefix("+86").removeprefix("0")
    if not 10 <= len(number) <= 12:
        raise BadLandline(flaw=Flaw.LENGTH)
    if not _LANDLINE.fullmatch(number):
        raise BadLandline(flaw=Flaw.CHARACTERS)
    return number
