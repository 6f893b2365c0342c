"""Where Chinese text may break, and lines filled by it. Pure: widths come from a function.

Source: GB/T 15834-2011, 5.1 (marks that may not begin or end a line).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

#: Widths of a text in points.
Measure = Callable[[str], float]

_NOT_FIRST: Final = frozenset("、，。；：？！）〕］｝〉》」』】”’…—·％‰℃°′″,.;:?!)]}%々〓")
_NOT_LAST: Final = frozenset("（〔［｛〈《「『【“‘([{￥¥$＄№")
#: Words, numbers and addresses in Latin letters stay whole; everything else is single.
_PIECES: Final = re.compile(r"[\x21-\x7e]+|\s+|.", re.DOTALL)
#: Drawn as nothing: marks that choose a variant, joiners, byte order marks.
_UNSEEN: Final = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff\x00-\x08\x0b-\x1f\x7f]"
)


@dataclass(frozen=True)
class Line:
    """A line and its natural width. `last` ends a paragraph and is not stretched."""

    text: str
    width: float
    last: bool


def clean(text: str) -> str:
    """The text without what has no shape of its own."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def filled(text: str, measure: Measure, width: float, first_indent: float = 0) -> list[Line]:
    """The lines of a text; a line feed begins a new one.

    Args:
        text: cleaned.
        measure: the face's widths.
        width: of a full line, in points.
        first_indent: what the first line gives up.
    """
    lines: list[Line] = []
    for number, paragraph in enumerate(text.split("\n")):
        room = width - (first_indent if number == 0 else 0)
        lines += _fill(list(_units(paragraph)), measure, width, room)
    return lines


def _fill(units: list[str], measure: Measure, width: float, room: float) -> list[Line]:
    lines: list[Line] = []
    held, used = "", 0.0
    for unit in units:
        for piece in _pieces_that_fit(unit, measure, width):
            if held and used + measure(piece.rstrip()) > room:
                lines.append(_line(held, measure, last=False))
                held, room = piece.lstrip(), width
                used = measure(held)
            else:
                held, used = held + piece, used + measure(piece)
    return [*lines, _line(held, measure, last=True)]


def _line(text: str, measure: Measure, *, last: bool) -> Line:
    bare = text.rstrip()
    return Line(bare, measure(bare), last)


def _pieces_that_fit(unit: str, measure: Measure, width: float) -> Iterator[str]:
    """The unit, character by character where it is wider than a whole line; marks still cling."""
    if measure(unit) <= width:
        yield unit
        return
    held = ""
    for character in unit:
        clings = character in _NOT_FIRST and measure(held + character) <= width
        if held and not clings:
            yield held
            held = ""
        held += character
    yield held


def _units(text: str) -> Iterator[str]:
    """The text in units that are not broken, each with the marks that cling to it."""
    held = ""
    for piece in _PIECES.findall(text):
        clings = piece[0] in _NOT_FIRST or (held and held[-1] in _NOT_LAST)
        if held and not clings:
            yield held
            held = ""
        held += piece
    if held:
        yield held
