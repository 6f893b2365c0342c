"""Importing an older system's history: at database speed, all of a file or nothing of it.

The file is read once to know its digest and its encoding, then block by block: rows are checked,
turned into COPY text and sent on, so that Python and PostgreSQL work side by side. Whatever is
wrong raises inside the one transaction that holds services, facts and the file's own record.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Final, TextIO
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from psycopg.copy import QueuedLibpqWriter

from yimen.insights.actions.summing import alone, subjects, sum_days
from yimen.insights.errors import AlreadyImported, FileReason, FileRefused
from yimen.insights.models import HistoryFile
from yimen.insights.rules.blocks import BlockReader
from yimen.insights.rules.history import COLUMNS, COPIED, Names, Parsed, RowReader, fields_of
from yimen.kernel.encodings import ERRORS, encoding_of, is_readable
from yimen.reference.centres import queries as centres

#: Told how many of how many bytes are done.
Progress = Callable[[int, int], None]

#: Characters of a block: small enough that reading one does not keep PostgreSQL waiting.
_BLOCK: Final = 1 << 17
#: A field with line breaks inside its quotes may go on for so long and no longer.
_QUOTED_LIMIT: Final = 8000
_DEFAULT_ZONE: Final = ZoneInfo("Asia/Shanghai")
_COPY: Final = (
    f"COPY insights_service (subject_id, file_id, {', '.join(COPIED)})"
    " FROM STDIN (DELIMITER ',', NULL '')"
)


@dataclass(frozen=True)
class Imported:
    """What an import kept."""

    rows: int
    first_day: date | None
    last_day: date | None


def import_history(
    path: Path, *, at: datetime, progress: Progress = lambda done, total: None
) -> Imported:
    """Import a file of DESIGN §8 whole.

    Raises:
        FileRefused: it cannot be read as history.
        RowRefused: a row is wrong; nothing was kept.
        AlreadyImported: the same bytes were imported before.
    """
    source = _examine(path)
    with transaction.atomic():
        alone()
        if HistoryFile.objects.filter(digest=source.digest).exists():
            raise AlreadyImported(file=path.name)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '192MB'")
            cursor.execute("SET LOCAL statement_timeout = 0")  # millions take their minutes
        file = HistoryFile.objects.create(
            digest=source.digest, name=path.name[:200], rows=0, imported_at=at
        )
        loader = _Loader(source, file.pk, progress)
        loader.run()
        days = sorted(loader.days)
        with connection.cursor() as cursor:
            # Or the planner takes the table for what it was, and sorts millions to sum them.
            cursor.execute("ANALYZE insights_service, insights_subject")
        sum_days(days)
        with connection.cursor() as cursor:  # a report may be asked for before autovacuum comes
            cursor.execute("ANALYZE insights_hourfact, insights_dayfact, insights_itemfact")
        file.rows = loader.rows
        file.first_day, file.last_day = (days[0], days[-1]) if days else (None, None)
        file.save(update_fields=["rows", "first_day", "last_day"])
    return Imported(loader.rows, file.first_day, file.last_day)


@dataclass(frozen=True)
class _Source:
    path: Path
    digest: bytes
    encoding: str
    size: int


def _examine(path: Path) -> _Source:
    """Digest and encoding.

    Raises:
        FileRefused: not there, not a file, or not readable.
    """
    if not path.exists():
        raise FileRefused(reason=FileReason.MISSING)
    if not path.is_file():
        raise FileRefused(reason=FileReason.NOT_A_FILE)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
            file.seek(0)
            encoding = encoding_of(file)
    except OSError as error:
        raise FileRefused(reason=FileReason.UNREADABLE) from error
    return _Source(path, digest, encoding, path.stat().st_size)


class _Loader:
    """Reads rows and writes COPY text, block by block."""

    def __init__(self, source: _Source, file_id: int, progress: Progress) -> None:
        zones = {centre.name: centre.zone for centre in centres.centres()}
        self._chinese_time = all(zone.key == _DEFAULT_ZONE.key for zone in zones.values())
        self._source = source
        self._fast = BlockReader()
        self._careful = RowReader(zones, _DEFAULT_ZONE)
        self._file_id = file_id
        self._progress = progress
        self._subjects: dict[Names, int] = {}
        #: Of the last line read; the header is 1.
        self._line = 1
        self.rows = 0

    @property
    def days(self) -> set[date]:
        return self._fast.days | self._careful.days

    def run(self) -> None:
        """Send the whole file.

        Raises:
            FileRefused: the header is not history's, or there is no row.
            RowRefused: the first row that is wrong.
        """
        with (
            connection.wrap_database_errors,
            self._source.path.open(
                encoding=self._source.encoding, errors=ERRORS, newline=""
            ) as text,
        ):
            blocks = self._blocks(text, _order_of(text.readline()))
            block = next(blocks, None)
            while block is not None:
                self._learn_subjects(block)
                block = self._copy(block, blocks, text)
        if not self.rows:
            raise FileRefused(reason=FileReason.EMPTY)

    def _copy(
        self, block: list[Parsed], blocks: Iterator[list[Parsed]], text: TextIO
    ) -> list[Parsed] | None:
        """Send blocks while all their subjects are known; the block that has new ones, or None."""
        known, file_id = self._subjects, self._file_id
        cursor = connection.connection.cursor()
        with cursor.copy(_COPY, writer=QueuedLibpqWriter(cursor)) as copy:
            following: list[Parsed] | None = block
            while following is not None and all(names in known for names, _ in following):
                copy.write("".join([f"{known[who]},{file_id},{rest}\n" for who, rest in following]))
                self.rows += len(following)
                self._progress(min(text.buffer.tell(), self._source.size), self._source.size)
                following = next(blocks, None)
        return following

    def _learn_subjects(self, block: list[Parsed]) -> None:
        unknown = {names for names, _ in block} - self._subjects.keys()
        if unknown:
            self._subjects.update(subjects(unknown))

    def _blocks(self, text: TextIO, order: list[int] | None) -> Iterator[list[Parsed]]:
        """The file's rows, some thousands at a time; `order` is where each column is."""
        usual = order is None and self._chinese_time
        while block := text.read(_BLOCK) + text.readline():
            rows = self._fast.rows(block) if usual else None
            if rows is not None:
                self._line += len(rows)
            else:
                rows = list(self._row_by_row(block, text, order, usual=usual))
            if rows:
                yield rows

    def _row_by_row(
        self, block: str, text: TextIO, order: list[int] | None, *, usual: bool
    ) -> Iterator[Parsed]:
        """The rows of a block that holds something unusual, blank lines left out."""
        own = io.StringIO(block, newline="")
        lines = chain(own, text)  # quotes may go on beyond the block
        for line in own:
            self._line += 1
            found = self._fast.rows(line) if usual else None
            if found is not None:
                yield from found
            elif line.strip():
                begun = self._line
                row = self._whole_row(line, lines)
                fields = fields_of(row, begun)
                if order is not None and len(fields) == len(order):
                    fields = [fields[place] for place in order]
                yield self._careful.careful(fields, begun)

    def _whole_row(self, line: str, lines: Iterator[str]) -> str:
        """A line with those after it that belong to a quote it opens."""
        row = line
        while row.count('"') % 2 and len(row) < _QUOTED_LIMIT:
            more = next(lines, "")
            if not more:
                break
            self._line += 1
            row += more
        return row


def _order_of(header: str) -> list[int] | None:
    """Where each column is; None for the usual order.

    Raises:
        FileRefused: a column is missing, unknown or there twice, or this is no text.
    """
    if not is_readable(header):
        raise FileRefused(reason=FileReason.NOT_TEXT)
    names = [name.strip().lower() for name in next(csv.reader([header]), [])]
    for column in COLUMNS:
        if column not in names:
            raise FileRefused(reason=FileReason.COLUMN_MISSING, column=column)
    for name in names:
        if name not in COLUMNS:
            raise FileRefused(reason=FileReason.UNKNOWN_COLUMN, column=name[:40])
        if names.count(name) > 1:
            raise FileRefused(reason=FileReason.COLUMN_TWICE, column=name)
    order = [names.index(column) for column in COLUMNS]
    return None if order == sorted(order) else order
