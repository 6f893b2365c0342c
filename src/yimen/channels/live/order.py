"""Puts what became visible into the log's own order, without waiting for a slow writer. Pure.

A row waits until every transaction older than its own has ended, so readers see the order of
transactions. A writer that stays open (an import, another database of the same server) must not
stop a hall's boards: once it has run for longer than `patience` nobody waits for it any more, and
its own rows follow when it commits.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from yimen.channels.live.events import LogEvent, Position

#: Ten times what a transaction of the hall takes, and still within what a board may need.
PATIENCE: Final = timedelta(milliseconds=250)


@dataclass(frozen=True)
class Snapshot:
    """PostgreSQL's answer to "who is done?", which reads `xmin:xmax:running,running`."""

    text: str
    #: The number the next transaction gets.
    next_transaction: int
    running: frozenset[int]


def snapshot(text: str) -> Snapshot:
    """A snapshot from its text."""
    _, upper, running = text.split(":")
    return Snapshot(text, int(upper), frozenset(int(one) for one in running.split(",") if one))


class Order:
    """Rows that were seen but not yet told, and the transactions they may wait for."""

    def __init__(self, patience: timedelta = PATIENCE) -> None:
        self._patience = patience.total_seconds()
        self._waiting: list[tuple[Position, LogEvent]] = []
        self._running_since: dict[int, float] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def clear(self) -> None:
        """Forget everything: following begins anew."""
        self._waiting.clear()
        self._running_since.clear()

    def seen(self, events: Iterable[LogEvent]) -> None:
        """Rows became visible."""
        for event in events:
            heapq.heappush(self._waiting, (event.position, event))

    def due(self, present: Snapshot, *, now: float) -> list[LogEvent]:
        """The rows to tell now, in order.

        Args:
            present: the snapshot in which the latest rows were seen.
            now: seconds of a steady clock.
        """
        known = self._running_since
        self._running_since = {number: known.get(number, now) for number in present.running}
        awaited = (n for n, since in self._running_since.items() if now - since < self._patience)
        limit = min(awaited, default=present.next_transaction)
        told = []
        while self._waiting and self._waiting[0][0].transaction < limit:
            told.append(heapq.heappop(self._waiting)[1])
        return told
