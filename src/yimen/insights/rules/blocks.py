"""Rows of a history file the fast way: a block of lines at a time.

Most rows of a file look alike: plain names, Chinese time, no quotes. One regular expression finds
all of them in a block, and a row's own words become its COPY text unchanged. Where one row of a
block looks different, or may be wrong, the answer is None and the block is read row by row in
`history`, which says what is wrong. Both ways give the same answer (tested).
"""

import re
from datetime import date
from typing import Final

from yimen.insights.rules.history import CHANNELS, OUTCOMES, Names, Parsed, name_flaw

_NAME: Final = r'[^",\\\x00-\x1f]+'
_TIME: Final = (
    r"(20[0-9]{2}-[01][0-9]-[0-3][0-9]"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?\+08:00|)"
)
#: A row as (names, all else, channel, four times, outcome). Nothing in it matches a line break.
_ROW: Final = re.compile(
    f"^({_NAME},{_NAME},{_NAME}),"
    f"(({'|'.join(sorted(CHANNELS))}),{_TIME},{_TIME},{_TIME},{_TIME},"
    f"[1-5]?,(?:no|(?<=[1-5],)yes),({'|'.join(sorted(OUTCOMES))}))"
    r"\r?$",
    re.MULTILINE,
)
#: As far as a time tells day and hour: "2019-10-08T09".
_HOUR: Final = 13
_DAY: Final = 10

_Times = tuple[str, str, str, str]


class BlockReader:
    """Turns blocks of lines of one file into COPY text. Remembers the days it has seen.

    All centres must be at +08:00 in this century, so that times tell day and hour as written.
    """

    def __init__(self) -> None:
        #: "2019-10-08T09" → "2019-10-08,09"; only days that exist.
        self._hours: dict[str, str] = {}
        self._names: dict[str, Names] = {}

    @property
    def days(self) -> set[date]:
        """The days of all rows read so far."""
        return {date.fromisoformat(text) for text in {hour[:_DAY] for hour in self._hours}}

    def rows(self, block: str) -> list[Parsed] | None:
        """All rows of whole lines; None where one of them must be looked at closely."""
        found = _ROW.findall(block)
        if len(found) != block.count("\n") + (not block.endswith("\n")):
            return None
        hours, names = self._hours, self._names
        rows = []
        for spelled, rest, channel, taken, called, started, finished, outcome in found:
            first = taken or started or finished
            # An empty time sorts first: these rows have all times from their first one on.
            usual = taken <= called <= started <= finished and (taken or channel != "window")
            if not usual and not _fits(channel, outcome, (taken, called, started, finished)):
                return None
            hour = hours.get(first[:_HOUR]) or self._learn_hour(first)
            if hour is None or not (
                finished[:_DAY] == first[:_DAY] or _days_exist(called, started, finished)
            ):
                return None
            who = names.get(spelled) or self._learn_names(spelled)
            if who is None:
                return None
            rows.append((who, f"{hour},{rest}"))
        return rows

    def _learn_hour(self, first: str) -> str | None:
        if not first or not _days_exist(first):
            return None
        hour = f"{first[:_DAY]},{first[_DAY + 1 : _HOUR]}"
        self._hours[first[:_HOUR]] = hour
        return hour

    def _learn_names(self, spelled: str) -> Names | None:
        centre, department, item = spelled.split(",")
        for name in (centre, department, item):
            if name != name.strip() or name_flaw(name) is not None:
                return None
        self._names[spelled] = (centre, department, item)
        return self._names[spelled]


def _fits(channel: str, outcome: str, times: _Times) -> bool:
    """Whether a row with gaps in its times has those it needs, in order."""
    taken, called, started, finished = times
    given = [text for text in times if text]
    if given != sorted(given):
        return False
    if channel != "window":
        return True
    needed = {"left": taken, "missed": taken and called}
    return bool(needed.get(outcome, taken and called and started and finished))


def _days_exist(*times: str) -> bool:
    try:
        for text in times:
            if text:
                date.fromisoformat(text[:_DAY])
    except ValueError:
        return False
    return True
