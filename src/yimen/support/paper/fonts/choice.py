"""The faces that this machine can print with, chosen once a process."""

import threading
from dataclasses import dataclass
from typing import Final, Protocol

from django.conf import settings
from reportlab.pdfbase import pdfmetrics

from yimen.support.paper.fonts import sources
from yimen.support.paper.fonts.embedded import Embedded
from yimen.support.paper.fonts.glyphs import Glyphs
from yimen.support.paper.fonts.sources import Weight
from yimen.support.paper.fonts.standard import Standard


class Typeface(Protocol):
    """What drawing asks of a face. `name` is the one to set on a canvas."""

    @property
    def name(self) -> str: ...

    def prepare(self, text: str) -> None: ...

    def missing(self, text: str) -> set[str]: ...

    def shown(self, text: str) -> str: ...

    def width(self, text: str, size: float) -> float: ...


@dataclass(frozen=True)
class Typefaces:
    """One for text and one for titles and heads; `embedded` where they are in the file itself."""

    body: Typeface
    title: Typeface
    embedded: bool


_COMMON: Final = "一"
_lock = threading.Lock()
_chosen: list[Typefaces] = []


def typefaces() -> Typefaces:
    """The faces, registered with reportlab under their names."""
    with _lock:
        if not _chosen:
            _chosen.append(_choose())
        return _chosen[0]


def prepare(text: str, faces: Typefaces) -> None:
    """Have the glyphs of all text at hand that is going to be drawn."""
    faces.body.prepare(text)
    faces.title.prepare(text)


def standard_typefaces() -> Typefaces:
    """What machines without Chinese fonts print with."""
    face = Standard()
    pdfmetrics.registerFont(face)
    return Typefaces(face, face, embedded=False)


def _choose() -> Typefaces:
    folder = settings.ENVIRONMENT.home / "fonts"
    chains = {weight: sources.chain(weight, folder) for weight in Weight}
    if not chains[Weight.BODY]:
        return standard_typefaces()
    body, title = (Embedded(weight, Glyphs(chains[weight], folder)) for weight in Weight)
    if body.missing(_COMMON):
        return standard_typefaces()  # none of the fonts may be embedded, or they are damaged
    for face in (body, title):
        pdfmetrics.registerFont(face)
    return Typefaces(body, title, embedded=True)
