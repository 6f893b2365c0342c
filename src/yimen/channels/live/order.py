"""Puts what became visible into the log's own order, without waiting for one slow writer. Pure.

A row waits until every transaction older than its own has ended, so readers see the order of
transactions. A writer that stays open for minutes (an import, say) must not stop a hall's boards:
after `patience` the rows behind it go out, and its own rows follow when it commits.
"""

import heapq
from datetime import timedelta
from typing import Final

from yimen.channels.live.events import LogEvent, Position

PATIENCE: Final = timedelta(seconds=1)


class Order:
    """Rows that were seen but not yet told."""

    def __init__(self, patience: timedelta = PATIENCE) -> None:
        self.patience = patience
        self._seconds = patience.total_seconds()
        self._waiting: list[tuple[Position, float, LogEvent]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def seen(self, event: LogEvent, *, now: float) -> None:
        """A row became visible at `now` (seconds of a steady clock)."""
        heapq.heappush(self._waiting, (event.position, now, event))

    def due(self, *, settled_below: int, now: float) -> list[LogEvent]:
        """The rows to tell now, in order: settled ones, and whatever has waited long enough.

        Args:
            settled_below: every transaction with a smaller number has ended.
            now: seconds of the same steady clock.
        """
        late = [place for place, since, _ in self._waiting if now - since >= self._seconds]
        limit = max(late, default=Position(0, 0))
        told = []
        while self._waiting and self._may_go(self._waiting[0][0], settled_below, limit):
            told.append(heapq.heappop(self._waiting)[2])
        return told

    @staticmethod
    def _may_go(place: Position, settled_below: int, limit: Position) -> bool:
        return place.transaction < settled_below or place <= limit
