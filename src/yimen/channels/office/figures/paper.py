"""A report on paper: A4, black on white, title centred, page numbers at the foot."""

import io
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from yimen.channels.office.figures.report import Report
from yimen.support.charts import png

#: Every reader of PDF knows this Chinese face by name, so it need not be embedded.
_FONT: Final = "STSong-Light"
_MARGIN: Final = 18 * mm
_LINE: Final = colors.HexColor("#C9D1DB")
_HEAD: Final = colors.HexColor("#EEF2F7")


def as_pdf(report: Report) -> bytes:
    """The report's pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
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


def _style(size: float, leading: float, alignment: int = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{size}/{alignment}", fontName=_FONT, fontSize=size, leading=leading,
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
    rows: list[list[Any]] = [["数字", "值", "基数", "怎么算的"]]
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
        rows.append(["这段时间没有服务", *[""] * (len(report.columns) - 1)])
    first = width * 0.28
    others = (width - first) / (len(report.columns) - 1)
    return _table(rows, [first, *[others] * (len(report.columns) - 1)])


def _table(rows: list[list[Any]], widths: list[float]) -> Table:
    table = Table(rows, colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), _FONT, 9),
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
    canvas.setFont(_FONT, 8.5)
    canvas.drawCentredString(A4[0] / 2, 10 * mm, f"第 {document.page} 页")
    canvas.restoreState()
