"""Numbers of organisations: unified social credit code, and the organisation code inside it."""

import re
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC: Final = re.compile(rf"[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{10}}")
_USCC_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_CODE: Final = re.compile(r"[0-9A-Z]{8}[0-9X]")
_CODE_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_CODE_CHECKS: Final = "0123456789X"


class BadUscc(BadIdentifier):
    """Not a unified social credit code (统一社会信用代码). Facts: `flaw`."""

    code = "identifiers.uscc"


class BadOrganisationCode(BadIdentifier):
    """Not an organisation code (组织机构代码). Facts: `flaw`."""

    code = "identifiers.organisation_code"


def uscc(text: str) -> str:
    """The 18 characters of a unified social credit code.

    The organisation code inside keeps a check digit of its own, which is not looked at here: codes
    given out by some registrars do not follow it.

    Raises:
        BadUscc: wrong length, characters (no I, O, S, V, Z; region in digits) or check character.

    Source: GB 32100-2015.
    """
    number = tidy(text)
    if len(number) != 18:
        raise BadUscc(flaw=Flaw.LENGTH)
    if not _USCC.fullmatch(number):
        raise BadUscc(flaw=Flaw.CHARACTERS)
    values = (_ALPHABET.index(character) for character in number[:17])
    total = sum(value * weight for value, weight in zip(values, _USCC_WEIGHTS, strict=True))
    if _ALPHABET[-total % 31] != number[17]:
        raise BadUscc(flaw=Flaw.CHECK_DIGIT)
    return number


def organisation_code(text: str) -> str:
    """The nine characters of an organisation code, without its dash.

    Raises:
        BadOrganisationCode: wrong length, characters or check character.

    Source: GB 11714-1997.
    """
    number = tidy(text)
    if len(number) != 9:
        raise BadOrganisationCode(flaw=Flaw.LENGTH)
    if not _CODE.fullmatch(number):
        raise BadOrganisationCode(flaw=Flaw.CHARACTERS)
    values = (int(character, 36) for character in number[:8])
    total = sum(value * weight for value, weight in zip(values, _CODE_WEIGHTS, strict=True))
    if _CODE_CHECKS[-total % 11] != number[8]:
        raise BadOrganisationCode(flaw=Flaw.CHECK_DIGIT)
    return number
