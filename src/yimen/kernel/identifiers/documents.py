"""Numbers of passports and travel permits, checked loosely: their patterns change by notice."""

import re
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_CHARACTERS: Final = re.compile(r"[0-9A-Z()]+")
_SHORTEST, _LONGEST = 5, 30


class BadDocumentNumber(BadIdentifier):
    """Not the number of any document. Facts: `flaw`."""

    code = "identifiers.document_number"


def document_number(text: str) -> str:
    """A passport's or permit's number in standard form: 5 to 30 letters, digits or brackets.

    Raises:
        BadDocumentNumber: another length or other characters.
    """
    number = tidy(text)
    if not _SHORTEST <= len(number) <= _LONGEST:
        raise BadDocumentNumber(flaw=Flaw.LENGTH)
    if not _CHARACTERS.fullmatch(number):
        raise BadDocumentNumber(flaw=Flaw.CHARACTERS)
    return number
