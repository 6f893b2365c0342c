"""The live process: a small ASGI application beside Django, for streams only.

    GET /live?token=…      text/event-stream of the topics the token was signed for
    GET /livez, /healthz   whether this process works, and how many listen

A reader names the last event it saw by `Last-Event-ID`, `?after=` or `?last=`.
"""

import asyncio
import contextlib
import json
import signal
import threading
from collections.abc import Awaitable, Callable, Collection, Mapping, MutableMapping
from types import FrameType
from typing import Any, Final
from urllib.parse import parse_qs

from django.core.signing import BadSignature

from yimen.channels.doorway.streams import topics_of
from yimen.channels.live.events import Position, position
from yimen.channels.live.follower import Follower
from yimen.channels.live.hub import Hub
from yimen.channels.live.origins import allowed
from yimen.channels.live.stream import Stream

#: Streams of one process; more come back later, when others have left.
LISTENER_LIMIT: Final = 5000

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_Handler = Callable[[int, FrameType | None], Any]
Headers = list[tuple[bytes, bytes]]

_STREAM: Final[Headers] = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx hands each event on at once
]


class Live:
    """The application: one hub, one follower, a stream for every browser."""

    def __init__(self, connect: Mapping[str, Any], *, origins: Collection[str] = ()) -> None:
        self._connect = connect
        self._origins = frozenset(origins)
        self.hub = Hub()
        self.follower = Follower(self.hub, connect)
        self._task: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def start(self) -> None:
        """Begin to follow the log; again changes nothing."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self.follower.run())
            _before_stop(asyncio.get_running_loop(), self.hub.end_all)

    async def stop(self) -> None:
        """End every stream and the following."""
        self.hub.end_all()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        cors = self._cors(headers)
        if cors is None:
            await _answer(send, 403, {"code": "live.origin_refused"})
        elif scope["path"] in {"/livez", "/healthz"}:
            await _answer(send, 200, self._health(), cors)
        elif scope["path"] != "/live":
            await _answer(send, 404, {"code": "live.not_found"}, cors)
        elif scope["method"] == "OPTIONS":
            await _answer(send, 204, None, [*cors, (b"access-control-allow-methods", b"GET, HEAD")])
        elif scope["method"] not in {"GET", "HEAD"}:
            await _answer(send, 405, {"code": "live.method"}, [*cors, (b"allow", b"GET, HEAD")])
        else:
            await self._live(scope, headers, cors, receive, send)

    async def _live(
        self, scope: Scope, headers: Mapping[str, str], cors: Headers, receive: Receive, send: Send
    ) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            topics = topics_of(_first(query, "token"))
        except BadSignature:
            await _answer(send, 403, {"code": "live.token_refused"}, cors)
            return
        if len(self.hub) >= LISTENER_LIMIT:
            full = [*cors, (b"retry-after", b"10")]
            await _answer(send, 503, {"code": "live.full"}, full)
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*_STREAM, *cors]})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        self.start()  # where the server knows no lifespan
        stream = Stream(self.hub, self.follower, topics)
        await _pour(stream, _after(headers, query), receive, send)

    def _cors(self, headers: Mapping[str, str]) -> Headers | None:
        """The headers for the asking page; None where it may not read."""
        origin = headers.get("origin")
        if origin is None:
            return [(b"vary", b"Origin")]
        if not allowed(origin, host=headers.get("host", ""), origins=self._origins):
            return None
        return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"vary", b"Origin")]

    def _health(self) -> dict[str, object]:
        return {
            "status": "ok",
            "listeners": len(self.hub),
            "following": self.follower.following,
            "last": str(self.hub.last),
        }


def _before_stop(loop: asyncio.AbstractEventLoop, act: Callable[[], None]) -> None:
    """Act when the process is asked to stop, then let the server's own handler go on.

    The server waits for open answers before it says `lifespan.shutdown`, and a stream never ends
    by itself.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        theirs = signal.getsignal(number)
        if not callable(theirs):
            continue

        def ours(signum: int, frame: FrameType | None, theirs: _Handler = theirs) -> None:
            loop.call_soon_threadsafe(act)
            theirs(signum, frame)

        signal.signal(number, ours)


async def _pour(stream: Stream, after: Position | None, receive: Receive, send: Send) -> None:
    """Send chunks until the stream ends or the browser leaves, whichever is first."""

    async def pour() -> None:
        async with contextlib.aclosing(stream.chunks(after)) as chunks:
            async for chunk in chunks:
                if chunk:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def left() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    tasks = {asyncio.create_task(pour()), asyncio.create_task(left())}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _after(headers: Mapping[str, str], query: Mapping[str, list[str]]) -> Position | None:
    """The last event the reader saw. The browser's own header is newer than the address."""
    said = headers.get("last-event-id") or _first(query, "after") or _first(query, "last")
    return position(said)


def _first(query: Mapping[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]


async def _answer(
    send: Send, status: int, body: Mapping[str, object] | None, headers: Headers | None = None
) -> None:
    content = b"" if body is None else json.dumps(body).encode()
    kind = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send(
        {"type": "http.response.start", "status": status, "headers": [*kind, *(headers or [])]}
    )
    await send({"type": "http.response.body", "body": content})
