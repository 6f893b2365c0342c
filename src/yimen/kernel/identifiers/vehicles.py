"""Plates, vehicle identification numbers, archive numbers of driving licences.

A VIN with a wrong check digit is told, not refused: cars made for Europe often carry none.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy

_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_ORDINARY: Final = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9挂学警港澳]"
)
_SMALL: Final = re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][A-HJK][A-HJ-NP-Z0-9][0-9]{{4}}")
_LARGE: Final = re.compile(rf"[{_PROVINCES}][A-HJ-NP-Z][0-9]{{5}}[A-HJK]")
_NOISE: Final = re.compile(r"[·•.]")
_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_CHECKS: Final = "0123456789X"
_VIN_VALUES: Final = {
    **{digit: int(digit) for digit in "0123456789"},
    **dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True)),
}


class BadPlate(BadIdentifier):
    """Not a number plate of the mainland (embassy plates apart). Facts: `flaw`."""

    code = "identifiers.plate"


class BadVin(BadIdentifier):
    """Not a vehicle identification number (车辆识别代号). Facts: `flaw`."""

    code = "identifiers.vin"


class BadArchiveNumber(BadIdentifier):
    """Not the archive number of a driving licence (档案编号). Facts: `flaw`."""

    code = "identifiers.archive_number"


class NewEnergy(StrEnum):
    """Size of a new-energy plate."""

    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Plate:
    """A plate; `new_energy` is None for an ordinary one."""

    number: str
    new_energy: NewEnergy | None

    @property
    def prefix(self) -> str:
        """Province and office: 粤S."""
        return self.number[:2]


@dataclass(frozen=True)
class Vin:
    """A VIN; where `check_holds` is False, warn and let a person look."""

    number: str
    check_holds: bool


def plate(text: str) -> Plate:
    """A plate in standard form, without the dot.

    Raises:
        BadPlate: wrong length or form.

    Source: GA 36-2018.
    """
    number = _NOISE.sub("", tidy(text))
    if len(number) not in {7, 8}:
        raise BadPlate(flaw=Flaw.LENGTH)
    if _ORDINARY.fullmatch(number):
        return Plate(number, None)
    if _SMALL.fullmatch(number):
        return Plate(number, NewEnergy.SMALL)
    if _LARGE.fullmatch(number):
        return Plate(number, NewEnergy.LARGE)
    raise BadPlate(flaw=Flaw.CHARACTERS)


def vin(text: str) -> Vin:
    """A VIN in standard form and whether its ninth character checks.

    Raises:
        BadVin: not 17 letters and digits without I, O and Q.

    Source: GB 16735-2019.
    """
    number = tidy(text)
    if len(number) != 17:
        raise BadVin(flaw=Flaw.LENGTH)
    if not _VIN.fullmatch(number):
        raise BadVin(flaw=Flaw.CHARACTERS)
    total = sum(
        _VIN_VALUES[character] * weight
        for character, weight in zip(number, _VIN_WEIGHTS, strict=True)
    )
    return Vin(number, _VIN_CHECKS[total % 11] == number[8])


def archive_number(text: str) -> str:
    """The twelve digits of a driving licence's archive number; the first four name the city.

    Raises:
        BadArchiveNumber: anything else.
    """
    number = tidy(text)
    if len(number) != 12:
        raise BadArchiveNumber(flaw=Flaw.LENGTH)
    if not (number.isascii() and number.isdigit()):
        raise BadArchiveNumber(flaw=Flaw.CHARACTERS)
    return number
