"""Everything in force as one CSV or XLSX file that an import elsewhere reads back unchanged.

Cells that a spreadsheet would take for a formula stand behind an apostrophe.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from yimen.reference.catalogue.errors import UnreadableFile
from yimen.reference.catalogue.queries.items import VersionView, everything
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.states import State
from yimen.reference.catalogue.rules.values import FORMULA_STARTS, cell
from yimen.reference.catalogue.rules.vocabulary import FIELDS, Kind


def export_file(path: Path, *, chinese: bool = False) -> int:
    """Write all items in force; how many. `.xlsx` by its name, else CSV with a UTF-8 mark.

    Raises:
        UnreadableFile: the file cannot be written.
    """
    header = [field.label if chinese else field.name for field in FIELDS.values()]
    try:
        if path.suffix.lower() == ".xlsx":
            return _workbook(path, header)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            count = 0
            for count, row in enumerate(_rows(), start=1):  # noqa: B007 - the last one counts
                writer.writerow(row)
            return count
    except OSError:
        raise UnreadableFile(why="cannot_write") from None


def _workbook(path: Path, header: list[str]) -> int:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and exports are rare

    book = Workbook(write_only=True)
    sheet = book.create_sheet("items")
    sheet.append(header)
    count = 0
    for row in _rows():
        sheet.append(row)
        count += 1
    book.save(path)
    return count


def _rows() -> Iterator[list[str]]:
    for view in everything():
        yield [quiet_cell(text) for text in _texts(view)]


def _texts(view: VersionView) -> Iterator[str]:
    parts = content.to_json(view.content)
    beside = {
        "QUEUE_CODE": view.queue_code,
        "TASK_STATE": "2" if view.state is State.PAUSED else "1",
    }
    for name, field in FIELDS.items():
        stored = parts[name.lower()] if field.kind is Kind.PART else view.fields.get(name)
        yield beside.get(name) or cell(field, stored)


def quiet_cell(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would calculate it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
