"""A report as tables: XLSX with numbers that can be summed, CSV for any program.

A name that begins like a formula stays text in both.
"""

import csv
import io
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yimen.channels.office.figures import shown
from yimen.channels.office.figures.report import Report
from yimen.insights.rules.figures import FIGURES, Unit

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_HEAD: Final = PatternFill("solid", fgColor="E8F0FE")
_FORMATS: Final = {
    Unit.CASES: "#,##0",
    Unit.RATINGS: "#,##0",
    Unit.MINUTES: "0.00",
    Unit.SHARE: "0.00%",
}


def as_csv(report: Report) -> bytes:
    """UTF-8 with a mark in front, so that spreadsheet programs read the Chinese."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([report.title, report.place, report.days])
    writer.writerow(["数字", "值", "单位", "基数", "与上期比较", "怎么算的"])
    for one in report.figures:
        writer.writerow(
            [one.figure.name, one.value, one.unit, one.base, one.change, one.figure.formula]
        )
    writer.writerow([])
    writer.writerow(report.columns)
    for row in report.rows:
        writer.writerow([plain(row.name), *row.values])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(report: Report) -> bytes:
    """Two sheets: the figures, and what they are made of."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new book has one
    first.title = "数字"
    first.append([report.title])
    first.append([f"{report.place}　{report.days}　{report.made}生成"])
    first["A1"].font = Font(size=14, bold=True)
    first.append([])
    _head(first, ["数字", "值", "单位", "基数", "与上期比较", "怎么算的"])
    for one in report.figures:
        first.append(
            [one.figure.name, one.value, one.unit, one.base, one.change, one.figure.formula]
        )
    for column, width in zip("ABCDEF", (30, 12, 6, 22, 22, 80), strict=True):
        first.column_dimensions[column].width = width
    second = book.create_sheet(f"按{report.part}")
    _head(second, report.columns)
    second.freeze_panes = "B2"
    for row in report.rows:
        second.append([None, *row.numbers])
        cell = second.cell(second.max_row, 1)
        assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged
        cell.value = row.name
        cell.data_type = "s"
    for place, key in enumerate(shown.COLUMNS, start=2):
        for (cell,) in second.iter_rows(min_row=2, min_col=place, max_col=place):
            cell.number_format = _FORMATS[FIGURES[key].unit]
        second.column_dimensions[get_column_letter(place)].width = 13
    second.column_dimensions["A"].width = 34
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _head(sheet: Worksheet, words: object) -> None:
    sheet.append(list(words))  # type: ignore[call-overload]
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
        cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "center")


def plain(text: str) -> str:
    """The text, with a quote in front where a program would compute it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
