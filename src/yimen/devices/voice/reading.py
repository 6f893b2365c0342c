"""How numbers and calls are read aloud. Pure: what is said, not how it sounds.

A ticket's number is read digit by digit, its letters as letters; a window's number as a number.
Source: DOMAIN.md §3.6, the practice of hall calling systems.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

LARGEST: Final = 9999


class Tongue(StrEnum):
    """A spoken language, as the web names it."""

    MANDARIN = "zh-CN"
    CANTONESE = "zh-HK"
    ENGLISH = "en-GB"


_HAN: Final = "零一二三四五六七八九"
_ENGLISH: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip

_SENTENCES: Final[Mapping[Tongue, str]] = {
    Tongue.MANDARIN: "请 {number} 号，到 {window} 号窗口",
    Tongue.CANTONESE: "請 {number} 號，到 {window} 號窗口",
    Tongue.ENGLISH: "Number {number}, please go to window {window}",
}


def sentence(tongue: Tongue) -> str:
    """The call with `{number}` and `{window}` still open, for a wall that fills them in itself."""
    return _SENTENCES[tongue]


def call(number: str, window: int, tongue: Tongue) -> str:
    """`请 A 零 一 二 号，到 十二 号窗口`.

    Raises:
        ValueError: the window is outside 0 to 9999.
    """
    return _SENTENCES[tongue].format(number=spelled(number, tongue), window=counted(window, tongue))


def spelled(number: str, tongue: Tongue) -> str:
    """`A012` as `A 零 一 二`: every sign by itself."""
    return " ".join(sign(one, tongue) for one in number)


def sign(one: str, tongue: Tongue) -> str:
    """One letter or digit; a letter stays what it is."""
    if not one.isdecimal():
        return one
    return _ENGLISH[int(one)] if tongue is Tongue.ENGLISH else _HAN[int(one)]


def counted(value: int, tongue: Tongue) -> str:
    """3 as `三`, 12 as `十二`, 151 as `一百五十一`; in English `one hundred and fifty-one`.

    Raises:
        ValueError: below 0 or above 9999.
    """
    if not 0 <= value <= LARGEST:
        raise ValueError(f"{value} is not read aloud")
    return _in_english(value) if tongue is Tongue.ENGLISH else _in_chinese(value)


def _in_chinese(value: int) -> str:
    if value == 0:
        return _HAN[0]
    words = ""
    skipped = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit == 0:
            skipped = bool(words)
            continue
        if skipped:
            words += _HAN[0]
            skipped = False
        words += _HAN[digit] + name
    # 12 is 十二; 112 stays 一百一十二
    return words.removeprefix("一") if 10 <= value < 20 else words


def _in_english(value: int) -> str:
    if value < 20:
        return _ENGLISH[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ENGLISH[ones]}" if ones else "")
    size, name = (1000, "thousand") if value >= 1000 else (100, "hundred")
    front, rest = divmod(value, size)
    words = f"{_ENGLISH[front]} {name}"
    if rest == 0:
        return words
    return f"{words} {'and ' if rest < 100 else ''}{_in_english(rest)}"
