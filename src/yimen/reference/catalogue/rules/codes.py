"""Codes of items and of the bodies that answer for them, taken apart and checked.

Source: GB 32100-2015 (unified social credit code), DOMAIN 1.4 (implementation code).
"""

from dataclasses import dataclass
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY: Final = 18
_WHOLE: Final = 31


@dataclass(frozen=True)
class ImplementationCode:
    """The parts of a national implementation code (实施编码)."""

    body: str
    level: str
    basic: str


def take_apart(code: str) -> ImplementationCode | None:
    """The parts, None for a code of another form."""
    if len(code) != _WHOLE or code[_BODY] not in "123456" or not code[_BODY + 1 :].isdecimal():
        return None
    return ImplementationCode(code[:_BODY], code[_BODY], code[_BODY + 1 :])


def good_body(code: str) -> bool:
    """Whether it is a unified social credit code with the right check character."""
    return (
        len(code) == _BODY
        and all(letter in _ALPHABET for letter in code)
        and with_check_character(code[:-1]) == code
    )


def with_check_character(first: str) -> str:
    """Seventeen characters with their eighteenth."""
    total = sum(_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(first))
    return first + _ALPHABET[-total % 31]
