"""One event of the log as the stream sends it, and its place in the log. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

_POSITION: Final = re.compile(r"([0-9]{1,19})-([0-9]{1,19})")
_LARGEST: Final = 2**63 - 1

#: Milliseconds after which a browser that lost the stream comes back by itself.
RETRY_MS: Final = 1000
#: A line that says nothing, so that proxies and browsers know the stream lives.
HEARTBEAT: Final = b": still here\n\n"
OPENING: Final = f"retry: {RETRY_MS}\n\n".encode()


class Position(NamedTuple):
    """A place in the log: the writing transaction, then the row."""

    transaction: int
    id: int

    def __str__(self) -> str:
        return f"{self.transaction}-{self.id}"


def position(text: str) -> Position | None:
    """What a reader says it saw last; None where it is no position of ours."""
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    transaction, row = int(found[1]), int(found[2])
    return Position(transaction, row) if max(transaction, row) <= _LARGEST else None


@dataclass(frozen=True)
class LogEvent:
    """A row of the log, and the bytes its listeners get."""

    position: Position
    name: str
    at: datetime
    topics: frozenset[str]
    body: Mapping[str, Any]
    _made: dict[frozenset[str], bytes] = field(default_factory=dict, compare=False, repr=False)

    def message(self, followed: frozenset[str]) -> bytes:
        """The event for somebody who follows these topics.

        Only topics the listener follows are named: `ticket:<public id>` is the secret address of
        a citizen's number and must not reach a wall or somebody else's phone.
        """
        named = self.topics & followed
        made = self._made.get(named)
        if made is None:
            facts = {**self.body, "at": self.at.isoformat(), "topics": sorted(named)}
            made = self._made[named] = _message(self.name, facts, self.position)
        return made


def from_row(row: Mapping[str, Any]) -> LogEvent:
    """A row as the statements of this package give it."""
    place = Position(row["transaction"], row["id"])
    return LogEvent(place, row["name"], row["at"], frozenset(row["topics"]), row["body"])


def ready(place: Position) -> bytes:
    """The first message: from here on nothing is missed. Pages draw anew when they hear it."""
    return _message("ready", {}, place)


def reload(place: Position) -> bytes:
    """Too much was missed to catch up on: load the page again."""
    return _message("reload", {}, place)


def _message(name: str, facts: Mapping[str, Any], place: Position) -> bytes:
    # json escapes line ends, so one data line is enough
    data = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return f"id: {place}\nevent: {name}\ndata: {data}\n\n".encode()
