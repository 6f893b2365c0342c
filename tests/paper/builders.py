"""Documents, fonts and pictures to test with."""

import io
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from yimen.kernel.documents import (
    Check,
    Column,
    Document,
    Heading,
    Paragraph,
    Rows,
    Seal,
    Signing,
    Table,
)

ADDRESS = "https://hall.example/v/7KQ4-9XWD-2MHT"


def document(materials: int = 3, **changes: Any) -> Document:
    """An acceptance notice with so many materials."""
    rows = tuple((str(n), f"营业执照（第{n}份）", "复印件", "1") for n in range(1, materials + 1))
    given: dict[str, Any] = {
        "title": "受理通知书",
        "issuer": "东莞市市场监督管理局",
        "on": date(2020, 1, 17),
        "number": "莞市监受字〔2020〕第000123号",
        "addressee": "𠮷田",
        "parts": (
            Paragraph("您于2020年1月17日提出的“食品经营许可（新办）”申请收悉，场所面积128㎡。"),
            Rows((("申请人", "𠮷田"), ("受理日期", "2020年1月17日"))),
            Heading("一、已接收的材料"),
            Table(
                (Column("序号", 1, True), Column("名称", 5), Column("形式", 2), Column("份", 1)),
                rows,
            ),
            Signing("申请人（签字）"),
        ),
        "seal": Seal("东莞市市场监督管理局", "受理专用章"),
        "check": Check(ADDRESS, "7KQ4-9XWD-2MHT"),
        "copies": "本通知书一式两份，一份送达申请人，一份存档。",
        "barcode": "441900202001170001231",
    }
    return Document(**given | changes)


def a_font(
    path: Path, characters: str, *, cubic: bool = False, units: int = 1000, embeddable: bool = True
) -> Path:
    """A font whose every character is a square of half the size."""
    characters = "".join(dict.fromkeys(characters))
    names = [".notdef", *(f"u{ord(character):X}" for character in characters)]
    builder = FontBuilder(units, isTTF=not cubic)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(one): f"u{ord(one):X}" for one in characters})
    half = units // 2
    if cubic:
        pen = T2CharStringPen(units, None)
        pen.moveTo((0, 0))
        pen.curveTo((0, half // 2), (0, half // 2), (half, half))
        pen.lineTo((half, 0))
        pen.closePath()
        drawn = pen.getCharString()
        builder.setupCFF("Test", {}, dict.fromkeys(names, drawn), {})
    else:
        square = TTGlyphPen(None)
        square.moveTo((0, 0))
        square.lineTo((0, half))
        square.lineTo((half, half))
        square.lineTo((half, 0))
        square.closePath()
        builder.setupGlyf(dict.fromkeys(names, square.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (units, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Test SC", "styleName": "Regular", "psName": "Test"})
    builder.setupOS2(fsType=0 if embeddable else 2)
    builder.setupPost()
    builder.save(path)
    return path


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def program(name: str) -> str:
    """An installed program; without it the test is skipped and says which."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} on this machine: install poppler-utils")
    return found


def signature_gap(pdf: bytes) -> range:
    """Where in a file the signature itself stands, which it cannot cover."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _, first, second, _ = (int(number) for number in opened.Root.AcroForm.Fields[0].V.ByteRange)
    return range(first, second)


def text_of(pdf: bytes, *options: str) -> str:
    """The text as a reader copies it."""
    command = [program("pdftotext"), "-q", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def bare(text: str) -> str:
    """Without any white space, which readers place as they like."""
    return re.sub(r"\s", "", text)


def picture(pdf: bytes, folder: Path, *, page: int, dpi: int = 150) -> Image.Image:
    """A page as a reader draws it."""
    file = folder / "drawn.pdf"
    file.write_bytes(pdf)
    subprocess.run(
        [program("pdftoppm"), "-q", "-png", "-singlefile", "-r", str(dpi), "-f", str(page),
         "-l", str(page), file, folder / "drawn"],
        check=True,
    )  # fmt: skip
    return Image.open(folder / "drawn.png").convert("RGB")


def redness(image: Image.Image, box: Sequence[float], *, dpi: int = 150) -> float:
    """Which share of a box, in points from the lower left of an A4 page, is red ink."""
    scale = dpi / 72
    left, bottom, right, top = (edge * scale for edge in box)
    cut = image.crop((int(left), int(image.height - top), int(right), int(image.height - bottom)))
    raw = cut.tobytes()
    pixels = list(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
    red = sum(red > 150 and green < 140 and blue < 140 for red, green, blue in pixels)
    return red / len(pixels)
