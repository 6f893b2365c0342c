"""What an ordinary document must not lose when it is written anew."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.support.files import hostile_pdfs as pdfs
from tests.support.files.hostile_pdfs import annotate, pdf
from yimen.support.files.errors import TooManyPages
from yimen.support.files.inspection.child import look_at
from yimen.support.files.inspection.verdict import Kept
from yimen.support.files.limits import Limits

DRAWING = b"1 0 0 rg 20 20 100 100 re f"


def rewritten(content: bytes, limits: Limits | None = None) -> tuple[Kept, Pdf]:
    kept = look_at(content, limits or Limits())
    return kept, pikepdf.open(io.BytesIO(kept.content))


def test_what_is_drawn_stays_to_the_byte() -> None:
    def draw(made: Pdf) -> None:
        for page in made.pages:
            page.obj.Contents = made.make_stream(DRAWING)

    kept, document = rewritten(pdf(draw, pages=3))

    assert (kept.media_type, kept.pages, kept.was_signed) == ("application/pdf", 3, False)
    assert [page.obj.Contents.read_bytes() for page in document.pages] == [DRAWING] * 3


def test_the_values_of_a_form_stay() -> None:
    def fill(made: Pdf) -> None:
        field = Dictionary(FT=Name.Tx, T=String("name"), V=String("张三"))
        made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))

    _, document = rewritten(pdf(fill))

    assert str(document.Root.AcroForm.Fields[0].V) == "张三"


def test_bookmarks_and_jumps_inside_the_document_stay() -> None:
    def mark(made: Pdf) -> None:
        with made.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("第二页", 1))
        jump = Dictionary(S=Name.GoTo, D=Array([made.pages[1].obj, Name.Fit]))
        annotate(made, Name.Link, A=jump)

    _, document = rewritten(pdf(mark, pages=2))

    with document.open_outline() as outline:
        assert [item.title for item in outline.root] == ["第二页"]
    assert Name.GoTo == document.pages[0].obj.Annots[0].A.S


def test_a_web_link_stays_as_words_and_leads_nowhere() -> None:
    _, document = rewritten(pdf(pdfs.with_links))

    link = document.pages[0].obj.Annots[0]
    assert link.Subtype == Name.Link
    assert "/A" not in link
    assert "/OpenAction" not in document.Root


def test_a_remark_of_a_reader_stays() -> None:
    _, document = rewritten(pdf(lambda made: annotate(made, Name.Text, Contents=String("请核对"))))

    assert str(document.pages[0].obj.Annots[0].Contents) == "请核对"


def test_a_signature_goes_and_that_is_said() -> None:
    kept, document = rewritten(pdf(pdfs.signed))

    assert kept.was_signed
    assert "/V" not in document.Root.AcroForm.Fields[0]


def test_a_signature_field_that_nobody_signed_is_no_signature() -> None:
    def empty(made: Pdf) -> None:
        field = Dictionary(FT=Name.Sig, T=String("a"))
        made.Root.AcroForm = Dictionary(Fields=Array([made.make_indirect(field)]))

    assert not rewritten(pdf(empty))[0].was_signed


def test_the_limit_of_pages_is_exact() -> None:
    limits = Limits(max_pages=3)

    assert rewritten(pdf(pages=3), limits)[0].pages == 3
    with pytest.raises(TooManyPages) as refusal:
        rewritten(pdf(pages=4), limits)
    assert refusal.value.facts == {"limit": 3}


def test_lines_of_a_printer_before_the_start_are_dropped() -> None:
    kept, _ = rewritten(b"\x1b%-12345X@PJL JOB\n@PJL ENTER LANGUAGE=PDF\n" + pdf())

    assert kept.content.startswith(b"%PDF-")


def test_rewriting_again_changes_nothing_more() -> None:
    once = look_at(pdf(pages=2), Limits()).content
    twice = look_at(once, Limits()).content

    assert twice == look_at(twice, Limits()).content
    assert once == look_at(pdf(pages=2), Limits()).content
