"""Faces: which font is chosen, what becomes of a glyph, and what of one that is missing."""

import io
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.paper.builders import a_font
from yimen.support.paper.fonts import glyphs, outlines, program, sources
from yimen.support.paper.fonts.glyphs import GETA, Glyphs
from yimen.support.paper.fonts.outlines import Glyph
from yimen.support.paper.fonts.sources import Weight
from yimen.support.paper.fonts.standard import Standard

BASICS = "".join(glyphs._ALWAYS)


def names(chain: tuple[Path, ...]) -> list[str]:
    return [font.name for font in chain]


def test_serif_faces_come_before_sans_and_titles_fall_back_to_the_texts_fonts(
    tmp_path: Path,
) -> None:
    for name in ("DroidSansFallback.ttf", "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc",
                 "NotoSerifCJK-Bold.ttc", "Helvetica.ttf"):  # fmt: skip
        (tmp_path / name).touch()

    text = sources.chain(Weight.BODY, tmp_path / "own", [tmp_path])
    title = sources.chain(Weight.TITLE, tmp_path / "own", [tmp_path])

    assert names(text) == [
        "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "DroidSansFallback.ttf",
    ]  # fmt: skip
    assert names(title) == ["NotoSerifCJK-Bold.ttc", *names(text)]


def test_the_operators_own_face_comes_first(tmp_path: Path) -> None:
    own, installed = tmp_path / "own", tmp_path / "installed"
    for file in (own / "body.otf", installed / "simsun.ttc"):
        file.parent.mkdir()
        file.touch()

    assert names(sources.chain(Weight.BODY, own, [installed])) == ["body.otf", "simsun.ttc"]
    assert names(sources.chain(Weight.TITLE, own, [installed])) == ["simsun.ttc"]


def test_a_machine_without_chinese_fonts_has_no_chain(tmp_path: Path) -> None:
    assert sources.chain(Weight.BODY, tmp_path, [tmp_path]) == ()


@pytest.mark.parametrize("cubic", [False, True])
@pytest.mark.parametrize("units", [1000, 2048])
def test_a_glyph_comes_in_thousandths_whatever_its_font_is_made_of(
    tmp_path: Path, units: int, *, cubic: bool
) -> None:
    font = a_font(tmp_path / "a.ttf", "一", cubic=cubic, units=units)

    found = outlines.convert("一二", [font])["一"]

    assert found is not None
    assert found.advance == 1000
    read = TTFont(io.BytesIO(program.font_file([found])))
    drawn = read["glyf"][read.getGlyphOrder()[0]]
    assert (drawn.xMin, drawn.yMin, drawn.xMax, drawn.yMax) == (0, 0, 500, 500)


def test_a_character_comes_from_the_first_font_that_has_it(tmp_path: Path) -> None:
    first = a_font(tmp_path / "first.ttf", "一", units=1000)
    second = a_font(tmp_path / "second.ttf", "一二", units=2048)

    found = outlines.read("一二三", [first, second])

    alone = outlines.convert("一", [first])["一"]
    assert (found["一"], found["二"] is None, found["三"]) == (alone, False, None)


def test_a_font_that_may_not_be_embedded_is_passed_over(tmp_path: Path) -> None:
    locked = a_font(tmp_path / "locked.ttf", "一", embeddable=False)

    assert outlines.convert("一", [locked]) == {"一": None}


def test_a_damaged_font_is_passed_over_and_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(b"\0\1\0\0 no font")
    good = a_font(tmp_path / "good.ttf", "一")

    found = outlines.read("一", [damaged, good])

    assert found["一"] is not None
    assert "damaged.ttf" in capfd.readouterr().err


def test_what_was_converted_once_is_read_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font = a_font(tmp_path / "a.ttf", BASICS + "一")
    first = Glyphs([font], tmp_path / "kept").of("一")

    monkeypatch.setattr(subprocess, "run", None)  # a conversion now would fail

    again = Glyphs([font], tmp_path / "kept")
    assert again.of("一") == first
    assert again.missing("一" + GETA) == set()


def test_a_folder_that_cannot_be_written_to_is_done_without(tmp_path: Path) -> None:
    font = a_font(tmp_path / "a.ttf", BASICS + "一")
    (tmp_path / "kept").write_text("a file where the folder should be")

    assert Glyphs([font], tmp_path / "kept").of("一").advance == 1000


def test_a_missing_character_is_printed_as_geta_and_named(tmp_path: Path) -> None:
    held = Glyphs([a_font(tmp_path / "a.ttf", BASICS)], tmp_path / "kept")

    assert held.missing("一龘𠮷") == {"龘", "𠮷"}
    assert held.of("龘") == held.of(GETA)


def test_the_font_file_is_one_that_others_read() -> None:
    square = Glyph(1000, outlines_of_a_square())

    read = TTFont(
        io.BytesIO(program.font_file([square, Glyph(500, b""), square])), checkChecksums=2
    )

    assert read["maxp"].numGlyphs == 3
    assert read["hmtx"].metrics[read.getGlyphOrder()[1]] == (500, 0)
    assert (read["maxp"].maxPoints, read["maxp"].maxContours) == (4, 1)
    assert read["head"].xMax == 500
    assert {"glyf", "head", "hhea", "hmtx", "loca", "maxp"} == set(read.keys()) - {"GlyphOrder"}


def outlines_of_a_square() -> bytes:
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 - only here

    pen = TTGlyphPen(None)
    for number, point in enumerate(((0, 0), (0, 500), (500, 500), (500, 0))):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    glyph = pen.glyph()
    glyph.recalcBounds(None)
    return bytes(glyph.compile(None, recalcBBoxes=False))


def test_the_readers_own_face_prints_geta_for_what_it_has_not() -> None:
    face = Standard()

    assert face.shown("𠮷田㎡〔龘〕") == "〓田㎡〔龘〕"
    assert face.missing("𠮷田㎡〔龘〕") == {"𠮷"}
    assert face.width("𠮷田", 10) == 20
