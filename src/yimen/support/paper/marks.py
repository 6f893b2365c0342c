"""Marks for machines: QR codes and Code 128, drawn as ink, not as pictures."""

from typing import Final

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from yimen.kernel import code128
from yimen.support.paper.fonts.choice import Typeface
from yimen.support.paper.text import centred

#: Light modules around a QR code. Source: ISO/IEC 18004:2015, 6.3.8.
_QUIET: Final = 4
#: The narrowest bar. Below 0.25 mm cheap hand scanners fail on thermal paper.
_BAR: Final = 0.3 * mm


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """A QR code with its quiet zone inside a square of `size`."""
    code = segno.make(text, error="m", micro=False)
    module = size / (code.symbol_size(border=0)[0] + 2 * _QUIET)
    path = canvas.beginPath()
    top = y + size - _QUIET * module
    for row, cells in enumerate(code.matrix):
        for column, dark in enumerate(cells):
            if dark:
                path.rect(x + (_QUIET + column) * module, top - (row + 1) * module, module, module)
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def barcode_width(text: str, room: float) -> float:
    """How wide the bars of a text are within `room`, quiet zones left out."""
    return float(min(sum(code128.widths(text)) * _BAR, room))


def draw_barcode(
    canvas: Canvas, text: str, x: float, y: float, room: float, height: float, face: Typeface
) -> float:
    """Code 128 from x on with its figures below; the width it took."""
    widths, whole = code128.widths(text), barcode_width(text, room)
    module = whole / sum(widths)
    path, left = canvas.beginPath(), x
    for place, width in enumerate(widths):
        if place % 2 == 0:
            path.rect(left, y + 3.4 * mm, width * module, height)
        left += width * module
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
    centred(canvas, face, 8.5, x + whole / 2, y + 0.4 * mm, text)
    return whole
