"""Case numbers (办件编号) and the query code beside them.

A number is region (6), day of receipt (8), serial of that day (6) and one check digit. It is never
reused and says nothing about the person; who asks without logging in needs the query code as well.

Source: docs/decisions/0020-cases.md; ISO 7064 MOD 11,10. No national format is published.
"""

from datetime import date, datetime
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_LENGTH: Final = 21
_SERIAL: Final = 6
_MODULUS: Final = 10
_HIGHEST: Final = 10**_SERIAL - 1


class BadCaseNumber(BadIdentifier):
    """Not a case number. Facts: `flaw`."""

    code = "identifiers.case_number"


def case_number(region: str, day: date, serial: int) -> str:
    """The number of a region's case received on `day`, the `serial`th of that day.

    Raises:
        ValueError: a region that is not six digits, a serial outside 1 to 999,999.
    """
    if len(region) != 6 or not _is_digits(region) or not 1 <= serial <= _HIGHEST:
        raise ValueError(f"region={region!r}, serial={serial}")
    body = f"{region}{day:%Y%m%d}{serial:0{_SERIAL}d}"
    return body + _check_digit(body)


def checked_case_number(text: str) -> str:
    """A case number as it is stored: digits only, whatever blanks and hyphens it was typed with.

    Raises:
        BadCaseNumber: wrong length, other characters, no such day, or a mistyped digit.
    """
    found = tidy(text)
    if not _is_digits(found):
        raise BadCaseNumber(flaw=Flaw.CHARACTERS)
    if len(found) != _LENGTH:
        raise BadCaseNumber(flaw=Flaw.LENGTH)
    if _check_digit(found[:-1]) != found[-1]:
        raise BadCaseNumber(flaw=Flaw.CHECK_DIGIT)
    try:
        datetime.strptime(found[6:14], "%Y%m%d")  # noqa: DTZ007  only whether the day exists
    except ValueError:
        raise BadCaseNumber(flaw=Flaw.CHARACTERS) from None
    return found


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _check_digit(body: str) -> str:
    """ISO 7064 MOD 11,10: finds every single wrong digit and nearly every swap of neighbours."""
    product = _MODULUS
    for digit in body:
        total = (int(digit) + product) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return str((_MODULUS + 1 - product) % _MODULUS)
