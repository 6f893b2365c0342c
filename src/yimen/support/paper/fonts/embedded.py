"""A face as reportlab draws with it: two bytes a character, one embedded program a document.

reportlab's own TrueType font cannot tell readers about characters beyond the basic plane (𠮷),
and wants a font file of its own; this one embeds exactly the glyphs that a document uses.

Source: ISO 32000-1:2008, 9.7 (composite fonts) and 9.10.3 (ToUnicode).
"""

import hashlib
import threading
from types import SimpleNamespace
from typing import Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObjectReference, PDFStream

from yimen.support.paper.fonts import program
from yimen.support.paper.fonts.glyphs import GETA, Glyphs
from yimen.support.paper.fonts.outlines import Glyph
from yimen.support.paper.fonts.sources import Weight

_BOX: Final = [-200, -300, 1200, 1000]
_SYMBOLIC_SERIF: Final = 0b110
_STEM: Final = {Weight.BODY: 80, Weight.TITLE: 140}
_MAPPED_AT_ONCE: Final = 100


class Embedded:
    """A face of reportlab's. Its underlined names are the protocol of dynamic fonts there."""

    _multiByte = 1  # noqa: N815 - as reportlab calls it
    _dynamicFont = 1  # noqa: N815 - as above
    shapable = False

    def __init__(self, weight: Weight, glyphs: Glyphs) -> None:
        self.fontName = f"Yimen-{weight.value.capitalize()}"
        self._weight = weight
        self._glyphs = glyphs
        self._used: WeakKeyDictionary[PDFDocument, _Used] = WeakKeyDictionary()
        self._lock = threading.Lock()
        self.encoding = SimpleNamespace(name="UTF-8")
        self.face = SimpleNamespace(
            name=self.fontName, ascent=program.ASCENT, descent=program.DESCENT, builtIn=False
        )

    @property
    def name(self) -> str:
        """What to call it when drawing."""
        return self.fontName

    def prepare(self, text: str) -> None:
        """Have all glyphs of a text at hand; one look for many is far quicker than many looks."""
        self._glyphs.provide(text)

    def missing(self, text: str) -> set[str]:
        """Characters that will be drawn as 〓. Copied from the PDF, they are themselves."""
        return self._glyphs.missing(text)

    def shown(self, text: str) -> str:
        """The text as it must be handed to the canvas."""
        return text

    def width(self, text: str, size: float) -> float:
        """In points."""
        return sum(self._glyphs.of(character).advance for character in text) * size / 1000

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:  # noqa: N802 - reportlab calls it so
        return self.width(text if isinstance(text, str) else text.decode(encoding), size)

    def splitString(  # noqa: N802 - as above
        self, text: str | bytes, doc: PDFDocument, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """The text as numbers of glyphs in this document's program: one part, numbered 0."""
        read = text if isinstance(text, str) else text.decode(encoding)
        used = self._in(doc)
        numbers = (used.number(character, self._glyphs) for character in read)
        return [(0, b"".join(number.to_bytes(2, "big") for number in numbers))]

    def getSubsetInternalName(self, subset: int, doc: PDFDocument) -> str:  # noqa: N802 - as above
        used = self._in(doc)
        if not used.name:
            used.name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = f"/{used.name}"
            doc.delayedFonts.append(self)
        return f"/{used.name}"

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - as above
        """The font's objects, once the document's last character is known."""
        used = self._used.pop(doc)
        outlines = program.font_file(used.glyphs)
        # Six letters name the subset; taken from its content, so equal documents are equal bytes.
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(outlines).digest()[:6])
        base = f"{tag}+{self.fontName}"
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([self._descendant(doc, base, used, outlines)]),
                "ToUnicode": doc.Reference(_stream(_to_unicode(used)), f"unicode:{base}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[used.name] = doc.Reference(font, used.name)

    def _descendant(
        self, doc: PDFDocument, base: str, used: "_Used", outlines: bytes
    ) -> PDFObjectReference:
        file = _stream(outlines)
        file.dictionary["Length1"] = len(outlines)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(base),
                "Flags": _SYMBOLIC_SERIF,
                "FontBBox": pdfdoc.PDFArray(_BOX),
                "ItalicAngle": 0,
                "Ascent": program.ASCENT,
                "Descent": program.DESCENT,
                "CapHeight": 700,
                "StemV": _STEM[self._weight],
                "FontFile2": doc.Reference(file, f"program:{base}"),
            }
        )
        registry = {
            "Registry": pdfdoc.PDFString("Adobe"),
            "Ordering": pdfdoc.PDFString("Identity"),
            "Supplement": 0,
        }
        return doc.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Font"),
                    "Subtype": pdfdoc.PDFName("CIDFontType2"),
                    "BaseFont": pdfdoc.PDFName(base),
                    "CIDSystemInfo": pdfdoc.PDFDictionary(registry),
                    "FontDescriptor": doc.Reference(descriptor, f"descriptor:{base}"),
                    "DW": 1000,
                    "W": pdfdoc.PDFArray(
                        [0, pdfdoc.PDFArray([glyph.advance for glyph in used.glyphs])]
                    ),
                    "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                }
            ),
            f"descendant:{base}",
        )

    def _in(self, doc: PDFDocument) -> "_Used":
        with self._lock:
            return self._used.setdefault(doc, _Used(self._glyphs.of(GETA)))


class _Used:
    """What one document has used so far: characters, numbered in the order they came."""

    def __init__(self, unknown: Glyph) -> None:
        self.name = ""
        self.glyphs = [unknown]
        self.numbers: dict[str, int] = {}

    def number(self, character: str, glyphs: Glyphs) -> int:
        known = self.numbers.get(character)
        if known is None:
            known = self.numbers[character] = len(self.glyphs)
            self.glyphs.append(glyphs.of(character))
        return known


def _stream(content: bytes) -> PDFStream:
    stream = pdfdoc.PDFStream(content=content)
    stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _to_unicode(used: _Used) -> bytes:
    """From glyph numbers back to text, characters beyond the basic plane as surrogate pairs."""
    lines = [
        f"<{number:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for character, number in used.numbers.items()
    ]
    blocks = [
        f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar"
        for some in (
            lines[start : start + _MAPPED_AT_ONCE]
            for start in range(0, len(lines), _MAPPED_AT_ONCE)
        )
    ]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")
