"""A report on paper: A4, black on white, title centred, page numbers at the foot."""

import io
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from yimen.channels.office.figures.report import Report
from yimen.support.charts import png
from yimen.support.paper.fonts.choice import prepare, typefaces

_MARGIN: Final = 18 * mm
_LINE: Final = colors.HexColor("#C9D1DB")
_HEAD: Final = colors.HexColor("#EEF2F7")
_FIGURE_COLUMNS: Final = ("数字", "值", "基数", "怎么算的")
_EMPTY: Final = "这段时间没有服务"
_OURS: Final = "".join((*_FIGURE_COLUMNS, _EMPTY, "　–按生成第页"))


def as_pdf(report: Report) -> bytes:
    """The report's pages."""
    prepare(_words(report), typefaces())
    held = io.BytesIO()
    document = SimpleDocTemplate(
        held,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        title=report.title,
        author=report.place,
        initialFontName=_font(),
    )
    story: list[Any] = [
        Paragraph(escape(report.title), _style(18, 26, TA_CENTER)),
        Paragraph(
            escape(f"{report.place}　{report.days}　{report.made}生成"), _style(9.5, 14, TA_CENTER)
        ),
        Spacer(1, 5 * mm),
    ]
    if report.chart is not None:
        story += [Paragraph(escape(report.chart_title), _style(10, 15)), _chart(report)]
    story += [
        _figures(report, document.width),
        Spacer(1, 6 * mm),
        Paragraph(f"按{report.part}", _style(12, 18)),
        Spacer(1, 2 * mm),
        _parts(report, document.width),
    ]
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return held.getvalue()


def _font() -> str:
    return typefaces().body.name


def _words(report: Report) -> str:
    """Everything that will be written, so that its glyphs are made ready at one go."""
    figures = (
        f"{one.figure.name}{one.figure.formula}{one.value}{one.unit}{one.base}"
        for one in report.figures
    )
    rows = ("".join((row.name, *row.values)) for row in report.rows)
    head = (report.title, report.place, report.days, report.made, report.part, report.chart_title)
    return "".join((*head, *report.columns, *figures, *rows, _OURS))


def _style(size: float, leading: float, alignment: int = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}/{alignment}", fontName=_font(), fontSize=size, leading=leading,
        alignment=alignment, wordWrap="CJK",
    )  # fmt: skip


def _chart(report: Report) -> Image:
    assert report.chart is not None  # noqa: S101 - the caller has looked
    image = Image(io.BytesIO(png(report.chart, size=13)))
    width = A4[0] - 2 * _MARGIN
    image.drawHeight *= width / image.drawWidth
    image.drawWidth = width
    return image


def _figures(report: Report, width: float) -> Table:
    small, words = _style(8, 11), _style(9.5, 13)
    rows: list[list[Any]] = [list(_FIGURE_COLUMNS)]
    rows += [
        [
            Paragraph(escape(one.figure.name), words),
            f"{one.value} {one.unit}".strip(),
            one.base or "–",
            Paragraph(escape(one.figure.formula), small),
        ]
        for one in report.figures
    ]
    shares = (0.25, 0.14, 0.17, 0.44)
    return _table(rows, [width * share for share in shares])


def _parts(report: Report, width: float) -> Table:
    words = _style(9.5, 13)
    rows: list[list[Any]] = [list(report.columns)]
    rows += [[Paragraph(escape(row.name), words), *row.values] for row in report.rows]
    if len(rows) == 1:
        rows.append([_EMPTY, *[""] * (len(report.columns) - 1)])
    first = width * 0.28
    others = (width - first) / (len(report.columns) - 1)
    return _table(rows, [first, *[others] * (len(report.columns) - 1)])


def _table(rows: list[list[Any]], widths: list[float]) -> Table:
    table = Table(rows, colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), _font(), 9),
                ("LEADING", (0, 0), (-1, -1), 13),
                ("BACKGROUND", (0, 0), (-1, 0), _HEAD),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(_font(), 8.5)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, f"第 {document.page} 页")
    canvas.restoreState()
