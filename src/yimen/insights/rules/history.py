"""One row of a history file: its grammar, its checks, and the line of COPY text it becomes.

This is the careful way, which reads a row as CSV and names the column that is at fault. Rows of the
common shape need not come here: `blocks` reads them many at a time, with the same answer (tested).

Source: DESIGN §8.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from yimen.insights.errors import Reason, RowRefused
from yimen.kernel.encodings import is_readable, readable

COLUMNS: Final = (
    "centre",
    "department",
    "item",
    "channel",
    "taken_at",
    "called_at",
    "started_at",
    "finished_at",
    "stars",
    "rated_by_default",
    "outcome",
)
CHANNELS: Final = frozenset({"window", "online", "terminal", "mobile"})
OUTCOMES: Final = frozenset({"done", "missed", "left"})
TIMES: Final = ("taken_at", "called_at", "started_at", "finished_at")
NAME_LIMIT: Final = 200
#: Characters of a wrong value that are told.
_SHOWN: Final = 80
#: What each outcome at a window must have, or its figure would have no base.
_NEEDED: Final = {"done": TIMES, "missed": TIMES[:2], "left": TIMES[:1]}

_ISO: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
    r"(?P<offset>Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_YES_OR_NO: Final = frozenset({"yes", "no"})
_STARS: Final = frozenset({"", "1", "2", "3", "4", "5"})

#: Centre, department, item.
Names = tuple[str, str, str]
#: Whose row it is, then the COPY text of all else without its line end: see `COPIED`.
Parsed = tuple[Names, str]
#: The columns of a row's COPY text, in order. Between commas; nothing there is NULL; no value needs
#: an escape.
COPIED: Final = (
    "day",
    "hour",
    "channel",
    "taken_at",
    "called_at",
    "started_at",
    "finished_at",
    "stars",
    "by_default",
    "outcome",
)


class RowReader:
    """Turns rows of one file into COPY text. Remembers the days it has seen.

    Args:
        zones: time zones of the centres known, by name: a service's day and hour are told in them.
        default: for centres that are not known.
    """

    def __init__(self, zones: Mapping[str, tzinfo], default: tzinfo) -> None:
        self._zones = zones
        self._default = default
        self._days: set[date] = set()

    @property
    def days(self) -> set[date]:
        """The days of all rows read so far."""
        return self._days

    def careful(self, fields: Sequence[str], line: int) -> Parsed:
        """One row.

        Raises:
            RowRefused: the first column at fault.
        """
        if len(fields) != len(COLUMNS):
            raise RowRefused(
                line=line,
                column=COLUMNS[min(len(fields), len(COLUMNS) - 1)],
                value=str(len(fields)),
                reason=Reason.FIELD_COUNT,
            )
        row = _Row(dict(zip(COLUMNS, (field.strip() for field in fields), strict=True)), line)
        centre, department, item = (row.name(column) for column in COLUMNS[:3])
        channel = row.one_of("channel", CHANNELS, Reason.UNKNOWN_CHANNEL)
        times = {column: row.time(column) for column in TIMES}
        stars = row.one_of("stars", _STARS, Reason.NOT_STARS)
        default = row.one_of("rated_by_default", _YES_OR_NO, Reason.NOT_YES_OR_NO)
        if default == "yes" and not stars:
            raise row.refused("rated_by_default", Reason.DEFAULT_WITHOUT_STARS)
        outcome = row.one_of("outcome", OUTCOMES, Reason.UNKNOWN_OUTCOME)
        if channel == "window":
            for column in _NEEDED[outcome]:
                if times[column] is None:
                    raise row.refused(column, Reason.TIME_MISSING)
        row.in_order(times)
        first = times["taken_at"] or times["started_at"] or times["finished_at"]
        if first is None:
            raise row.refused("taken_at", Reason.NO_DAY)
        local = first.astimezone(self._zones.get(centre, self._default))
        day = local.date()
        self._days.add(day)
        moments = ",".join("" if at is None else at.isoformat() for at in times.values())
        rest = f"{day},{local.hour},{channel},{moments},{stars},{default},{outcome}"
        return (centre, department, item), rest


class _Row:
    """One row's fields by column, and how each is read."""

    def __init__(self, fields: dict[str, str], line: int) -> None:
        self._fields = fields
        self._line = line

    def refused(self, column: str, reason: Reason) -> RowRefused:
        value = self._fields.get(column, "")
        shown = readable(value[:_SHOWN])
        return RowRefused(line=self._line, column=column, value=shown, reason=reason)

    def name(self, column: str) -> str:
        text = self._fields[column]
        flaw = name_flaw(text)
        if flaw is not None:
            raise self.refused(column, flaw)
        return text

    def one_of(self, column: str, known: frozenset[str], reason: Reason) -> str:
        if self._fields[column] not in known:
            raise self.refused(column, reason)
        return self._fields[column]

    def time(self, column: str) -> datetime | None:
        text = self._fields[column]
        if not text:
            return None
        found = _ISO.fullmatch(text)
        if found is None:
            raise self.refused(column, Reason.NOT_A_TIME)
        if found["offset"] is None:
            raise self.refused(column, Reason.NO_OFFSET)
        try:
            return datetime.fromisoformat(text.upper())
        except ValueError:
            raise self.refused(column, Reason.NOT_A_TIME) from None

    def in_order(self, times: dict[str, datetime | None]) -> None:
        last: datetime | None = None
        for column, at in times.items():
            if at is None:
                continue
            if last is not None and at < last:
                raise self.refused(column, Reason.BEFORE_EARLIER_STEP)
            last = at


def name_flaw(text: str) -> Reason | None:
    """Why this cannot name a centre, department or item; None if it can. No blanks around it."""
    if not text:
        return Reason.EMPTY
    if len(text) > NAME_LIMIT:
        return Reason.TOO_LONG
    if _CONTROL.search(text):
        return Reason.CONTROL_CHARACTER
    if not is_readable(text):
        return Reason.UNREADABLE
    return None


def fields_of(text: str, line: int) -> list[str]:
    """The fields of one row, quotes read as CSV has them.

    Raises:
        RowRefused: a quote opens and never closes, or the row is no CSV.
    """
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise RowRefused(
            line=line,
            column=COLUMNS[0],
            value=readable(text[:_SHOWN].rstrip()),
            reason=Reason.UNCLOSED_QUOTE,
        ) from None
