"""Taking in a file of items: each bad row is named, good rows are kept, twice is once.

One transaction holds the whole file (decision 0013): a killed import leaves the catalogue as it
was, and running it again does the whole work. 100,000 rows take well under a minute, so nothing is
gained by resuming half way.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from yimen.kernel.encodings import readable
from yimen.reference.catalogue.actions.publishing import Progress, Row, Stage, publish_rows, quiet
from yimen.reference.catalogue.actions.tables import Line, open_table
from yimen.reference.catalogue.errors import ColumnMissing, ColumnTwice, UnknownHeader
from yimen.reference.catalogue.models import ImportLog
from yimen.reference.catalogue.rules.states import State
from yimen.reference.catalogue.rules.values import (
    Fields,
    Flaw,
    Rejected,
    Unfit,
    fields_of_row,
    plain,
)
from yimen.reference.catalogue.rules.vocabulary import (
    BESIDE,
    FIELDS,
    REQUIRED,
    Kind,
    field_of_header,
)
from yimen.reference.people.rules import Actor, Right, require

_EACH: Final = 500
_SHOWN: Final = 100
#: TASK_STATE of a file → the state its version takes.
_STATES: Final = {"1": State.PUBLISHED, "2": State.PAUSED, "3": State.WITHDRAWN}


@dataclass(frozen=True)
class Imported:
    """What became of a file."""

    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    #: Columns whose names mean nothing here.
    ignored: tuple[str, ...]


def import_file(path: Path, *, by: Actor, at: datetime, progress: Progress = quiet) -> Imported:
    """Take in a CSV or XLSX file and put its items in force.

    The file is the maker of the versions, who runs the import is their reviewer.

    Raises:
        NotAllowed: `by` may not review items.
        UnreadableFile: no table in it.
        UnknownHeader: line 1 has no known column.
        ColumnMissing: a required column is not there.
        ColumnTwice: two columns mean the same.
        ImportRunning: another import is going on.
    """
    require(by, Right.REVIEW_ITEMS)
    table = open_table(path)
    reader = _Reader(table.header, table.about, progress)
    digest = _digest(path)
    with transaction.atomic():
        done = publish_rows(
            reader.rows(table.lines),
            maker=f"file:{digest[:16]}",
            reviewer=by_whom(by),
            at=at,
            progress=progress,
        )
        unchanged = reader.taken - done.created - done.changed
        ImportLog.objects.create(
            digest=digest,
            file_name=path.name[:300],
            by=by_whom(by),
            at=at,
            created=done.created,
            changed=done.changed,
            unchanged=unchanged,
            rejected=len(reader.rejected),
        )
    return Imported(
        rows=reader.count,
        created=done.created,
        changed=done.changed,
        unchanged=unchanged,
        rejected=tuple(reader.rejected),
        ignored=reader.ignored,
    )


def by_whom(actor: Actor) -> str:
    """How versions and logs name somebody: "staff:12"."""
    return f"{actor.kind}:{actor.id}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Reader:
    """Turns lines into rows, and remembers what it could not turn."""

    def __init__(self, header: Sequence[str], about: int, progress: Progress) -> None:
        self._header = [" ".join(name.split()).strip("\ufeff") for name in header]
        self._names = _columns(self._header)
        self._about = about
        self._progress = progress
        self._seen: dict[str, int] = {}
        self.count = 0
        self.taken = 0
        self.rejected: list[Rejected] = []
        unknown = [head for head, name in zip(self._header, self._names, strict=True) if not name]
        self.ignored = tuple(head for head in unknown if head)

    def rows(self, lines: Iterator[Line]) -> Iterator[Row]:
        """The good rows of the file, once through."""
        for line in lines:
            self.count += 1
            row = self._row(line)
            if row is not None:
                self.taken += 1
                yield row
            if self.count % _EACH == 0:
                self._progress(Stage.READING, self.count, self._about)
        self._progress(Stage.READING, self.count, self.count)

    def _row(self, line: Line) -> Row | None:
        if line.flaw is not None:
            self._refuse(line, 0, line.flaw)
            return None
        if len(line.cells) < len(self._header):
            self._refuse(line, len(line.cells), Flaw.SHORT_ROW)
            return None
        if any(cell.strip() for cell in line.cells[len(self._header) :]):
            self._refuse(line, len(self._header) - 1, Flaw.LONG_ROW)
            return None
        named = {
            name: plain(cell)
            for name, cell in zip(self._names, line.cells, strict=False)
            if name is not None
        }
        try:
            fields = fields_of_row(named)
        except Unfit as unfit:
            self._refuse(line, self._names.index(unfit.field), unfit.flaw)
            return None
        code = str(fields["TASK_CODE"])
        if code in self._seen:
            place = self._names.index("TASK_CODE")
            self._refuse(line, place, Flaw.TWICE, self._seen[code])
            return None
        self._seen[code] = line.number
        return row_of(fields)

    def _refuse(self, line: Line, place: int, flaw: Flaw, other: int | None = None) -> None:
        value = readable(line.cells[place].strip()) if place < len(line.cells) else ""
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        self.rejected.append(Rejected(line.number, self._header[place], shown, flaw, other))


def row_of(fields: Fields) -> Row:
    """Values by national name as the row that is published."""
    state = fields.get("TASK_STATE")
    queue = fields.get("QUEUE_CODE")
    return Row(
        code=str(fields["TASK_CODE"]),
        department=str(fields["DEPT_NAME"]),
        department_code=str(fields.get("DEPT_CODE", "")),
        queue_code=None if queue is None else str(queue),
        state=None if state is None else _STATES[str(state)],
        fields={
            name: stored
            for name, stored in fields.items()
            if name not in BESIDE and FIELDS[name].kind is not Kind.PART
        },
        content={
            name.lower(): stored
            for name, stored in fields.items()
            if FIELDS[name].kind is Kind.PART
        },
    )


def _columns(header: Sequence[str]) -> list[str | None]:
    """The national name of each column, None for those that mean nothing here."""
    names = [field_of_header(name) for name in header]
    known = [name for name in names if name]
    if not known:
        raise UnknownHeader(found=", ".join(header)[:200])
    missing = [name for name in REQUIRED if name not in known]
    if missing:
        raise ColumnMissing(columns="、".join(f"{FIELDS[n].label}（{n}）" for n in missing))
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise ColumnTwice(columns="、".join(f"{FIELDS[n].label}（{n}）" for n in twice))
    return names
