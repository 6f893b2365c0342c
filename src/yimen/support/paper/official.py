"""An official document as pages: A4, title, number, body, sealed close, foot.

Source of sizes and margins: GB/T 9704-2012 (titles 二号, text 三号, left margin 28 mm); the head
margin is smaller, since notices carry no red head.
"""

import io
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)

from yimen.kernel import documents
from yimen.kernel.documents import Document, Heading, Paragraph, Part, Rows, Signing
from yimen.support.paper.blocks import CHECK_WORDS, Close, Foot, Place, Sign
from yimen.support.paper.fonts.choice import Typefaces, prepare
from yimen.support.paper.lines import clean
from yimen.support.paper.marks import barcode_width, draw_barcode
from yimen.support.paper.seals import DEMO_WORDS
from yimen.support.paper.text import Align, Style, Text, centred

_LEFT, _RIGHT, _TOP, _BOTTOM = 28 * mm, 26 * mm, 26 * mm, 24 * mm
_WIDTH: Final = A4[0] - _LEFT - _RIGHT
_TITLE, _TEXT, _SMALL = 22, 16, 12
_RULE: Final = 0.5
_PADDING: Final = 5
#: A row that is higher is broken, so that a page never stands half empty for one cell.
_HIGHEST: Final = 90 * mm
_PALE: Final = Color(0.35, 0.35, 0.35, alpha=0.16)
_DEMO_REMARK: Final = "本文书由演示系统生成，印章与签名均为演示，无法律效力。"
_PAGE: Final = "第 {page} 页　共 {pages} 页"
_MISSING: Final = "“〓”处为字库未收录的字，编码为 {codes}。"


class _Styles:
    """The few ways text is set on official paper."""

    def __init__(self, faces: Typefaces) -> None:
        body = faces.body
        self.faces = faces
        self.title = Style(faces.title, _TITLE, 32, Align.CENTRE, below=3 * mm)
        self.number = Style(body, 14, 22, Align.RIGHT, below=3 * mm)
        self.text = Style(body, _TEXT, 28, indent=2)
        self.flush = Style(body, _TEXT, 28)
        self.strong = Style(faces.title, _TEXT, 28, indent=2)
        self.heading = Style(faces.title, _TEXT, 28, Align.LEFT, indent=2, above=1 * mm)
        self.cell = Style(body, _SMALL, 18, Align.LEFT)
        self.cell_centred = Style(body, _SMALL, 18, Align.CENTRE)
        self.head = Style(faces.title, _SMALL, 18, Align.CENTRE)
        self.foot = Style(body, 10, 15, Align.LEFT)


def draw(document: Document, faces: Typefaces) -> tuple[bytes, Place | None]:
    """The pages as PDF, and where the seal came to stand."""
    prepare(words(document), faces)
    styles = _Styles(faces)
    close = Close(
        document.issuer, documents.official_date(document.on), document.seal, styles.flush, faces
    )
    held = io.BytesIO()
    template = BaseDocTemplate(
        held, pagesize=A4, title=document.title, author=document.issuer,
        subject=document.number, creator="一门", lang="zh-CN", invariant=1,
        initialFontName=faces.body.name,
    )  # fmt: skip
    head = 12 * mm if document.barcode else 0
    first = _frame("first", head)
    later = _frame("later", 0)
    template.addPageTemplates(
        [
            PageTemplate("first", [first], autoNextPageTemplate="later"),
            PageTemplate("later", [later]),
        ]
    )
    template.build(_story(document, close, styles), canvasmaker=_pages(document, faces))
    return held.getvalue(), close.place


