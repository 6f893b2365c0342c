"""Who listens to what, and the last minutes of the log for those who were away for a moment."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from yimen.channels.live.events import LogEvent, Position

#: Messages a slow reader may be behind before its stream is ended; it comes back and catches up.
QUEUE_LIMIT: Final = 256
#: How far back a returning reader may catch up.
KEEP_ROWS: Final = 20_000
KEEP: Final = timedelta(minutes=10)
#: Missed rows of one reader; beyond, loading the page again is cheaper than replaying.
CATCH_UP_LIMIT: Final = 1000


class TooMuchMissed(Exception):
    """The reader was away longer than what can be caught up on."""


class Listener:
    """One open stream: its topics and the messages it has not taken yet."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self.queue: asyncio.Queue[LogEvent | bytes | None] = asyncio.Queue(QUEUE_LIMIT)
        self.dropped = False

    def tell(self, message: LogEvent | bytes) -> None:
        """Hand over one message; a reader that is too far behind is let go instead."""
        if self.dropped:
            return
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Close the stream after what is in flight; the browser opens another."""
        self.dropped = True
        self.forget()
        self.queue.put_nowait(None)

    def forget(self) -> None:
        """Drop what waits: it reaches the reader another way, or not at all."""
        while not self.queue.empty():
            self.queue.get_nowait()


class Hub:
    """Fans events out by topic and remembers the latest ones in the order they were told."""

    def __init__(self) -> None:
        self._by_topic: defaultdict[str, set[Listener]] = defaultdict(set)
        self._listeners: set[Listener] = set()
        self._kept: deque[LogEvent] = deque()
        self._before_kept = Position(0, 0)
        self.last = Position(0, 0)
        #: Set while there is somebody to follow the log for.
        self.wanted = asyncio.Event()

    def __len__(self) -> int:
        return len(self._listeners)

    def join(self, listener: Listener) -> None:
        """From now on the listener hears what concerns it."""
        self._listeners.add(listener)
        for topic in listener.topics:
            self._by_topic[topic].add(listener)
        self.wanted.set()

    def leave(self, listener: Listener) -> None:
        """The listener hears nothing more. Twice is once."""
        self._listeners.discard(listener)
        for topic in listener.topics:
            self._by_topic[topic].discard(listener)
            if not self._by_topic[topic]:
                del self._by_topic[topic]
        if not self._listeners:
            self.wanted.clear()

    def begin(self, place: Position) -> None:
        """Following starts (again) at a place; what came before is not known here."""
        self._kept.clear()
        self._before_kept = self.last = place

    def publish(self, event: LogEvent, *, at: datetime) -> None:
        """Tell everybody whom the event concerns, once each."""
        self._keep(event, at)
        heard: set[Listener] = set()
        for topic in event.topics:
            heard |= self._by_topic.get(topic, set())
        for listener in heard:
            listener.tell(event)

    def _keep(self, event: LogEvent, at: datetime) -> None:
        self.last = event.position
        self._kept.append(event)
        while len(self._kept) > KEEP_ROWS or self._kept[0].at < at - KEEP:
            self._before_kept = self._kept.popleft().position
            if not self._kept:
                break

    def missed(self, after: Position, topics: frozenset[str]) -> list[LogEvent] | None:
        """What was told after an event, for a returning reader; None where this hub cannot know.

        Raises:
            TooMuchMissed: more than may be replayed.
        """
        if after == self._before_kept:
            later = list(self._kept)
        else:
            later = []
            for event in reversed(self._kept):
                if event.position == after:
                    break
                later.append(event)
            else:
                return None
            later.reverse()
        concerned = [event for event in later if event.topics & topics]
        if len(concerned) > CATCH_UP_LIMIT:
            raise TooMuchMissed
        return concerned

    def tell_all(self, message: bytes) -> None:
        """One message to everybody."""
        for listener in list(self._listeners):
            listener.tell(message)

    def end_all(self) -> None:
        """End every stream, for a clean stop."""
        for listener in list(self._listeners):
            listener.end()
