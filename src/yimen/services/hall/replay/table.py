"""Reading one CSV file field by field, so that every refusal names its place."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yimen.services.hall.replay.errors import DayRefused, Reason

#: Spreadsheet programs save Chinese text in either.
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file. Every reader of a field refuses with the place of the field."""

    file: str
    line: int
    fields: dict[str, str]

    def refuse(self, column: str, reason: Reason) -> DayRefused:
        """The refusal of what stands in `column`."""
        return DayRefused(
            file=self.file,
            line=self.line,
            column=column,
            value=self.fields[column],
            reason=reason,
        )

    def text(self, column: str) -> str:
        """What stands in the column; refused where empty."""
        value = self.fields[column]
        if not value:
            raise self.refuse(column, Reason.EMPTY)
        return value

    def listed(self, column: str) -> list[str]:
        """The `;`-separated parts, each once, in order."""
        parts = (part.strip() for part in self.text(column).split(";"))
        return list(dict.fromkeys(part for part in parts if part))

    def whole(self, column: str) -> int:
        """A whole number from 0."""
        value = self.text(column)
        if not (value.isascii() and value.isdigit()):
            raise self.refuse(column, Reason.NOT_A_NUMBER)
        return int(value)

    def seconds(self, column: str) -> float:
        """A number of seconds from 0, decimals allowed."""
        try:
            value = float(self.text(column))
        except ValueError:
            raise self.refuse(column, Reason.NOT_A_NUMBER) from None
        if not math.isfinite(value) or value < 0:
            raise self.refuse(column, Reason.NOT_A_NUMBER)
        return value

    def instant(self, column: str) -> datetime:
        """An ISO 8601 instant with its offset."""
        try:
            value = datetime.fromisoformat(self.text(column))
        except ValueError:
            raise self.refuse(column, Reason.NOT_A_TIME) from None
        if value.tzinfo is None:
            raise self.refuse(column, Reason.NO_OFFSET)
        return value


def rows(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Every row below the header; blank lines are passed over, other columns ignored.

    Raises:
        DayRefused: the file is absent, is not text, lacks a column or a row has too few or
            too many fields.
    """
    name = path.name
    reader = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [field.strip() for field in next(reader, [])]
        if not header:
            raise DayRefused(file=name, reason=Reason.EMPTY_FILE)
        for column in columns:
            if column not in header:
                raise DayRefused(file=name, line=1, column=column, reason=Reason.COLUMN_MISSING)
        for fields in reader:
            if not any(fields):
                continue
            if len(fields) != len(header):
                raise DayRefused(
                    file=name,
                    line=reader.line_num,
                    value=str(len(fields)),
                    reason=Reason.FIELD_COUNT,
                )
            cleaned = (field.strip() for field in fields)
            yield Row(name, reader.line_num, dict(zip(header, cleaned, strict=True)))
    except csv.Error:
        raise DayRefused(file=name, line=reader.line_num, reason=Reason.NOT_TEXT) from None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise DayRefused(file=path.name, value=str(path), reason=Reason.FILE_MISSING) from None
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DayRefused(file=path.name, reason=Reason.NOT_TEXT)
