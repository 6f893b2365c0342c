"""Pieces of an official page: places to sign, the sealed close, the foot with its code."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from yimen.kernel.documents import Check, Seal, Signing, official_date
from yimen.support.paper.fonts.choice import Typefaces
from yimen.support.paper.lines import clean
from yimen.support.paper.marks import draw_qr
from yimen.support.paper.seals import DIAMETER, draw_seal
from yimen.support.paper.text import Style, Text, centred, write
from yimen.support.paper.wording import CHECK_WORDS

_NO_DAY: Final = "　　　年　　月　　日"


class Sign(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Who signs, with what was captured or a line for ink, and the day."""

    _height: Final = 16 * mm
    _line: Final = 45 * mm

    def __init__(self, signing: Signing, faces: Typefaces, size: float) -> None:
        super().__init__()
        self.signing, self.face, self.size = signing, faces.body, size

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self._height
        return width, self.height

    def draw(self) -> None:
        face, size, y = self.face, self.size, 4 * mm
        words = f"{self.signing.who}："
        day = official_date(self.signing.on) if self.signing.on else _NO_DAY
        day_at = self.width - face.width(day, size)
        line_at = day_at - self._line - 6 * mm
        write(self.canv, face, size, line_at - face.width(words, size), y, words)
        write(self.canv, face, size, day_at, y, day)
        self.canv.setLineWidth(0.5)
        self.canv.line(line_at, y - 2, line_at + self._line, y - 2)
        if self.signing.picture:
            self.canv.drawImage(
                ImageReader(io.BytesIO(self.signing.picture)),
                line_at, y - 1, self._line, 11 * mm, mask="auto",
                preserveAspectRatio=True, anchor="s",
            )  # fmt: skip


@dataclass
class Place:
    """Where on which page something came to stand, in points from the lower left corner."""

    page: int
    box: tuple[float, float, float, float]


class Close(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Issuer above date at the right, and the seal over both. Tells where the seal stands.

    Source: GB/T 9704-2012, 7.3.5.1: the seal covers issuer and date, which stand a little below
    its middle.
    """

    def __init__(
        self, issuer: str, day: str, seal: Seal | None, style: Style, faces: Typefaces
    ) -> None:
        super().__init__()
        self.issuer = style.face.shown(clean(issuer))
        self.day, self.seal, self.style, self.faces = day, seal, style, faces
        self.place: Place | None = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        bare = 3 * self.style.leading
        self.width, self.height = width, max(bare, DIAMETER) if self.seal else bare
        return width, self.height

    def draw(self) -> None:
        style, canvas = self.style, self.canv
        half = style.face.width(self.issuer, style.size) / 2
        widest = max(half, style.face.width(self.day, style.size) / 2)
        # Four characters are left free at the right; long names of bodies take them.
        centre = self.width - max(min(4 * style.size, self.width - 2 * widest), 0) - widest
        middle = self.height / 2
        above = middle - 3.5 * mm if self.seal else middle
        for text, y in ((self.issuer, above), (self.day, above - style.leading)):
            centred(canvas, style.face, style.size, centre, y, text)
        if self.seal is not None:
            x = min(centre, self.width - DIAMETER / 2)
            draw_seal(canvas, x, middle, self.seal, self.faces)
            left, bottom = canvas.absolutePosition(x - DIAMETER / 2, middle - DIAMETER / 2)
            box = (left, bottom, left + DIAMETER, bottom + DIAMETER)
            self.place = Place(canvas.getPageNumber() - 1, box)


class Foot(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """The QR code, how to check, and the copies: pushed down to the foot of the page it is on."""

    _code: Final = 24 * mm

    def __init__(self, check: Check | None, notes: Sequence[str], style: Style) -> None:
        super().__init__()
        self.check = check
        says: list[str] = []
        if check is not None:
            given = ("", check.address, check.code)
            says = [word + value for word, value in zip(CHECK_WORDS, given, strict=True)]
        self.texts = [Text(text, style) for text in [*says, *notes]]

    @property
    def free(self) -> float:
        """How much of its page is left white above it."""
        return float(self.height - self._needed - 4 * mm)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self._inner = width - (self._code + 5 * mm if self.check else 0)
        self._text_height = sum(text.wrap(self._inner, height)[1] for text in self.texts)
        self._needed = max(self._text_height, self._code if self.check else 0)
        least = self._needed + 4 * mm
        self.height = height if height >= least else least
        return width, self.height

    def draw(self) -> None:
        canvas, needed = self.canv, self._needed
        x = 0.0
        canvas.setLineWidth(0.4)
        canvas.line(0, needed + 3 * mm, self.width, needed + 3 * mm)
        if self.check is not None:
            draw_qr(canvas, self.check.address, 0, needed - self._code, self._code)
            x = self._code + 5 * mm
        y = needed - (needed - self._text_height) / 2
        for text in self.texts:
            y -= text.height
            text.drawOn(canvas, x, y)
