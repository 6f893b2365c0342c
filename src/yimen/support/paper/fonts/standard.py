"""The face of readers themselves, where this machine has no Chinese font to embed.

Every common reader knows STSong-Light by name (Adobe-GB1) and brings outlines for it. It covers
what GBK covers; the rest is printed as 〓, in the text too, since a reader could not draw it.
"""

from typing import Final

from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from yimen.support.paper.fonts.glyphs import GETA

NAME: Final = "STSong-Light"


class Standard(UnicodeCIDFont):  # type: ignore[misc]  # reportlab is untyped
    """STSong-Light with the questions that `Embedded` answers too."""

    def __init__(self) -> None:
        super().__init__(NAME)

    def prepare(self, text: str) -> None:
        """Nothing to do: the reader has the glyphs."""

    def missing(self, text: str) -> set[str]:
        """Characters that will be drawn as 〓."""
        return {character for character in text if not _in_gbk(character)}

    def shown(self, text: str) -> str:
        """The text as it must be handed to the canvas."""
        missing = self.missing(text)
        return "".join(GETA if character in missing else character for character in text)

    def width(self, text: str, size: float) -> float:
        """In points."""
        return float(self.stringWidth(self.shown(text), size))


def _in_gbk(character: str) -> bool:
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
