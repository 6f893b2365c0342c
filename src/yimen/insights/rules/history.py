"""One row of a history file: its grammar, its checks, and the line of COPY text it becomes.

Most rows of a file look alike, so they pass one regular expression and a few comparisons of text.
Whatever does not (quotes, other offsets, anything wrong) takes the slow way, which reads the row
as CSV and names the column that is at fault. Both ways give the same answer (tested).

Source: DESIGN §8.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from yimen.insights.errors import Reason, RowRefused

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
#: What each outcome at a window must have, or its figure would have no base.
_NEEDED: Final = {"done": TIMES, "missed": TIMES[:2], "left": TIMES[:1]}

_NAME: Final = r'([^\s",\\\x00-\x1f](?:[^",\\\x00-\x1f]{0,198}[^\s",\\\x00-\x1f])?)'
_TIME: Final = (
    r"(20[0-9]{2}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\+08:00|)"
)
#: The common shape of a row: plain names, whole seconds, Chinese time.
PLAIN: Final = re.compile(
    ",".join(
        (
            _NAME,
            _NAME,
            _NAME,
            "(window|online|terminal|mobile)",
            _TIME,
            _TIME,
            _TIME,
            _TIME,
            "([1-5]?)",
            "(yes|no)",
            "(done|missed|left)",
        )
    )
    + r"\r?\n?"
)
_ISO: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?"
    r"(?P<offset>Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)

#: centre, department, item, then the COPY text of the rest without its line end.
Parsed = tuple[str, str, str, str]


class RowReader:
    """Turns lines of one file into COPY text. Remembers the days it has seen.

    Args:
        zones: time zones of the centres known, by name: a service's day and hour are told in them.
        default: for centres that are not known.
        chinese_time: whether all of them are at +08:00 in this century: the plain way then needs
            no arithmetic.
    """

    def __init__(self, zones: Mapping[str, tzinfo], default: tzinfo, *, chinese_time: bool) -> None:
        self._zones = zones
        self._default = default
        self._plain_time = chinese_time
        self._days: set[str] = set()

    @property
    def days(self) -> set[str]:
        """The days of all rows read so far, ISO 8601."""
        return self._days

    def plain(self, line: str) -> Parsed | None:
        """The row the fast way; None where it must be looked at closely."""
        found = PLAIN.fullmatch(line) if self._plain_time else None
        if found is None:
            return None
        (centre, department, item, channel, taken, called, started, finished, stars, default,
         outcome) = found.groups()  # fmt: skip
        known = self._days
        for text in (taken, called, started, finished):
            if text and text[:10] not in known and not _is_day(text[:10]):
                return None
        first = taken or started or finished
        last = ""
        for text in (taken, called, started, finished):
            if text:
                if text < last:
                    return None
                last = text
        if not first or (default == "yes" and not stars):
            return None
        if channel == "window" and not (
            taken and (outcome == "left" or (called and (outcome == "missed" or
                                                         (started and finished))))
        ):  # fmt: skip
            return None
        self._days.add(first[:10])
        rest = (
            f"{channel}\t{first[:10]}\t{first[11:13]}\t{taken or _NULL}\t{called or _NULL}\t"
            f"{started or _NULL}\t{finished or _NULL}\t{stars or _NULL}\t"
            f"{'t' if default == 'yes' else 'f'}\t{outcome}"
        )
        return centre, department, item, rest

    def careful(self, fields: Sequence[str], line: int) -> Parsed:
        """The row the slow way.

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
        names = [row.name(column) for column in COLUMNS[:3]]
        channel = row.one_of("channel", CHANNELS, Reason.UNKNOWN_CHANNEL)
        times = {column: row.time(column) for column in TIMES}
        stars = row.stars()
        default = row.one_of("rated_by_default", frozenset({"yes", "no"}), Reason.NOT_YES_OR_NO)
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
        local = first.astimezone(self._zones.get(names[0], self._default))
        self._days.add(local.date().isoformat())
        moments = "\t".join(_NULL if at is None else at.isoformat() for at in times.values())
        rest = (
            f"{channel}\t{local.date().isoformat()}\t{local.hour}\t{moments}\t{stars or _NULL}\t"
            f"{'t' if default == 'yes' else 'f'}\t{outcome}"
        )
        return names[0], names[1], names[2], rest


_NULL: Final = "\\N"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class _Row:
    """One row's fields by column, and how each is read."""

    def __init__(self, fields: dict[str, str], line: int) -> None:
        self._fields = fields
        self._line = line

    def refused(self, column: str, reason: Reason) -> RowRefused:
        value = self._fields.get(column, "")
        return RowRefused(line=self._line, column=column, value=value[:80], reason=reason)

    def name(self, column: str) -> str:
        text = self._fields[column]
        if not text:
            raise self.refused(column, Reason.EMPTY)
        if len(text) > NAME_LIMIT:
            raise self.refused(column, Reason.TOO_LONG)
        if any(ord(sign) < 0x20 or ord(sign) == 0x7F for sign in text):
            raise self.refused(column, Reason.CONTROL_CHARACTER)
        return text

    def one_of(self, column: str, known: frozenset[str], reason: Reason) -> str:
        if self._fields[column] not in known:
            raise self.refused(column, reason)
        return self._fields[column]

    def stars(self) -> str:
        text = self._fields["stars"]
        if text not in {"", "1", "2", "3", "4", "5"}:
            raise self.refused("stars", Reason.NOT_STARS)
        return text

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


def fields_of(text: str, line: int) -> list[str]:
    """The fields of one row, quotes read as CSV has them.

    Raises:
        RowRefused: a quote opens and never closes, or the row is no CSV.
    """
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error:
        raise RowRefused(
            line=line, column=COLUMNS[0], value=text[:80].rstrip(), reason=Reason.UNCLOSED_QUOTE
        ) from None