def _frame(name: str, head: float) -> Frame:
    height = A4[1] - _TOP - _BOTTOM - head
    return Frame(
        _LEFT, _BOTTOM, _WIDTH, height, id=name,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip


def _story(document: Document, close: Close, styles: _Styles) -> list[Flowable]:
    story: list[Flowable] = [Text(document.title, styles.title)]
    if document.number:
        story.append(Text(document.number, styles.number))
    if document.addressee:
        story.append(Text(f"{document.addressee}：", styles.flush))
    for part in document.parts:
        story += _flowables(part, styles)
    # The close never stands alone on a page: GB/T 9704-2012, 7.3.5.5.
    last = story.pop()
    story.append(KeepTogether([last, Spacer(1, 4 * mm), close]))
    notes = [document.copies] if document.copies else []
    if document.seal is not None and document.seal.demo:
        notes.append(_DEMO_REMARK)
    notes += _missing(document, styles)
    if document.check is not None or notes:
        story.append(Foot(document.check, notes, styles.foot))
    return story


def _flowables(part: Part, styles: _Styles) -> list[Flowable]:
    if isinstance(part, Paragraph):
        style = styles.strong if part.bold else styles.text if part.indent else styles.flush
        return [Text(part.text, style)]
    if isinstance(part, Heading):
        return [CondPageBreak(3 * styles.heading.leading), Text(part.text, styles.heading)]
    if isinstance(part, Signing):
        return [Sign(part, styles.faces, 14)]
    table = _rows(part, styles) if isinstance(part, Rows) else _table(part, styles)
    return [Spacer(1, 2 * mm), table, Spacer(1, 3 * mm)]


def _rows(part: Rows, styles: _Styles) -> Table:
    cells = [
        [Text(name, styles.cell_centred), Text(value, styles.cell)] for name, value in part.rows
    ]
    return _ruled(cells, [_WIDTH * 0.25, _WIDTH * 0.75], heads=0)


def _table(part: documents.Table, styles: _Styles) -> Table:
    whole = sum(column.share for column in part.columns)
    widths = [_WIDTH * column.share / whole for column in part.columns]
    cells = [[Text(column.name, styles.head) for column in part.columns]]
    for row in part.rows:
        looks = (styles.cell_centred if column.centred else styles.cell for column in part.columns)
        cells.append([Text(value, look) for value, look in zip(row, looks, strict=True)])
    if not part.rows:
        blanks = [Text("", styles.cell) for _ in part.columns[1:]]
        cells.append([Text(part.empty, styles.cell), *blanks])
    return _ruled(cells, widths, heads=1)


def _ruled(cells: list[list[Text]], widths: list[float], *, heads: int) -> Table:
    """Rows break between pages; one that is higher than a page would hold is several rows."""
    rows = [piece for row in cells for piece in _pieces(row, widths)]
    table = Table(rows, colWidths=widths, repeatRows=heads)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), cells[0][0].style.face.name, _SMALL),
                ("GRID", (0, 0), (-1, -1), _RULE, Color(0, 0, 0)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _pieces(row: list[Text], widths: list[float]) -> list[list[Text]]:
    """The row itself, or its beginning and what is left over, until each fits a page."""
    pieces = [row]
    while True:
        heights = [
            text.wrap(width - 2 * _PADDING, 0)[1]
            for text, width in zip(pieces[-1], widths, strict=True)
        ]
        if max(heights) <= _HIGHEST:
            return pieces
        halves = [
            text.split(width - 2 * _PADDING, _HIGHEST) if height > _HIGHEST else [text]
            for text, width, height in zip(pieces[-1], widths, heights, strict=True)
        ]
        pieces[-1] = [half[0] for half in halves]
        pieces.append([half[-1] if len(half) > 1 else Text("", half[0].style) for half in halves])


def _missing(document: Document, styles: _Styles) -> list[str]:
    """A line that names the characters no font of ours has, so that paper can be read aloud."""
    gone = styles.faces.body.missing(clean(words(document)))
    if not gone:
        return []
    codes = "、".join(f"U+{ord(character):04X}" for character in sorted(gone))
    return [_MISSING.format(codes=codes)]


def words(document: Document) -> str:
    """Every character that may be printed, for fonts to be made ready at one go."""
    texts = [
        document.title, document.issuer, document.number, document.addressee, document.copies,
        document.watermark, document.barcode,
        _DEMO_REMARK, _PAGE, _MISSING, *CHECK_WORDS, *DEMO_WORDS,
    ]  # fmt: skip
    if document.seal is not None:
        texts += [document.seal.body, document.seal.purpose]
    if document.check is not None:
        texts.append(document.check.code)
    for part in document.parts:
        texts += _words_of(part)
    return "".join(texts)


def _words_of(part: Part) -> list[str]:
    if isinstance(part, Paragraph | Heading):
        return [part.text]
    if isinstance(part, Signing):
        return [part.who]
    if isinstance(part, Rows):
        return [word for row in part.rows for word in row]
    return [
        *(column.name for column in part.columns),
        *(word for row in part.rows for word in row),
        part.empty,
    ]


def _pages(document: Document, faces: Typefaces) -> type[Canvas]:
    """A canvas that knows how many pages there are before it writes the first."""

    class Pages(Canvas):  # type: ignore[misc]  # reportlab is untyped
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            self._finished: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab calls it so
            self._finished.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            finished = self._finished
            for number, page in enumerate(finished, start=1):
                self.__dict__.update(page)
                _surround(self, document, faces, number, len(finished))
                super().showPage()
            super().save()

    return Pages


def _surround(canvas: Canvas, document: Document, faces: Typefaces, page: int, pages: int) -> None:
    """What stands around the body: scanner's code, running head, page numbers, watermark."""
    middle = A4[0] / 2
    centred(canvas, faces.body, 10, middle, 13 * mm, _PAGE.format(page=page, pages=pages))
    if page == 1 and document.barcode:
        room = _WIDTH * 0.6
        x = A4[0] - _RIGHT - barcode_width(document.barcode, room)
        draw_barcode(canvas, document.barcode, x, A4[1] - 26 * mm, room, 9 * mm, faces.body)
    if page > 1:
        head = "　".join(word for word in (document.title, document.number) if word)
        centred(canvas, faces.body, 10, middle, A4[1] - 17 * mm, head)
        canvas.setLineWidth(0.4)
        canvas.line(_LEFT, A4[1] - 19 * mm, A4[0] - _RIGHT, A4[1] - 19 * mm)
    if document.watermark:
        _watermark(canvas, document.watermark, faces)


def _watermark(canvas: Canvas, text: str, faces: Typefaces) -> None:
    canvas.saveState()
    canvas.setFillColor(_PALE)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(35)
    for line in (-1, 0, 1):
        for column in (-1, 0, 1):
            x = column * 95 * mm + (line % 2) * 40 * mm
            centred(canvas, faces.title, 54, x, line * 85 * mm, text)
    canvas.restoreState()
