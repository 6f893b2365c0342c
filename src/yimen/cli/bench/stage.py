"""Where the measuring happens: its own database, the demonstration city, production processes."""

import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from yimen.cli.errors import StepFailed
from yimen.cli.installation import ROOT, database, run_step
from yimen.support.serving.ports import free_pair
from yimen.support.serving.ready import answers

DATABASE: Final = "yimen_bench"
LONGEST_START: Final = 60.0
LONGEST_STOP: Final = 15.0
#: As the hall's own defaults; what counts for speed is that they are there.
RULE: Final = {"rate_ordinary": 1.0, "rate_booked": 2.0, "rate_priority": 4.0, "max_wait": 2700.0}
FREE: Final = (
    "UPDATE hall_ticket SET state = 'done', started_at = called_at, finished_at = now()"
    " WHERE state = 'called'"
)


@dataclass
class Stage:
    """A running product and the way to it."""

    url: str
    port: int
    key: str
    started_in: float
    server: subprocess.Popen[bytes]
    centre_id: int
    day: date
    connection: psycopg.Connection[Any]
    #: (id, code, prefix, domain) of each queue.
    queues: list[tuple[int, str, str, str]] = field(default_factory=list)
    #: (id, number, area, kind, domain of its first queue) of each window.
    windows: list[tuple[int, int, str, str, str]] = field(default_factory=list)

    def issue_params(self, queues: list[tuple[int, str, str, str]]) -> list[dict[str, Any]]:
        """One set of parameters of the issuing statement for each queue."""
        return [
            {
                "public_id": "", "centre_id": self.centre_id, "day": self.day.isoformat(),
                "series": prefix, "queue_id": queue_id, "queue_code": code, "quota": None,
                "ticket_class": "ordinary", "slot_start": None, "channel": "api",
                "holder_index": None, "holder_id_sealed": "", "holder_name_sealed": "",
                "phone_sealed": "", "issue_key": None, "ahead_limit": 300, "actor": "system:bench",
            }
            for queue_id, code, prefix, _ in queues
        ]  # fmt: skip

    def call_params(self) -> list[dict[str, Any]]:
        """One set of parameters of the claiming statement for each window."""
        return [
            {
                "window_id": window_id, "window_number": number, "area": area, "staff_id": None,
                "day": self.day.isoformat(), "call_key": None, "actor": "system:bench", **RULE,
            }
            for window_id, number, area, _, _ in self.windows
        ]  # fmt: skip

    def open_windows(self) -> None:
        """Every window is in use from now."""
        self.connection.execute(
            "INSERT INTO hall_windowduty (window_id, centre_id, state, pause_reason, since)"
            " SELECT id, centre_id, 'open', '', now() FROM centres_window"
        )

    def free_windows(self) -> None:
        """Whoever was called is done: one statement, outside all measured time."""
        self.connection.execute(FREE)

    def settle(self) -> None:
        """What autovacuum does within a minute in a running hall: know the tables' sizes."""
        self.connection.execute("ANALYZE")

    def clear_tickets(self) -> None:
        """An empty hall."""
        self.connection.execute(
            "TRUNCATE hall_ticketevent, hall_ticket, hall_numberseries, support_event"
        )


@contextmanager
def own_database() -> Iterator[tuple[str, str]]:
    """A database with the demonstration city, and a folder, both gone afterwards.

    The address and the folder; commands started meanwhile use them.
    """
    with ExitStack() as stack:
        url = stack.enter_context(database())
        own = _renamed(url, DATABASE)
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-bench-"))
        stack.enter_context(_variables(_settings(own, home)))
        _make_database(url)
        stack.callback(_drop_database, url)
        run_step("数据库迁移", "yimen", "manage", "migrate", "--noinput", "-v", "0")
        run_step("载入演示城市", "yimen.cli.demo_city")
        yield own, home


@contextmanager
def stage(say: Any) -> Iterator[Stage]:  # noqa: ANN401 - a printing function
    """Make everything, hand it over, take it down whatever happened."""
    with ExitStack() as stack:
        own, home = stack.enter_context(own_database())
        say("启动生产进程……")
        port = free_pair("127.0.0.1")
        began = time.monotonic()
        log = stack.enter_context((Path(home) / "serve.log").open("wb"))
        server = subprocess.Popen(
            [sys.executable, "-m", "yimen", "serve", "--port", str(port)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        stack.callback(_stop, server)
        _wait(server, port, Path(home) / "serve.log")
        started_in = time.monotonic() - began
        connection = stack.enter_context(psycopg.connect(own, autocommit=True))
        keys = json.loads((Path(home) / "demo-logins.json").read_text("utf-8"))["keys"]
        found = Stage(
            own, port, keys["演示系统"], started_in, server, *_today(connection), connection
        )
        _read(found)
        yield found


def _settings(url: str, home: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "YIMEN_HOME": home,
        "YIMEN_SECRET_KEY": secrets.token_urlsafe(48),
        "YIMEN_DATA_KEY": secrets.token_hex(16),
        "YIMEN_INDEX_KEY": secrets.token_hex(16),
        "YIMEN_HTTPS": "1",
        "YIMEN_HOSTS": "127.0.0.1",
        "YIMEN_DEMO": "0",
        "YIMEN_DEBUG": "0",
        "YIMEN_LIVE_URL": "",
        "YIMEN_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "yimen.settings",
    }


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _make_database(url: str) -> None:
    _drop_database(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _drop_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        query = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(query.format(sql.Identifier(DATABASE)))


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + LONGEST_START
    doors = [f"http://127.0.0.1:{port}/healthz", f"http://127.0.0.1:{port + 1}/healthz"]
    while not all(answers(door) for door in doors):
        if server.poll() is not None or time.monotonic() > give_up:
            said = log.read_text("utf-8", errors="replace")[-1500:]
            raise StepFailed(step="启动生产进程", code=server.poll(), said=said)
        time.sleep(0.05)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(LONGEST_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _today(connection: psycopg.Connection[Any]) -> tuple[int, date]:
    row = connection.execute(
        "SELECT id, (now() AT TIME ZONE zone)::date FROM centres_centre ORDER BY id LIMIT 1"
    ).fetchone()
    if row is None:
        raise StepFailed(step="载入演示城市", code=0, said="没有中心")
    return row[0], row[1]


def _read(found: Stage) -> None:
    found.queues = found.connection.execute(
        "SELECT id, code, prefix, domain FROM hall_queue ORDER BY id"
    ).fetchall()
    found.windows = found.connection.execute(
        "SELECT w.id, w.number, a.code, w.kind, q.domain FROM centres_window w"
        " JOIN centres_area a ON a.id = w.area_id"
        " JOIN hall_windowskill s ON s.window_id = w.id AND s.is_home"
        " JOIN hall_queue q ON q.id = s.queue_id ORDER BY w.number"
    ).fetchall()
