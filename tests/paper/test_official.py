"""Documents on paper: everything stands on it, is text, and flows over pages."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import segno
from PIL import Image

from tests.paper import builders
from tests.paper.builders import ADDRESS, bare, document, pages, picture, redness, text_of
from yimen.kernel.documents import Column, Document, Paragraph, Seal, Signing, Table
from yimen.support.paper import official, pdf
from yimen.support.paper.fonts.choice import Typefaces, standard_typefaces, typefaces


def embedded() -> Typefaces:
    faces = typefaces()
    if not faces.embedded:
        pytest.skip("no Chinese font on this machine: install fonts-noto-cjk")
    return faces


def drawn(given: Document) -> bytes:
    return official.draw(given, embedded())[0]


@pytest.mark.parametrize("faces", [embedded, standard_typefaces])
def test_everything_that_is_said_can_be_copied_from_the_file(faces: object) -> None:
    page = bare(text_of(official.draw(document(), faces())[0]))  # type: ignore[operator]

    for word in (
        "受理通知书",
        "莞市监受字〔2020〕第000123号",
        "田：",
        "场所面积128㎡。",
        "营业执照（第3份）",
        "申请人（签字）：",
        "2020年1月17日",
        "7KQ4-9XWD-2MHT",
        ADDRESS,
        "一式两份",
        "441900202001170001231",
        "第1页共1页",
    ):
        assert bare(word) in page, word


def test_a_rare_character_is_itself_and_drawn_with_a_glyph_of_its_own() -> None:
    made = drawn(document())

    assert "𠮷田：" in text_of(made)
    with pikepdf.open(io.BytesIO(made)) as opened:
        fonts = list(opened.pages[0].Resources.Font.as_dict().values())
        maps = b"".join(font.ToUnicode.read_bytes() for font in fonts)
        files = [font.DescendantFonts[0].FontDescriptor.FontFile2 for font in fonts]
    assert "𠮷".encode("utf-16-be").hex().upper().encode() in maps
    assert len(files) == len(fonts) > 0


def test_a_character_that_no_font_has_is_named_at_the_foot() -> None:
    given = document(addressee="\U0003134a田")  # assigned to no character

    made = drawn(given)

    assert bare("“〓”处为字库未收录的字，编码为 U+3134A。") in bare(text_of(made))


def test_the_readers_own_face_says_what_it_cannot_print() -> None:
    page = text_of(official.draw(document(), standard_typefaces())[0])

    assert "U+20BB7" in page
    assert "〓田：" in page


def test_a_long_table_repeats_its_head_and_every_page_its_number() -> None:
    made = drawn(document(materials=60))

    sheets = text_of(made).split("\f")[:-1]
    with_rows = [sheet for sheet in sheets if "营业执照" in sheet]
    assert len(sheets) == pages(made) > 2
    assert all("序号" in sheet and "形式" in sheet for sheet in with_rows)
    assert [re.search(r"第\s*(\d+)\s*页", sheet)[1] for sheet in sheets] == [  # type: ignore[index]
        str(number) for number in range(1, len(sheets) + 1)
    ]
    assert all("莞市监受字〔2020〕第000123号" in sheet for sheet in sheets)
    assert len(re.findall("营业执照", text_of(made))) == 60


def test_a_cell_longer_than_a_page_goes_on_over_pages() -> None:
    words = "。".join(f"第{n}处与原件不一致" for n in range(400))
    table = Table((Column("序号", 1), Column("哪里不对", 6)), (("1", words),))

    made = drawn(document(parts=(table,)))

    assert pages(made) > 3
    assert bare(words) in bare(
        "".join(
            re.split(
                r"第\s*\d+\s*页\s*共\s*\d+\s*页|受理通知书\s*莞市监受字〔2020〕第000123号|序号|哪里不对",
                text_of(made),
            )
        )
    )


def test_a_long_paragraph_leaves_no_single_line_behind() -> None:
    words = "本机关依法对您的申请进行了审查。" * 60

    sheets = text_of(drawn(document(parts=(Paragraph(words),)))).split("\f")[:-1]

    assert len(sheets) > 1
    assert all(sheet.count("依法") != 1 for sheet in sheets)


def test_the_seal_stands_over_issuer_and_date_on_their_page(tmp_path: Path) -> None:
    made, place = official.draw(document(materials=10), embedded())

    assert place is not None
    page = place.page + 1
    left, bottom, right, top = place.box
    edges = {"-x": left, "-y": 842 - top, "-W": right - left, "-H": top - bottom}
    where = [word for name, edge in edges.items() for word in (name, str(round(edge)))]
    covered = bare(text_of(made, "-f", str(page), "-l", str(page), *where))
    assert "2020年1月" in covered
    assert "市场监督" in covered
    image = picture(made, tmp_path, page=page)
    assert 0.08 < redness(image, place.box) < 0.5
    assert redness(image, (0, 0, 595, bottom - 2)) == 0


def test_a_document_without_a_seal_has_no_place_for_one() -> None:
    assert official.draw(document(seal=None), embedded())[1] is None


def test_the_close_is_not_left_alone_on_a_page() -> None:
    for lines in range(14, 30):
        parts = tuple(Paragraph(f"第{line}项说明。") for line in range(lines))
        sheets = text_of(drawn(document(parts=parts))).split("\f")[:-1]

        closing = next(sheet for sheet in sheets if "2020年1月17日" in sheet)
        assert "项说明" in closing


def test_the_code_is_read_by_a_camera_as_the_address(tmp_path: Path) -> None:
    made = drawn(document())

    image = picture(made, tmp_path, page=pages(made), dpi=300)

    assert modules(image) == [
        [bool(cell) for cell in row] for row in segno.make(ADDRESS, error="m", micro=False).matrix
    ]


def modules(image: Image.Image) -> list[list[bool]]:
    """The QR code at the foot left, sampled in the middle of each module."""
    count = len(segno.make(ADDRESS, error="m", micro=False).matrix)
    width, height, grey = image.width, image.height, image.convert("L").tobytes()
    module = 24 / 25.4 * 300 / (count + 8)
    left = 28 / 25.4 * 300 + 4 * module

    def dark(x: float, y: float) -> bool:
        return grey[round(y) * width + round(x)] < 128

    # The code begins where a finder pattern does: seven dark modules, one below the other.
    side = [dark(left + module / 2, y) for y in range(height)]
    edge = range(round(6.5 * module))
    top = next(y for y in range(height // 2, height) if all(side[y + step] for step in edge))
    middles = [(number + 0.5) * module for number in range(count)]
    return [[dark(left + x, top + y) for x in middles] for y in middles]


def test_the_same_document_is_the_same_bytes() -> None:
    assert drawn(document()) == drawn(document())
    assert drawn(document()) != drawn(document(materials=4))


def test_a_captured_signature_is_drawn_on_its_line(tmp_path: Path) -> None:
    held = io.BytesIO()
    Image.new("RGB", (200, 60), (200, 30, 30)).save(held, "PNG")
    signing = Signing("申请人（签字）", picture=held.getvalue(), on=date(2020, 1, 18))

    made = drawn(document(parts=(signing,), seal=None))

    assert "2020年1月18日" in text_of(made)
    assert redness(picture(made, tmp_path, page=1), (0, 0, 595, 842)) > 0.001


def test_a_preview_has_no_number_no_seal_and_no_code_and_says_what_it_is(tmp_path: Path) -> None:
    builders.program("pdftotext")

    made = pdf.preview(document())

    page = text_of(made)
    assert {"预", "览"} <= set(page)
    assert not [word for word in ("第000123号", "受理专用章", "7KQ4") if word in page]
    assert redness(picture(made, tmp_path, page=1), (0, 0, 595, 842)) == 0


@pytest.mark.parametrize("name", ["局", "东莞市公安局交通警察支队车辆管理所（市民服务中心专窗）"])
def test_a_seal_holds_the_shortest_and_the_longest_name(name: str) -> None:
    given = replace(document(), seal=Seal(name, "业务专用章", demo=True), issuer=name)

    assert official.draw(given, embedded())[1] is not None
