"""Files as rows of text: CSV in UTF-8, UTF-16 or GBK, and XLSX. Line 1 is the header.

A CSV record may go over several lines inside quotes. A quote that is never closed costs its own
line, not the rest of the file.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yimen.kernel.encodings import ERRORS, encoding_of, is_readable
from yimen.reference.catalogue.errors import UnreadableFile
from yimen.reference.catalogue.rules.values import Flaw

LARGEST_BYTES: Final = 256 * 1024 * 1024
#: What an XLSX may unfold to: more is an attack or a mistake.
_LARGEST_UNPACKED: Final = 1024 * 1024 * 1024
_RECORD_LINES: Final = 200
_WIDEST: Final = 500
_FIELD_LIMIT: Final = 10_000_000


@dataclass(frozen=True)
class Line:
    """One record: its first line in the file, and its cells or why there are none."""

    number: int
    cells: tuple[str, ...]
    flaw: Flaw | None = None


@dataclass(frozen=True)
class Table:
    """A file as a table."""

    header: tuple[str, ...]
    lines: Iterator[Line]
    #: For a progress bar: about how many lines there are.
    about: int


def open_table(path: Path) -> Table:
    """The table in a file.

    Raises:
        UnreadableFile: missing, too large, neither CSV nor XLSX, or in an unknown encoding.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UnreadableFile(why="too_large")
        with path.open("rb") as file:
            start = file.read(4)
        if start == b"PK\x03\x04":
            return _workbook(path)
        return _text_table(decode(path.read_bytes()))
    except OSError:
        raise UnreadableFile(why="no_such_file") from None


def decode(raw: bytes) -> str:
    """The text of a file: by its mark, else UTF-8 or GBK (with its extension GB 18030).

    Single bytes that mean nothing stay, for their row to be refused: see `kernel.encodings`.

    Raises:
        UnreadableFile: none of them, or empty.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableFile(why="encoding") from None
    else:
        text = raw.decode(encoding_of(io.BytesIO(raw)), ERRORS)
    if "\x00" in text[:4096]:
        raise UnreadableFile(why="not_text")
    if not text.strip():
        raise UnreadableFile(why="empty")
    if not is_readable(re.split(r"[\r\n]", text, maxsplit=1)[0]):
        raise UnreadableFile(why="encoding")
    return text


def _text_table(text: str) -> Table:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = lines[0]
    delimiter = max(",\t;", key=first.count)
    records = _records(lines, delimiter)
    header = next(records)
    return Table(header.cells, records, len(lines) - 1)


def _records(lines: list[str], delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(_FIELD_LIMIT)
    place = 0
    while place < len(lines):
        line = lines[place]
        taken = 1
        if line.count('"') % 2:
            cells, taken = _quoted(lines, place, delimiter)
        else:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        if cells is None:
            yield Line(place + 1, (), Flaw.OPEN_QUOTE)
        elif place == 0 or any(cell.strip() for cell in cells):
            yield Line(place + 1, tuple(cells))
        place += taken


def _quoted(lines: list[str], place: int, delimiter: str) -> tuple[list[str] | None, int]:
    """A record with an odd quote in its first line: to where it closes, else this line alone."""
    for taken in range(2, min(_RECORD_LINES, len(lines) - place) + 1):
        if lines[place + taken - 1].count('"') % 2:
            whole = "\n".join(lines[place : place + taken])
            try:
                rows = list(csv.reader(io.StringIO(whole), delimiter=delimiter, strict=True))
            except csv.Error:
                break
            if len(rows) == 1:
                return rows[0], taken
            break
    try:
        return next(csv.reader([lines[place]], delimiter=delimiter, strict=True)), 1
    except csv.Error:
        return None, 1


def _workbook(path: Path) -> Table:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and imports are rare
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise UnreadableFile(why="too_large")
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=False)
        sheet = book[book.sheetnames[0]]
        about = (sheet.max_row or 1) - 1
        # What a file says of its size may be wrong, and short rows need no filling up to it.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(min_row=1, values_only=True)
        header = [_cell(value) for value in next(rows, ())[:_WIDEST]]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError):
        raise UnreadableFile(why="not_a_workbook") from None
    while header and not header[-1].strip():
        header.pop()
    if not header:
        raise UnreadableFile(why="empty")
    return Table(tuple(header), _sheet_lines(rows, len(header)), about)


def _sheet_lines(rows: Iterator[tuple[object, ...]], width: int) -> Iterator[Line]:
    for number, row in enumerate(rows, start=2):
        cells = [_cell(value) for value in row[:_WIDEST]]
        if any(cell.strip() for cell in cells):
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            yield Line(number, tuple(cells + [""] * (width - len(cells))))


def _cell(value: object) -> str:
    """A cell as text: whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
