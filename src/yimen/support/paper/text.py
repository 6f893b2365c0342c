"""Chinese text as reportlab lays it out: paragraphs that break by their own rules, single lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from yimen.support.paper.fonts.choice import Typeface
from yimen.support.paper.lines import Line, clean, filled

#: A line that would have to be stretched by more than this many characters stays ragged.
_STRETCH: Final = 2.2
#: Fewer lines than this are not left alone at the foot or head of a page.
_TOGETHER: Final = 2


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True)
class Style:
    """How a text is set. Sizes in points; indents in characters."""

    face: Typeface
    size: float
    leading: float
    align: Align = Align.BOTH
    indent: int = 0
    above: float = 0
    below: float = 0


class Text(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A paragraph of Chinese, broken by its rules and flush on both sides."""

    def __init__(self, text: str, style: Style, lines: Sequence[Line] | None = None) -> None:
        super().__init__()
        self.text = style.face.shown(clean(text))
        self.style = style
        self._given = lines
        self._lines: Sequence[Line] = ()
        self._begun = lines is not None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self._lines = self._given if self._given is not None else self._filled(width)
        self.height = len(self._lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fit = int(height // self.style.leading)
        fit = min(fit, len(self._lines) - _TOGETHER)
        if fit < _TOGETHER:
            return []
        first = Text("", self.style, self._lines[:fit])
        first._begun = self._begun
        return [first, Text("", self.style, self._lines[fit:])]

    def getSpaceBefore(self) -> float:  # noqa: N802 - reportlab calls it so
        return self.style.above

    def getSpaceAfter(self) -> float:  # noqa: N802 - as above
        return self.style.below

    def draw(self) -> None:
        style = self.style
        baseline = self.height - style.leading / 2 - style.size * 0.36
        for number, line in enumerate(self._lines):
            begins = number == 0 and not self._begun
            indent = style.indent * style.size if begins else 0.0
            self._draw_line(line, baseline - number * style.leading, indent)

    def _filled(self, width: float) -> list[Line]:
        style = self.style
        return filled(
            self.text,
            lambda text: style.face.width(text, style.size),
            width,
            style.indent * style.size,
        )

    def _draw_line(self, line: Line, y: float, indent: float) -> None:
        style = self.style
        slack = self.width - indent - line.width
        start = {Align.CENTRE: slack / 2, Align.RIGHT: slack}.get(style.align, 0.0)
        written = self.canv.beginText(indent + start, y)
        written.setFont(style.face.name, style.size)
        gaps = len(line.text) - 1
        stretched = style.align is Align.BOTH and not line.last and gaps > 0
        if stretched and 0 < slack < _STRETCH * style.size:
            written.setCharSpace(slack / gaps)
        written.textOut(line.text)
        self.canv.drawText(written)


def write(canvas: Canvas, face: Typeface, size: float, x: float, y: float, text: str) -> None:
    """One line from x on."""
    written = canvas.beginText(x, y)
    written.setFont(face.name, size)
    written.textOut(face.shown(clean(text)))
    canvas.drawText(written)


def centred(canvas: Canvas, face: Typeface, size: float, x: float, y: float, text: str) -> None:
    """One line around x."""
    write(canvas, face, size, x - face.width(face.shown(clean(text)), size) / 2, y, text)
