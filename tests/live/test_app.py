"""The live process against a real PostgreSQL: no gap, no repeat, reconnecting, refusing."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core import signing
from django.db import connection

from yimen.asgi import connect_parameters
from yimen.channels.live.app import Live
from yimen.channels.live.order import Order

pytestmark = pytest.mark.django_db(transaction=True)

INSERT = "INSERT INTO support_event (at, name, topics, body) VALUES (now(), %s, %s, %s)"


def token(*topics: str) -> str:
    return signing.dumps(sorted(topics), salt="yimen.live", compress=True)


@pytest.fixture
def database() -> dict[str, Any]:
    return connect_parameters(connection.settings_dict)


@pytest.fixture
def writer(database: dict[str, Any]) -> Iterator[psycopg.Connection]:
    with psycopg.connect(**database, autocommit=True) as found:
        yield found


def write(writer: psycopg.Connection, name: str, topic: str = "centre:1", **body: object) -> None:
    writer.execute(INSERT, [name, [topic], json.dumps(body)])


class Browser:
    """Opens one address and collects what arrives."""

    def __init__(self, app: Live, path: str = "/live", method: str = "GET") -> None:
        self.app = app
        self.path = path
        self.method = method
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self._arrived = asyncio.Event()
        self._leaving = asyncio.Event()

    @asynccontextmanager
    async def open(self, query: str = "", **headers: str) -> AsyncIterator["Browser"]:
        scope = {
            "type": "http",
            "method": self.method,
            "path": self.path,
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in {"host": "localhost:8001", **headers}.items()
            ],
        }
        task = asyncio.create_task(self.app(scope, self._receive, self._send))
        try:
            yield self
        finally:
            self._leaving.set()
            await asyncio.wait_for(task, 5)

    async def _receive(self) -> dict[str, Any]:
        await self._leaving.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {n.decode(): v.decode() for n, v in message["headers"]}
        else:
            self.text += message["body"].decode()
        self._arrived.set()

    @property
    def messages(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(id, event, data) of every complete message."""
        found = []
        for block in self.text.split("\n\n")[:-1]:
            lines = dict(line.split(": ", 1) for line in block.split("\n") if line[:1] != ":")
            if "event" in lines:
                found.append((lines["id"], lines["event"], json.loads(lines["data"])))
        return found

    @property
    def names(self) -> list[str]:
        return [name for _, name, _ in self.messages]

    async def hears(self, *names: str, within: float = 5) -> None:
        """Wait for as many messages, then they must be these, in this order."""
        async with asyncio.timeout(within):
            while len(self.names) < len(names):
                self._arrived.clear()
                await self._arrived.wait()
        assert self.names == list(names)


def drive(database: dict[str, Any], story: Callable[[Live], Awaitable[None]]) -> None:
    """Run one story with the application started as a server would."""

    async def whole() -> None:
        app = Live(database, origins={"https://city.example.cn"})
        app.start()
        try:
            await asyncio.wait_for(story(app), 20)
        finally:
            await app.stop()

    asyncio.run(whole())


