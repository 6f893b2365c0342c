"""One browser's stream: catch up, then hear what comes, with a heartbeat while it is quiet."""

import asyncio
import random
from collections.abc import AsyncGenerator
from typing import Final

from yimen.channels.live import events
from yimen.channels.live.events import LogEvent, Position
from yimen.channels.live.follower import Follower
from yimen.channels.live.hub import Hub, Listener, TooMuchMissed

HEARTBEAT_SECONDS: Final = 15.0
#: A stream ends after about an hour; the browser asks for a new address, which a revoked device
#: does not get.
LIFE_SECONDS: Final = 3600.0


class Stream:
    """What one listener gets, in chunks of bytes."""

    def __init__(self, hub: Hub, follower: Follower, topics: frozenset[str]) -> None:
        self._hub = hub
        self._follower = follower
        self._listener = Listener(topics)
        self._replayed: set[Position] = set()

    async def chunks(self, after: Position | None) -> AsyncGenerator[bytes, None]:
        """Bytes until the stream ends; close the iterator when the browser leaves."""
        self._hub.join(self._listener)
        try:
            yield events.OPENING
            while not self._follower.begun.is_set():
                yield await self._beginning()
            yield await self._catch_up(after)
            end = asyncio.get_running_loop().time() + LIFE_SECONDS * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load
            while asyncio.get_running_loop().time() < end:
                chunk = await self._next()
                if chunk is None:
                    return
                yield chunk
        finally:
            self._hub.leave(self._listener)

    async def _beginning(self) -> bytes:
        try:
            await asyncio.wait_for(self._follower.begun.wait(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return events.HEARTBEAT
        return b""

    async def _catch_up(self, after: Position | None) -> bytes:
        """What was missed, and where the reader stands now."""
        if after is None:
            return self._drain() + events.ready(self._hub.last)
        try:
            missed = self._hub.missed(after, self._listener.topics)
            if missed is not None:
                # everything told so far is among them; take it from one place only
                self._listener.forget()
            else:
                missed = await self._follower.missed(after, self._listener.topics)
                self._replayed = {event.position for event in missed}
        except TooMuchMissed:
            return events.reload(self._hub.last)
        stands = missed[-1].position if missed else self._hub.last
        return b"".join(self._bytes(event) for event in missed) + events.ready(stands)

    async def _next(self) -> bytes | None:
        """The next messages together; None at the end."""
        try:
            first = await asyncio.wait_for(self._listener.queue.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return events.HEARTBEAT
        if first is None:
            return None
        return self._fresh(first) + self._drain()

    def _drain(self) -> bytes:
        """What waits in the queue, up to an end mark, which stays for the next turn."""
        taken = b""
        queue = self._listener.queue
        while not queue.empty():
            item = queue.get_nowait()
            if item is None:
                queue.put_nowait(None)
                break
            taken += self._fresh(item)
        return taken

    def _fresh(self, item: LogEvent | bytes) -> bytes:
        if isinstance(item, bytes):
            return item
        if item.position in self._replayed:
            self._replayed.discard(item.position)
            return b""
        return self._bytes(item)

    def _bytes(self, event: LogEvent) -> bytes:
        return event.message(self._listener.topics)
