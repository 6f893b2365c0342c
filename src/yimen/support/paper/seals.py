"""The mark of an official seal, drawn in lines: a red ring, the body's name around it.

Real seals carry a five-pointed star or the national emblem; this one deliberately carries none:
it is the picture of a seal. What proves a document is its signature (`signing`).
"""

from math import cos, pi, sin
from typing import Final

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from yimen.kernel.documents import Seal
from yimen.support.paper.fonts.choice import Typeface, Typefaces
from yimen.support.paper.lines import clean
from yimen.support.paper.text import centred
from yimen.support.paper.wording import DEMO_WORDS

#: A little smaller than the common 42 mm, so that both lines stay readable under it.
DIAMETER: Final = 40 * mm
_RED: Final = Color(0.83, 0.08, 0.1, alpha=0.86)
_RING: Final = 1.2 * mm
#: The name runs around at most this much of the ring, its gap at the bottom.
_ARC: Final = 1.4 * pi


def draw_seal(canvas: Canvas, x: float, y: float, seal: Seal, faces: Typefaces) -> None:
    """The mark around (x, y). A demo seal says in its middle what it is."""
    face = faces.title
    canvas.saveState()
    canvas.setStrokeColor(_RED)
    canvas.setFillColor(_RED)
    canvas.setLineWidth(_RING)
    canvas.circle(x, y, DIAMETER / 2 - _RING / 2)
    canvas.setLineWidth(0.25 * mm)
    canvas.circle(x, y, DIAMETER / 2 - _RING - 0.6 * mm)
    _around(canvas, x, y, face.shown(clean(seal.body)), face)
    if seal.demo:
        centred(canvas, face, 5.4 * mm, x, y + 4.6 * mm, DEMO_WORDS[0])
        centred(canvas, face, 2.6 * mm, x, y + 1.5 * mm, DEMO_WORDS[1])
    else:
        _ornament(canvas, x, y + 6 * mm)
    purpose = face.shown(clean(seal.purpose))
    # Between the two lines of text that the seal covers.
    size = min(3.4 * mm, 20 * mm / max(len(purpose), 1))
    centred(canvas, face, size, x, y - 7.9 * mm, purpose)
    canvas.restoreState()


def _around(canvas: Canvas, x: float, y: float, name: str, face: Typeface) -> None:
    """The name upright along the ring's inside, from the left over the top to the right."""
    size = min(5.2 * mm, 74 * mm / max(len(name), 1))
    radius = DIAMETER / 2 - _RING - 1.4 * mm - size
    step = min(_ARC / max(len(name) - 1, 1), size * 1.45 / radius)
    first = pi / 2 + step * (len(name) - 1) / 2
    for number, character in enumerate(name):
        angle = first - step * number
        canvas.saveState()
        canvas.translate(x + radius * cos(angle), y + radius * sin(angle))
        canvas.rotate((angle - pi / 2) * 180 / pi)
        centred(canvas, face, size, 0, 0, character)
        canvas.restoreState()


def _ornament(canvas: Canvas, x: float, y: float) -> None:
    """An open arch of two strokes, the product's mark, where a real seal has its star."""
    half, height = 4.2 * mm, 9 * mm
    path = canvas.beginPath()
    path.moveTo(x - half, y - height / 2)
    path.lineTo(x - half, y)
    path.arcTo(x - half, y - half, x + half, y + half, 180, -180)
    path.lineTo(x + half, y - height / 2)
    canvas.setLineWidth(1.1 * mm)
    canvas.drawPath(path, stroke=1, fill=0)
