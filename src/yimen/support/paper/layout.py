"""A document laid out: its parts as flowables in the few ways text is set on official paper.

Source of sizes: GB/T 9704-2012 (titles 二号, text 三号).
"""

from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer, Table, TableStyle

from yimen.kernel import documents
from yimen.kernel.documents import Document, Heading, Paragraph, Part, Rows, Signing
from yimen.support.paper.blocks import Close, Foot, Sign
from yimen.support.paper.fonts.choice import Typefaces
from yimen.support.paper.lines import clean
from yimen.support.paper.text import Align, Style, Text
from yimen.support.paper.wording import DEMO_REMARK, MISSING, words

#: Between the margins of the page.
WIDTH: Final = (210 - 28 - 26) * mm
_TITLE: Final = 22
_RULE: Final = 0.5
_PADDING: Final = 5
#: A row that is higher is broken, so that a page never stands half empty for one cell.
_HIGHEST: Final = 90 * mm


@dataclass(frozen=True)
class Setting:
    """How closely a document is set: sizes and leading of text and of tables, in points."""

    text: float
    leading: float
    cell: float
    cell_leading: float


ROOMY: Final = Setting(16, 28, 12, 18)
CLOSE: Final = Setting(15, 24, 11, 16)


class Styles:
    """The few ways text is set on official paper."""

    def __init__(self, faces: Typefaces, setting: Setting) -> None:
        body, title = faces.body, faces.title
        size, leading = setting.text, setting.leading
        cell, cell_leading = setting.cell, setting.cell_leading
        self.faces = faces
        self.title = Style(title, _TITLE, 32, Align.CENTRE, below=3 * mm)
        self.number = Style(body, 14, 22, Align.RIGHT, below=3 * mm)
        self.text = Style(body, size, leading, indent=2)
        self.flush = Style(body, size, leading)
        self.strong = Style(title, size, leading, indent=2)
        self.heading = Style(title, size, leading, Align.LEFT, indent=2, above=1 * mm)
        self.cell = Style(body, cell, cell_leading, Align.LEFT)
        self.cell_centred = Style(body, cell, cell_leading, Align.CENTRE)
        self.head = Style(title, cell, cell_leading, Align.CENTRE)
        self.foot = Style(body, 10, 15, Align.LEFT)


@dataclass(frozen=True)
class Laid:
    """A document as flowables: what may break anywhere, what stays together, what is the foot."""

    body: list[Flowable]
    end: list[Flowable]
    foot: Foot | None
    close: Close

    def height(self) -> float:
        """What it would need on one endless page."""
        foot = [self.foot] if self.foot else []
        return sum(
            float(each.wrap(WIDTH, 0)[1] + each.getSpaceBefore() + each.getSpaceAfter())
            for each in [*self.body, *self.end, *foot]
        )


def laid_out(document: Document, styles: Styles) -> Laid:
    day = documents.official_date(document.on)
    close = Close(document.issuer, day, document.seal, styles.flush, styles.faces)
    body: list[Flowable] = [Text(document.title, styles.title)]
    if document.number:
        body.append(Text(document.number, styles.number))
    if document.addressee:
        body.append(Text(f"{document.addressee}：", styles.flush))
    for part in document.parts:
        body += _flowables(part, styles)
    # The close never stands alone on a page: GB/T 9704-2012, 7.3.5.5. Nor does a heading.
    end = [body.pop()]
    if isinstance(body[-1], Text) and body[-1].style is styles.heading:
        end.insert(0, body.pop())
    if document.closed:
        end += [Spacer(1, 4 * mm), close]
    return Laid(body, end, _foot(document, styles), close)


def _foot(document: Document, styles: Styles) -> Foot | None:
    notes = [document.copies] if document.copies else []
    if document.seal is not None and document.seal.demo:
        notes.append(DEMO_REMARK)
    notes += _missing(document, styles)
    if document.check is None and not notes:
        return None
    return Foot(document.check, notes, styles.foot)


def _flowables(part: Part, styles: Styles) -> list[Flowable]:
    if isinstance(part, Paragraph):
        style = styles.strong if part.bold else styles.text if part.indent else styles.flush
        return [Text(part.text, style)]
    if isinstance(part, Heading):
        return [CondPageBreak(3 * styles.heading.leading), Text(part.text, styles.heading)]
    if isinstance(part, Signing):
        return [Sign(part, styles.faces, 14)]
    table = _rows(part, styles) if isinstance(part, Rows) else _table(part, styles)
    return [Spacer(1, 2 * mm), table, Spacer(1, 3 * mm)]


def _rows(part: Rows, styles: Styles) -> Table:
    cells = [
        [Text(name, styles.cell_centred), Text(value, styles.cell)] for name, value in part.rows
    ]
    return _ruled(cells, [WIDTH * 0.25, WIDTH * 0.75], heads=0)


def _table(part: documents.Table, styles: Styles) -> Table:
    whole = sum(column.share for column in part.columns)
    widths = [WIDTH * column.share / whole for column in part.columns]
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
                ("FONT", (0, 0), (-1, -1), cells[0][0].style.face.name, 12),
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


def _missing(document: Document, styles: Styles) -> list[str]:
    """A line that names the characters no font of ours has, so that paper can be read aloud."""
    gone = styles.faces.body.missing(clean(words(document)))
    if not gone:
        return []
    codes = "、".join(f"U+{ord(character):04X}" for character in sorted(gone))
    return [MISSING.format(codes=codes)]
