"""Identity numbers of persons: citizens, residents from Hong Kong, Macao and Taiwan, foreigners."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_CITIZEN_ID: Final = re.compile(r"[0-9]{17}[0-9X]")
_OLD_CARD: Final = re.compile(r"[A-Z]{3}[0-9]{12}")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_FOREIGN: Final = "9"
_OLDEST: Final = date(1850, 1, 1)


class Holder(StrEnum):
    """Whose number it is, as its first digits say."""

    CITIZEN = "citizen"
    HONG_KONG = "hong_kong"
    MACAO = "macao"
    TAIWAN = "taiwan"
    FOREIGNER = "foreigner"


class Sex(StrEnum):
    """Codes of GB/T 2261.1."""

    MALE = "1"
    FEMALE = "2"


_PERMITS: Final = {
    "810000": Holder.HONG_KONG,
    "820000": Holder.MACAO,
    "830000": Holder.TAIWAN,
}


class BadCitizenId(BadIdentifier):
    """Not a citizen ID number (公民身份号码). Facts: `flaw`."""

    code = "identifiers.citizen_id"


class BadForeignersCard(BadIdentifier):
    """Not the number of a foreigners' permanent residence card, new or old. Facts: `flaw`."""

    code = "identifiers.foreigners_card"


@dataclass(frozen=True)
class CitizenId:
    """A checked number and what may be read from it.

    Args:
        number: 18 characters in standard form.
        holder: by the first digits.
        region: GB/T 2260 code of first registration; it stays when the code is abolished. Empty
            for a foreigner.
        born: None for a foreigner, whose layout is not published.
        sex: None for a foreigner.
    """

    number: str
    holder: Holder
    region: str
    born: date | None
    sex: Sex | None


def citizen_id(text: str, *, today: date) -> str:
    """The number in standard form.

    Also fits residence permits of Hong Kong, Macao and Taiwan residents and the foreigners'
    permanent residence card issued since 2023-12-01 (first digit 9, where only the check digit is
    defined and the birth date is therefore not looked at).

    Raises:
        BadCitizenId: wrong length, characters, birth date (unreal or after `today`) or check digit.

    Source: GB 11643-1999.
    """
    return read_citizen_id(text, today=today).number


def read_citizen_id(text: str, *, today: date) -> CitizenId:
    """The number with what it says about its holder.

    Raises:
        BadCitizenId: as `citizen_id`.
    """
    number = tidy(text)
    if len(number) != 18:
        raise BadCitizenId(flaw=Flaw.LENGTH)
    if not _CITIZEN_ID.fullmatch(number):
        raise BadCitizenId(flaw=Flaw.CHARACTERS)
    foreign = number[0] == _FOREIGN
    born = None if foreign else _birth_date(number[6:14])
    if not foreign and (born is None or not _OLDEST <= born <= today):
        raise BadCitizenId(flaw=Flaw.BIRTH_DATE)
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    if _CHECKS[total % 11] != number[17]:
        raise BadCitizenId(flaw=Flaw.CHECK_DIGIT)
    if foreign:
        return CitizenId(number, Holder.FOREIGNER, "", None, None)
    region = number[:6]
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return CitizenId(number, _PERMITS.get(region, Holder.CITIZEN), region, born, sex)


def foreigners_card(text: str, *, today: date) -> str:
    """The number of a foreigners' permanent residence card.

    Since 2023-12-01 it is 18 digits that begin with 9; before, three letters and twelve digits,
    which have no published check.

    Raises:
        BadForeignersCard: neither.
    """
    number = tidy(text)
    if len(number) == 15:
        if not _OLD_CARD.fullmatch(number):
            raise BadForeignersCard(flaw=Flaw.CHARACTERS)
        return number
    try:
        checked = citizen_id(number, today=today)
    except BadCitizenId as refusal:
        raise BadForeignersCard(flaw=Flaw(str(refusal.facts["flaw"]))) from None
    if checked[0] != _FOREIGN:
        raise BadForeignersCard(flaw=Flaw.CHARACTERS)
    return checked


def age(born: date, on: date) -> int:
    """Full years on a day; somebody born on 29 February is a year older from 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _birth_date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
