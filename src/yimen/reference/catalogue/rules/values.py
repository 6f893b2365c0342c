"""Cells to values: what a person or a file wrote becomes the value that is stored, or a flaw.

Stored: text as str, NUMBER as int, FLAG as bool, CODES and WORDS as lists, PART as its JSON.
An empty cell is "not given" and stores nothing.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.reference.catalogue.errors import BadContent
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.vocabulary import FIELDS, REQUIRED, Field, Kind

Fields = dict[str, object]


class Flaw(StrEnum):
    """Why a row or a value was refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN_CODE = "unknown_code"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    BAD_CHARACTERS = "bad_characters"
    FORMULA = "formula"
    BAD_PART = "bad_part"
    SHORT_ROW = "short_row"
    LONG_ROW = "long_row"
    OPEN_QUOTE = "open_quote"
    TWICE = "twice"


class Unfit(Exception):
    """One value is not as its field wants it."""

    def __init__(self, field: str, flaw: Flaw) -> None:
        super().__init__(field, flaw)
        self.field, self.flaw = field, flaw


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: where, what stands there, and why."""

    line: int
    #: As line 1 of the file calls it.
    column: str
    #: The beginning of the value.
    value: str
    flaw: Flaw
    #: The line that has the same code, where that is the flaw.
    other_line: int | None = None


#: C0 and C1 controls but tab and line breaks, lone surrogates, and characters that reverse text.
_BAD: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_YES: Final = frozenset({"1", "是", "y", "yes", "true", "支持"})
_NO: Final = frozenset({"0", "否", "n", "no", "false", "不支持"})
_LARGEST: Final = 100_000
#: How spreadsheets begin a formula; a cell exported behind an apostrophe comes back without it.
FORMULA_STARTS: Final = ("=", "@", "+", "-", "\t", "\r")
_REFUSED_STARTS: Final = ("=", "@")


def plain(cell: str) -> str:
    """The text of a cell: outer blanks and the apostrophe that keeps a formula quiet taken off."""
    text = cell.strip()
    if text.startswith("'") and text[1:2] in FORMULA_STARTS:
        return text[1:]
    return text


def value(field: Field, text: str) -> object:
    """The value to store for a non-empty text.

    Raises:
        Unfit: the text cannot be this field's value.
    """
    if len(text) > field.longest:
        raise Unfit(field.name, Flaw.TOO_LONG)
    if _BAD.search(text):
        raise Unfit(field.name, Flaw.BAD_CHARACTERS)
    if text.startswith(_REFUSED_STARTS):
        raise Unfit(field.name, Flaw.FORMULA)
    return _READERS[field.kind](field, text)


def fields_of_row(row: Mapping[str, str]) -> Fields:
    """All values of one row of national names and texts.

    Raises:
        Unfit: the first value that cannot be, required ones first.
    """
    for name in REQUIRED:
        if not row.get(name):
            raise Unfit(name, Flaw.EMPTY)
    return {name: value(FIELDS[name], text) for name, text in row.items() if text}


def _text(_field: Field, text: str) -> str:
    return text


def _one_of(field: Field, text: str) -> str:
    codes = field.codes or {}
    half = unicodedata.normalize("NFKC", text)
    if half in codes:
        return half
    if half.isascii() and half.isdecimal() and half.zfill(2) in codes:  # spreadsheets drop a zero
        return half.zfill(2)
    for code, label in codes.items():
        if half == label:
            return code
    raise Unfit(field.name, Flaw.UNKNOWN_CODE)


def _words(_field: Field, text: str) -> list[str]:
    found = [word.strip() for word in re.split(r"[\^;；|]", text)]
    return list(dict.fromkeys(word for word in found if word))


def _several_of(field: Field, text: str) -> list[str]:
    return list(
        dict.fromkeys(_one_of(field, word) for word in re.split(r"[\^;；,，、]", text) if word)
    )


def _number(field: Field, text: str) -> int:
    half = unicodedata.normalize("NFKC", text)
    whole = re.fullmatch(r"([0-9]{1,7})(\.0+)?", half)
    if whole is None or int(whole[1]) > _LARGEST:
        raise Unfit(field.name, Flaw.NOT_A_NUMBER)
    return int(whole[1])


def _flag(field: Field, text: str) -> bool:
    word = unicodedata.normalize("NFKC", text).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unfit(field.name, Flaw.NOT_YES_OR_NO)


def _part(field: Field, text: str) -> object:
    try:
        part = json.loads(text)
        return content.to_json(content.read({field.name.lower(): part}))[field.name.lower()]
    except (ValueError, BadContent, RecursionError):
        raise Unfit(field.name, Flaw.BAD_PART) from None


_READERS: Final[Mapping[Kind, Callable[[Field, str], object]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _one_of,
    Kind.CODES: _several_of,
    Kind.WORDS: _words,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.PART: _part,
}


def cell(field: Field, stored: object) -> str:
    """The text an exported file shows for a stored value; `value` reads it back to the same."""
    if stored is None:
        return ""
    if field.kind is Kind.FLAG:
        return "1" if stored else "0"
    if field.kind in {Kind.CODES, Kind.WORDS} and isinstance(stored, list):
        return "^".join(str(word) for word in stored)
    if field.kind is Kind.PART:
        return json.dumps(stored, ensure_ascii=False) if stored else ""
    return str(stored)
