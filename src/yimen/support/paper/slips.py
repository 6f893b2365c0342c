"""Labels and receipts on paper of 80 mm: as long as what stands on them."""

import io
from collections.abc import Sequence
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from yimen.kernel.documents import Label
from yimen.support.paper.fonts.choice import Typefaces, prepare
from yimen.support.paper.marks import draw_barcode, draw_qr
from yimen.support.paper.text import Align, Style, Text

_WIDTH: Final = 80 * mm
#: Heads of thermal printers leave four millimetres on each side unprinted.
_SIDE: Final = 5 * mm
_INNER: Final = _WIDTH - 2 * _SIDE
_BARS: Final = 14 * mm
_CODE: Final = 26 * mm


def draw(labels: Sequence[Label], faces: Typefaces) -> bytes:
    """One label a page, so that the printer cuts between them."""
    prepare(words(labels), faces)
    held = io.BytesIO()
    canvas = Canvas(held, invariant=1, lang="zh-CN", initialFontName=faces.body.name)
    canvas.setTitle(labels[0].title if labels else "标签")
    canvas.setCreator("一门")
    for label in labels:
        _page(canvas, label, faces)
    canvas.save()
    return held.getvalue()


def words(labels: Sequence[Label]) -> str:
    """Every character that may be printed."""
    return "".join(
        "".join((label.title, *label.lines, label.barcode, label.foot)) for label in labels
    )


def _page(canvas: Canvas, label: Label, faces: Typefaces) -> None:
    title = Style(faces.title, 14, 20, Align.CENTRE)
    plain = Style(faces.body, 10, 15, Align.LEFT)
    small = Style(faces.body, 8, 12, Align.LEFT)
    texts = [Text(label.title, title), *(Text(line, plain) for line in label.lines)]
    foot = [Text(label.foot, small)] if label.foot else []
    height = 2 * _SIDE + sum(text.wrap(_INNER, 1)[1] for text in [*texts, *foot])
    height += _BARS + 6 * mm if label.barcode else 0
    height += _CODE + 2 * mm if label.address else 0
    canvas.setPageSize((_WIDTH, height))
    y = height - _SIDE
    y = _texts(canvas, texts, y)
    if label.barcode:
        y -= _BARS + 5 * mm
        draw_barcode(canvas, label.barcode, _SIDE, y, _INNER, _BARS, faces.body)
        y -= 1 * mm
    if label.address:
        y -= _CODE + 1 * mm
        draw_qr(canvas, label.address, (_WIDTH - _CODE) / 2, y, _CODE)
        y -= 1 * mm
    _texts(canvas, foot, y)
    canvas.showPage()


def _texts(canvas: Canvas, texts: Sequence[Text], y: float) -> float:
    for text in texts:
        y -= text.height
        text.drawOn(canvas, _SIDE, y)
    return y
