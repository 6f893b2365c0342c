"""Outlines of single characters from an installed font, as TrueType glyphs of 1000 units.

PDF readers take TrueType glyphs as they are. Noto and Source Han have cubic outlines, which are
turned into quadratic ones here (cu2qu), within one thousandth of the size. Reading such a font
takes half a second and 80 MB, so a process of its own does it, for many characters at once; the
caller keeps the answer. That process runs this file, which therefore imports nothing of Yimen.
"""

import base64
import json
import struct
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.ttGlyphSet import _TTGlyphSet

UNITS: Final = 1000
#: How far a converted curve may be from the drawn one, in units.
_ERROR: Final = 1.0
_NO_EMBEDDING: Final = 0x0002
_NAME_FAMILY: Final = 1


@dataclass(frozen=True)
class Glyph:
    """A compiled TrueType glyph; no bytes for a space."""

    advance: int
    data: bytes


def read(characters: Iterable[str], fonts: Sequence[Path]) -> dict[str, Glyph | None]:
    """A glyph for each character from the first font that has it; None where none has.

    Fonts whose maker forbids embedding, and damaged ones, are passed over.
    """
    asked = json.dumps({"characters": sorted(characters), "fonts": [str(font) for font in fonts]})
    done = subprocess.run(
        [sys.executable, "-P", __file__], input=asked.encode(), stdout=subprocess.PIPE, check=True
    )
    return {
        character: None if glyph is None else Glyph(glyph[0], base64.b64decode(glyph[1]))
        for character, glyph in json.loads(done.stdout).items()
    }


def convert(characters: Iterable[str], fonts: Sequence[Path]) -> dict[str, Glyph | None]:
    """The same in this process."""
    wanted = set(characters)
    found: dict[str, Glyph | None] = {}
    for path in fonts:
        if not wanted:
            break
        found |= _from_font(wanted, path)
        wanted -= found.keys()
    return found | dict.fromkeys(wanted)


def _from_font(wanted: set[str], path: Path) -> dict[str, Glyph]:
    from fontTools.ttLib import TTLibError  # noqa: PLC0415 - in the converting process only

    try:
        with _opened(path) as font:
            if font["OS/2"].fsType & _NO_EMBEDDING:
                return {}
            names = font.getBestCmap()
            here = {one: names[ord(one)] for one in wanted if ord(one) in names}
            glyphs = font.getGlyphSet() if here else {}
            scale = UNITS / font["head"].unitsPerEm
            cubic = "glyf" not in font
            return {one: _glyph(glyphs, name, scale, cubic=cubic) for one, name in here.items()}
    except (TTLibError, OSError, KeyError, ValueError, struct.error) as damage:
        print(f"{path.name} is passed over: {damage}", file=sys.stderr)  # noqa: T201 - a program here
        return {}


def _opened(path: Path) -> "TTFont":
    """The font, of a collection the one for the mainland's forms."""
    from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415 - as above

    if path.suffix.lower() != ".ttc":
        return TTFont(path, lazy=True)
    with TTCollection(path, lazy=True) as collection:
        families = [str(font["name"].getDebugName(_NAME_FAMILY)) for font in collection.fonts]
    number = next((n for n, family in enumerate(families) if family.endswith((" SC", " CN"))), 0)
    return TTFont(path, fontNumber=number, lazy=True)


def _glyph(glyphs: "_TTGlyphSet", name: str, scale: float, *, cubic: bool) -> Glyph:
    from fontTools.pens.cu2quPen import Cu2QuPen  # noqa: PLC0415 - as above
    from fontTools.pens.filterPen import DecomposingFilterPen  # noqa: PLC0415 - as above
    from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415 - as above
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 - as above

    target = TTGlyphPen(None)
    # PostScript outlines turn the other way round than TrueType's.
    pen = Cu2QuPen(target, _ERROR, reverse_direction=True) if cubic else target
    if scale != 1:
        pen = TransformPen(pen, (scale, 0, 0, scale, 0, 0))
    glyphs[name].draw(DecomposingFilterPen(pen, glyphs))
    drawn = target.glyph()
    drawn.recalcBounds(None)
    return Glyph(round(glyphs[name].width * scale), drawn.compile(None, recalcBBoxes=False))


def main() -> None:
    """Answer what `read` of another process asks on standard input."""
    asked = json.load(sys.stdin)
    found = convert(asked["characters"], [Path(font) for font in asked["fonts"]])
    answer = {
        character: glyph and [glyph.advance, base64.b64encode(glyph.data).decode()]
        for character, glyph in found.items()
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
