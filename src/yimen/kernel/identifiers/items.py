"""Codes of government-service items: basic, implementation and handling-item code.

Unknown types and departments are not refused: provinces add their own.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.kernel.identifiers.flaws import BadIdentifier, Flaw, tidy
from yimen.kernel.identifiers.organisation import BadUscc, uscc

_BASIC: Final = re.compile(r"[0-9]{12}")
_BODY_LENGTH: Final = 18


class BadBasicCode(BadIdentifier):
    """Not a basic code (基本编码). Facts: `flaw`."""

    code = "identifiers.basic_code"


class BadImplementationCode(BadIdentifier):
    """Not an implementation code (实施编码). Facts: `flaw`."""

    code = "identifiers.implementation_code"


class BadHandlingCode(BadIdentifier):
    """Not a handling-item code (业务办理项编码). Facts: `flaw`."""

    code = "identifiers.handling_code"


class Level(StrEnum):
    """Who exercises the power (行使层级)."""

    NATIONAL = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    TOWN = "5"
    VILLAGE = "6"


@dataclass(frozen=True)
class BasicCode:
    """Region 2 + type 2 + department 2 + main item 3 + sub-item 3 (`000`: none)."""

    code: str

    @property
    def region(self) -> str:
        """`00` national, `44` Guangdong, and so on."""
        return self.code[:2]

    @property
    def item_type(self) -> str:
        """`01` permit, `07` confirmation, `20` public service, and so on."""
        return self.code[2:4]

    @property
    def department(self) -> str:
        return self.code[4:6]

    @property
    def main(self) -> str:
        return self.code[6:9]

    @property
    def sub(self) -> str:
        return self.code[9:]


@dataclass(frozen=True)
class ImplementationCode:
    """The implementing body's social credit code + level + basic code: 31 characters."""

    body: str
    level: Level
    basic: BasicCode

    @property
    def code(self) -> str:
        return f"{self.body}{self.level}{self.basic.code}"


def basic_code(text: str) -> BasicCode:
    """The parts of a basic code.

    Raises:
        BadBasicCode: not twelve digits.
    """
    number = tidy(text)
    if len(number) != 12:
        raise BadBasicCode(flaw=Flaw.LENGTH)
    if not _BASIC.fullmatch(number):
        raise BadBasicCode(flaw=Flaw.CHARACTERS)
    return BasicCode(number)


def implementation_code(text: str) -> ImplementationCode:
    """The parts of an implementation code.

    Raises:
        BadImplementationCode: wrong length, body that is no social credit code, level outside
            1 to 6, or a basic code that is not all digits.
    """
    number = tidy(text)
    if len(number) != 31:
        raise BadImplementationCode(flaw=Flaw.LENGTH)
    try:
        body = uscc(number[:_BODY_LENGTH])
    except BadUscc:
        raise BadImplementationCode(flaw=Flaw.BODY) from None
    level = number[_BODY_LENGTH]
    if level not in set(Level):
        raise BadImplementationCode(flaw=Flaw.LEVEL)
    try:
        basic = basic_code(number[_BODY_LENGTH + 1 :])
    except BadBasicCode:
        raise BadImplementationCode(flaw=Flaw.CHARACTERS) from None
    return ImplementationCode(body, Level(level), basic)


def handling_code(text: str) -> tuple[ImplementationCode, str]:
    """An implementation code and the two digits of the handling item.

    Raises:
        BadHandlingCode: wrong length, or either part is wrong.
    """
    number = tidy(text)
    if len(number) != 33:
        raise BadHandlingCode(flaw=Flaw.LENGTH)
    if not (number[31:].isascii() and number[31:].isdigit()):
        raise BadHandlingCode(flaw=Flaw.CHARACTERS)
    try:
        return implementation_code(number[:31]), number[31:]
    except BadImplementationCode as refusal:
        raise BadHandlingCode(flaw=Flaw(str(refusal.facts["flaw"]))) from None
