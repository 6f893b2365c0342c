"""What can be wrong with a number, and how numbers are written before they are checked."""

import re
from enum import StrEnum
from typing import Final

from yimen.kernel.errors import DomainError

_NOISE: Final = re.compile(r"[\s\-\u3000]")


class Flaw(StrEnum):
    """What is wrong with a number, in the order in which it is looked for."""

    LENGTH = "length"
    CHARACTERS = "characters"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"
    LEVEL = "level"
    BODY = "body"  # the organisation inside an item's code


class BadIdentifier(DomainError):
    """A number that cannot be one of its kind. Facts: `flaw`; never the number itself."""

    def __init__(self, *, flaw: Flaw) -> None:
        super().__init__(flaw=flaw)


def tidy(text: str) -> str:
    """As people type it, as the standard writes it: no spaces or dashes, half width, upper case."""
    half = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return _NOISE.sub("", half).upper()
