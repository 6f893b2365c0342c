"""What may stand in a message. A phone lies on a table: no full number of a person or a paper.

Each value has a name, and each name one kind. There is no value for a person's name: messages say
您. What is free text (titles, places) is looked through for numbers that name somebody.

Source: DOMAIN messages, "never put full ID, full name or certificate numbers in SMS".
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from yimen.kernel import identifiers
from yimen.kernel.identifiers import BadIdentifier
from yimen.services.notify.errors import PersonalDataRefused

Value = str | int | date

_NOISE: Final = re.compile(r"[\s\-–·.]")
#: Numbers that name a person, a phone or a paper, in text without spaces and dashes.
_SQUEEZED: Final = (
    re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9])"),  # 公民身份号码
    re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"),  # a mobile
    re.compile(r"(?<![0-9])[0-9]{15,19}(?![0-9])"),  # an old ID, a bank card
    re.compile(r"121563005"),  # 电子证照标识 begins 1.2.156.3005
)
#: Numbers with letters, as they are written: squeezed, "GB/T 36901-2018" would look like one.
_WRITTEN: Final = (
    re.compile(r"(?<![0-9A-Za-z/])[A-Z]{1,2}[0-9]{7,9}(?![0-9A-Za-z-])"),  # passports, permits
    re.compile(r"(?<![0-9A-Za-z])[A-Z]{3}[0-9]{12}(?![0-9])"),  # an old foreigners' card
)
_TITLE_SHOWN: Final = 24
_PLACE_SHOWN: Final = 20


def says_somebody(text: str) -> bool:
    """Whether free text holds a number that names a person, a phone, a card or a certificate."""
    written = unicodedata.normalize("NFKC", text)
    bare = _NOISE.sub("", written)
    return any(pattern.search(bare) for pattern in _SQUEEZED) or any(
        pattern.search(written) for pattern in _WRITTEN
    )


def _text(value: Value) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not says_somebody(value)


def _pattern(expression: str) -> Callable[[Value], bool]:
    compiled = re.compile(expression)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _day(value: Value) -> bool:
    return isinstance(value, date)


def _count(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000_000


def _parcel(value: Value) -> bool:
    """Any carrier's number, but no person's that somebody put into the wrong field."""
    text = str(value)
    return (
        _passes(lambda: identifiers.parcel_number(text))
        and not _passes(lambda: identifiers.citizen_id(text, today=date.max))
        and not _passes(lambda: identifiers.mobile(text))
    )


def _passes(check: Callable[[], object]) -> bool:
    try:
        check()
    except BadIdentifier:
        return False
    return True


_CHECKS: Final[Mapping[str, Callable[[Value], bool]]] = {
    "item": _text,
    "place": _text,
    "carrier": _text,
    "procedure": _text,
    "case_no": _pattern(r"[0-9A-Z]{8,32}"),
    "ticket": _pattern(r"[A-Z]{1,3}[0-9]{3,4}"),
    "code": _pattern(r"[0-9]{4,8}"),
    "day": _day,
    "time": _pattern(r"[0-2][0-9]:[0-5][0-9]"),
    "due": _day,
    "until": _day,
    "ahead": _count,
    "window": _count,
    "minutes": _count,
    "amount": _count,
    "parcel": _parcel,
}
NAMES: Final = frozenset(_CHECKS)
#: Whoever reads these over somebody's shoulder can act for them; staff see them covered.
SECRETS: Final = frozenset({"code"})


def check(values: Mapping[str, Value]) -> None:
    """Go on only with values that may be said.

    Raises:
        PersonalDataRefused: one is not of its kind, or names somebody.
    """
    for name, value in values.items():
        if not _CHECKS[name](value):
            raise PersonalDataRefused(value=name)


def in_words(name: str, value: Value, language: str) -> str:
    """A value as the sentence shows it: days and money written out, long titles cut."""
    if isinstance(value, date):
        return _date_in_words(value, language)
    if name == "amount":
        return f"¥{int(value) / 100:,.2f}"
    if name in {"item", "procedure"}:
        return _cut(str(value), _TITLE_SHOWN)
    if name in {"place", "carrier"}:
        return _cut(str(value), _PLACE_SHOWN)
    return str(value)


def _date_in_words(day: date, language: str) -> str:
    return f"{day:%Y-%m-%d}" if language == "en" else f"{day.year}年{day.month}月{day.day}日"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
