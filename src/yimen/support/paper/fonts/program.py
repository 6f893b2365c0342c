"""A TrueType font file from compiled glyphs: the few tables that a PDF needs of it.

Source: ISO 32000-1:2008, 9.9 (tables of an embedded TrueType font program used as a CIDFont);
OpenType 1.9 for the tables themselves.
"""

import struct
from collections.abc import Sequence
from typing import Final

from yimen.support.paper.fonts.outlines import UNITS, Glyph

ASCENT: Final = 880
DESCENT: Final = -120
_MAGIC: Final = 0x5F0F3CF5
_CHECKSUM: Final = 0xB1B0AFBA
_LONG_OFFSETS: Final = 1


def font_file(glyphs: Sequence[Glyph]) -> bytes:
    """The file; a glyph's place in `glyphs` is its number. The first is drawn for unknown ones."""
    outlines, places = _outlines(glyphs)
    boxes = [struct.unpack(">4h", glyph.data[2:10]) for glyph in glyphs if glyph.data]
    box = (
        min((one[0] for one in boxes), default=0),
        min((one[1] for one in boxes), default=0),
        max((one[2] for one in boxes), default=0),
        max((one[3] for one in boxes), default=0),
    )
    widest = max(glyph.advance for glyph in glyphs)
    return _assembled(
        {
            b"glyf": outlines,
            b"head": _head(box),
            b"hhea": struct.pack(
                ">I3hH11hH", 0x00010000, ASCENT, DESCENT, 0, widest,
                0, 0, box[2], 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs),
            ),
            b"hmtx": b"".join(struct.pack(">Hh", glyph.advance, _left(glyph)) for glyph in glyphs),
            b"loca": struct.pack(f">{len(places)}I", *places),
            b"maxp": _maxp(glyphs),
        }
    )  # fmt: skip


def _outlines(glyphs: Sequence[Glyph]) -> tuple[bytes, list[int]]:
    body = bytearray()
    places = [0]
    for glyph in glyphs:
        body += glyph.data + b"\0" * (-len(glyph.data) % 4)
        places.append(len(body))
    return bytes(body) or b"\0", places


def _left(glyph: Glyph) -> int:
    return int(struct.unpack(">h", glyph.data[2:4])[0]) if glyph.data else 0


def _head(box: tuple[int, int, int, int]) -> bytes:
    """Dates are left at zero: the same glyphs make the same file."""
    return struct.pack(
        ">IIIIHHqq4hHHhhh",
        0x00010000, 0x00010000, 0, _MAGIC, 0b11, UNITS, 0, 0, *box, 0, 8, 2, _LONG_OFFSETS, 0,
    )  # fmt: skip


def _maxp(glyphs: Sequence[Glyph]) -> bytes:
    """The largest glyph, which drawing programs make room for."""
    points = contours = 0
    for glyph in glyphs:
        if glyph.data:
            count = struct.unpack(">h", glyph.data[:2])[0]
            last = struct.unpack(">H", glyph.data[8 + 2 * count : 10 + 2 * count])[0]
            contours, points = max(contours, count), max(points, last + 1)
    return struct.pack(
        ">IH13H", 0x00010000, len(glyphs), points, contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0
    )


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">I4H", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    directory, body = bytearray(), bytearray()
    offset = len(head) + 16 * count
    place_of_head = 0
    for tag in sorted(tables):
        table = tables[tag]
        if tag == b"head":
            place_of_head = offset + len(body)
        directory += struct.pack(">4sIII", tag, _sum(table), offset + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    whole = bytearray(head + directory + body)
    struct.pack_into(">I", whole, place_of_head + 8, (_CHECKSUM - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
