"""An official document as pages: A4, title, number, body, sealed close, foot.

Source of sizes and margins: GB/T 9704-2012 (titles 二号, text 三号, left margin 28 mm); the head
margin is smaller, since notices carry no red head.
"""

import io
from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate

from yimen.kernel.documents import Document
from yimen.support.paper.blocks import Place
from yimen.support.paper.fonts.choice import Typefaces, prepare
from yimen.support.paper.layout import CLOSE, ROOMY, WIDTH, Laid, Styles, laid_out
from yimen.support.paper.marks import barcode_width, draw_barcode
from yimen.support.paper.text import centred
from yimen.support.paper.wording import PAGE, words

_LEFT, _TOP, _BOTTOM = 28 * mm, 26 * mm, 24 * mm
_HEIGHT: Final = A4[1] - _TOP - _BOTTOM
_PALE: Final = Color(0.35, 0.35, 0.35, alpha=0.16)
#: A last page with less than this share of what precedes it may be saved by setting closer.
_WORTH_CLOSING: Final = 0.22


@dataclass(frozen=True)
class _Drawn:
    pdf: bytes
    pages: int
    place: Place | None
    #: How much of the last page is white above its foot.
    free: float


def draw(document: Document, faces: Typefaces) -> tuple[bytes, Place | None]:
    """The pages as PDF, and where the seal came to stand.

    A document that would need a last page for little is set a little closer.
    """
    prepare(words(document), faces)
    drawn = _draw(document, laid_out(document, Styles(faces, ROOMY)), faces)
    if drawn.pages > 1:
        closer = laid_out(document, Styles(faces, CLOSE))
        if _worth_it(document, drawn, closer):
            again = _draw(document, closer, faces)
            drawn = again if again.pages < drawn.pages else drawn
    return drawn.pdf, drawn.place


def _worth_it(document: Document, drawn: _Drawn, closer: Laid) -> bool:
    """Whether closer lines are likely to save the last page."""
    if drawn.pages == 2:
        return bool(closer.height() <= _HEIGHT - _head(document))
    return bool(_HEIGHT - drawn.free < _WORTH_CLOSING * _HEIGHT * (drawn.pages - 1))


def _head(document: Document) -> float:
    """What the scanner's code takes of the first page."""
    return float(12 * mm) if document.barcode else 0.0


def _draw(document: Document, laid: Laid, faces: Typefaces) -> _Drawn:
    held = io.BytesIO()
    template = BaseDocTemplate(
        held, pagesize=A4, title=document.title, author=document.issuer,
        subject=document.number, creator="一门", lang="zh-CN", invariant=1,
        initialFontName=faces.body.name,
    )  # fmt: skip
    first, later = _frame("first", _head(document)), _frame("later", 0)
    template.addPageTemplates(
        [
            PageTemplate("first", [first], autoNextPageTemplate="later"),
            PageTemplate("later", [later]),
        ]
    )
    story = [*laid.body, KeepTogether(laid.end), *([laid.foot] if laid.foot else [])]
    template.build(story, canvasmaker=_pages(document, faces))
    free = laid.foot.free if laid.foot else 0.0
    return _Drawn(held.getvalue(), template.page, laid.close.place, free)


def _frame(name: str, head: float) -> Frame:
    return Frame(
        _LEFT, _BOTTOM, WIDTH, _HEIGHT - head, id=name,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip


def _pages(document: Document, faces: Typefaces) -> type[Canvas]:
    """A canvas that knows how many pages there are before it writes the first."""

    class Pages(Canvas):  # type: ignore[misc]  # reportlab is untyped
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            self._finished: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab calls it so
            self._finished.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            finished = self._finished
            for number, page in enumerate(finished, start=1):
                self.__dict__.update(page)
                _surround(self, document, faces, number, len(finished))
                super().showPage()
            super().save()

    return Pages


def _surround(canvas: Canvas, document: Document, faces: Typefaces, page: int, pages: int) -> None:
    """What stands around the body: scanner's code, running head, page numbers, watermark."""
    middle = A4[0] / 2
    centred(canvas, faces.body, 10, middle, 13 * mm, PAGE.format(page=page, pages=pages))
    if page == 1 and document.barcode:
        room = WIDTH * 0.6
        x = _LEFT + WIDTH - barcode_width(document.barcode, room)
        draw_barcode(canvas, document.barcode, x, A4[1] - 26 * mm, room, 9 * mm, faces.body)
    if page > 1:
        head = "　".join(word for word in (document.title, document.number) if word)
        centred(canvas, faces.body, 10, middle, A4[1] - 17 * mm, head)
        canvas.setLineWidth(0.4)
        canvas.line(_LEFT, A4[1] - 19 * mm, _LEFT + WIDTH, A4[1] - 19 * mm)
    if document.watermark:
        _watermark(canvas, document.watermark, faces)


def _watermark(canvas: Canvas, text: str, faces: Typefaces) -> None:
    canvas.saveState()
    canvas.setFillColor(_PALE)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(35)
    for line in (-1, 0, 1):
        for column in (-1, 0, 1):
            x = column * 95 * mm + (line % 2) * 40 * mm
            centred(canvas, faces.title, 54, x, line * 85 * mm, text)
    canvas.restoreState()