def test_events_arrive_once_and_only_those_of_the_topics(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    async def story(app: Live) -> None:
        async with Browser(app).open(f"token={token('centre:1')}") as board:
            await board.hears("ready")
            write(writer, "ticket.called", number="A012")
            write(writer, "ticket.called", "centre:2", number="B001")
            write(writer, "ticket.done", number="A012")
            await board.hears("ready", "ticket.called", "ticket.done")
            await asyncio.sleep(0.3)
            assert board.names == ["ready", "ticket.called", "ticket.done"]
            assert board.messages[1][2]["number"] == "A012"
            assert board.headers["content-type"] == "text/event-stream; charset=utf-8"

    drive(database, story)


def test_an_old_open_transaction_is_told_in_order_and_exactly_once(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    async def story(app: Live) -> None:
        app.follower.order = Order(timedelta(seconds=2))
        with psycopg.connect(**database) as slow:
            slow.execute("SELECT pg_current_xact_id()")  # older than what follows
            async with Browser(app).open(f"token={token('centre:1')}") as board:
                await board.hears("ready")
                write(writer, "second")
                await asyncio.sleep(0.4)
                assert board.names == ["ready"]
                write(slow, "first")
                slow.commit()
                await board.hears("ready", "first", "second")
                write(writer, "third")
                await board.hears("ready", "first", "second", "third")

    drive(database, story)


def test_a_transaction_open_for_seconds_stops_nobody_and_loses_nothing(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    async def story(app: Live) -> None:
        with psycopg.connect(**database) as slow:
            write(slow, "late")
            async with Browser(app).open(f"token={token('centre:1')}") as board:
                await board.hears("ready")
                write(writer, "prompt")
                await board.hears("ready", "prompt", within=1.5)
                slow.commit()
                await board.hears("ready", "prompt", "late")

    drive(database, story)


def test_who_comes_back_gets_what_was_missed_even_the_overtaken(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    async def story(app: Live) -> None:
        with psycopg.connect(**database) as slow:
            write(slow, "late")
            async with Browser(app).open(f"token={token('centre:1')}") as stays:
                async with Browser(app).open(f"token={token('centre:1')}") as leaves:
                    await leaves.hears("ready")
                    write(writer, "prompt")
                    await leaves.hears("ready", "prompt", within=3)
                    last = leaves.messages[-1][0]
                slow.commit()
                write(writer, "last")
                await stays.hears("ready", "prompt", "late", "last")
                async with Browser(app).open(
                    f"token={token('centre:1')}", last_event_id=last
                ) as returned:
                    await returned.hears("late", "last", "ready")

    drive(database, story)


def test_after_a_restart_the_database_knows_what_was_missed(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    seen: list[str] = []

    async def before(app: Live) -> None:
        async with Browser(app).open(f"token={token('centre:1')}") as board:
            await board.hears("ready")
            write(writer, "one")
            await board.hears("ready", "one")
            seen.append(board.messages[-1][0])

    async def after(app: Live) -> None:
        async with Browser(app).open(f"token={token('centre:1')}&after={seen[0]}") as board:
            await board.hears("two", "three", "ready")
            write(writer, "four")
            await board.hears("two", "three", "ready", "four")

    drive(database, before)
    write(writer, "two")
    write(writer, "not ours", "centre:2")
    write(writer, "three")
    drive(database, after)


def test_who_was_away_too_long_is_told_to_reload(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    write(writer, "old")
    writer.execute("UPDATE support_event SET at = now() - interval '11 minutes'")

    async def story(app: Live) -> None:
        async with Browser(app).open(f"token={token('centre:1')}&last=1-1") as long_gone:
            await long_gone.hears("reload")
        async with Browser(app).open(f"token={token('centre:1')}&last=999999999999-1") as other_log:
            await other_log.hears("reload")

    drive(database, story)


def test_the_stream_outlives_a_lost_database_connection(
    database: dict[str, Any], writer: psycopg.Connection
) -> None:
    async def story(app: Live) -> None:
        async with Browser(app).open(f"token={token('centre:1')}") as board:
            await board.hears("ready")
            killed = writer.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE application_name = 'yimen-live' AND pid <> pg_backend_pid()"
                " AND datname = current_database()"
            ).fetchone()
            write(writer, "meanwhile")
            await board.hears("ready", "meanwhile")
            assert killed
            assert killed[0] >= 1

    drive(database, story)


@pytest.mark.parametrize("query", ["", "token=", "token=made-up", f"token={'x' * 5000}"])
def test_without_a_good_token_nobody_listens(database: dict[str, Any], query: str) -> None:
    async def story(app: Live) -> None:
        browser = Browser(app)
        async with browser.open(query):
            await asyncio.sleep(0.05)
        assert browser.status == 403
        assert json.loads(browser.text) == {"code": "live.token_refused"}
        assert len(app.hub) == 0

    drive(database, story)


@pytest.mark.parametrize(
    ("origin", "status", "named"),
    [
        ("http://localhost:8000", 200, "http://localhost:8000"),
        ("https://city.example.cn", 200, "https://city.example.cn"),
        ("https://evil.example", 403, None),
    ],
)
def test_only_our_own_pages_may_read(
    database: dict[str, Any], origin: str, status: int, named: str | None
) -> None:
    async def story(app: Live) -> None:
        browser = Browser(app, method="HEAD")
        async with browser.open(f"token={token('centre:1')}", origin=origin):
            await asyncio.sleep(0.05)
        assert browser.status == status
        assert browser.headers.get("access-control-allow-origin") == named

    drive(database, story)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/livez", 200),
        ("GET", "/healthz", 200),
        ("OPTIONS", "/live", 204),
        ("POST", "/live", 405),
        ("GET", "/elsewhere", 404),
    ],
)
def test_everything_else_is_answered_at_once(
    database: dict[str, Any], method: str, path: str, status: int
) -> None:
    async def story(app: Live) -> None:
        browser = Browser(app, path, method)
        async with browser.open():
            await asyncio.sleep(0.05)
        assert browser.status == status

    drive(database, story)


def test_a_stop_ends_every_stream(database: dict[str, Any]) -> None:
    async def story(app: Live) -> None:
        async with Browser(app).open(f"token={token('centre:1')}") as board:
            await board.hears("ready")
            await app.stop()
            async with asyncio.timeout(2):
                while len(app.hub):
                    await asyncio.sleep(0.01)

    drive(database, story)
