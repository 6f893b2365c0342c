"""Follows the log in the database for the hub: one connection, one look every 100 milliseconds.

It looks only while somebody listens. When the database goes away the streams stay open, and what
happened meanwhile is told once it is back.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from yimen.channels.live import events
from yimen.channels.live.events import LogEvent, Position
from yimen.channels.live.hub import CATCH_UP_LIMIT, KEEP, Hub, TooMuchMissed
from yimen.channels.live.order import Order, Snapshot, snapshot
from yimen.support import sql

log = logging.getLogger("yimen.live")

LOOK_SECONDS: Final = 0.1
_FIRST_RETRY_SECONDS: Final = 0.2
_LAST_RETRY_SECONDS: Final = 5.0
_PACKAGE: Final = "yimen.channels.live"

Connection = psycopg.AsyncConnection[dict[str, Any]]


def _now() -> datetime:
    return datetime.now(UTC)


class Follower:
    """Reads what is new and hands it to the hub."""

    def __init__(
        self,
        hub: Hub,
        connect: Mapping[str, Any],
        *,
        clock: Callable[[], datetime] = _now,
        order: Order | None = None,
    ) -> None:
        self._hub = hub
        self._connect = dict(connect)
        self._clock = clock
        self.order = order or Order()
        self._connection: Connection | None = None
        self._seen = Snapshot("1:1:", 1, frozenset())
        #: Set while the place in the log is known, even if the database is away just now.
        self.begun = asyncio.Event()

    async def run(self) -> None:
        """Follow for ever; ends only by being cancelled."""
        retry = _FIRST_RETRY_SECONDS
        while True:
            await self._hub.wanted.wait()
            try:
                async with await self._open() as connection:
                    self._connection = connection
                    await self._follow(connection)
                retry = _FIRST_RETRY_SECONDS
            except psycopg.Error as error:
                if self._connection is not None:
                    retry = _FIRST_RETRY_SECONDS
                log.warning("log out of reach", extra={"error": type(error).__name__})
                self._connection = None
                await asyncio.sleep(retry)
                retry = min(retry * 2, _LAST_RETRY_SECONDS)
            finally:
                self._connection = None

    @property
    def following(self) -> bool:
        """Whether the database answers just now."""
        return self._connection is not None

    async def _open(self) -> Connection:
        return await psycopg.AsyncConnection.connect(
            **self._connect, autocommit=True, row_factory=dict_row
        )

    async def _follow(self, connection: Connection) -> None:
        if not self.begun.is_set():
            await self._begin(connection)
        while self._hub.wanted.is_set():
            await self._look(connection)
            await asyncio.sleep(LOOK_SECONDS)
        self.begun.clear()  # nobody listens: start from the present next time

    async def _begin(self, connection: Connection) -> None:
        cursor = await connection.execute(sql.text(_PACKAGE, "present"), prepare=True)
        row = await cursor.fetchone() or {}
        self._seen = snapshot(row["snapshot"])
        self.order.clear()
        self._hub.begin(Position(row["transaction"], row["id"]))
        self.begun.set()

    async def _look(self, connection: Connection) -> None:
        cursor = await connection.execute(
            sql.text(_PACKAGE, "new_events"), {"seen": self._seen.text}, prepare=True
        )
        rows = await cursor.fetchall()
        present = snapshot(rows[0]["snapshot"])
        if present.next_transaction < self._seen.next_transaction:
            # the database is an older one than a moment ago: restored from a backup
            await self._begin(connection)
            self._hub.tell_all(events.reload(self._hub.last))
            return
        self._seen = present
        self.order.seen(events.from_row(row) for row in rows if row["id"] is not None)
        for event in self.order.due(present, now=time.monotonic()):
            self._hub.publish(event, at=self._clock())

    async def missed(self, after: Position, topics: frozenset[str]) -> list[LogEvent]:
        """What concerns these topics after a position, from the database.

        Raises:
            TooMuchMissed: more than may be replayed, longer ago than ten minutes, a position this
                log never reached, or the database is away.
        """
        if self._connection is None or after.transaction >= self._seen.next_transaction:
            raise TooMuchMissed
        try:
            cursor = await self._connection.execute(
                sql.text(_PACKAGE, "missed_events"),
                {
                    "transaction": str(after.transaction),
                    "id": after.id,
                    "topics": sorted(topics),
                    "limit": CATCH_UP_LIMIT + 1,
                },
                prepare=True,
            )
            rows = await cursor.fetchall()
        except psycopg.Error:
            raise TooMuchMissed from None
        if len(rows) > CATCH_UP_LIMIT or (rows and rows[0]["at"] < self._clock() - KEEP):
            raise TooMuchMissed
        return [events.from_row(row) for row in rows]
