"""The embedded PostgreSQL: private, durable, and clean after every kind of death."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yimen.support.postgres import cluster, place
from yimen.support.postgres.account import account_for
from yimen.support.postgres.errors import CopiedHome, DidNotStart, OtherVersion, PasswordLost
from yimen.support.postgres.server import Server, start

#: For a Python of our own beside the test runner's.
VARIABLES = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root hands the server to another user")


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the server's user can reach, which pytest's own is not for root."""
    folder = Path(tempfile.mkdtemp(prefix="yimen-test-"))
    folder.chmod(0o711)
    yield folder / "home"
    for part in ("postgres", "test-postgres"):
        memory = folder / "home" / f"{part}.json"
        if memory.exists():
            cluster.stop(place.settle(folder / "home", part))
    shutil.rmtree(folder)


def ask(server: Server, question: str) -> object:
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def write(server: Server, text: str) -> None:
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
        connection.execute("INSERT INTO note VALUES (%s)", [text])


def kill_all(server: Server) -> None:
    pid = cluster.running(server.place)
    assert pid is not None
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for victim in (pid, *map(int, children)):
        os.kill(victim, signal.SIGKILL)


def test_a_server_is_durable_checked_and_speaks_utf8(home: Path) -> None:
    with start(home) as server:
        found = {
            name: ask(server, f"SELECT current_setting('{name}')")
            for name in ("data_checksums", "fsync", "synchronous_commit", "server_encoding")
        }
        assert ask(server, "SELECT upper('é')") == "É"

    assert found == {
        "data_checksums": "on",
        "fsync": "on",
        "synchronous_commit": "on",
        "server_encoding": "UTF8",
    }


def test_a_server_is_private(home: Path) -> None:
    with start(home) as server:
        wrong = server.url().replace(server.place.password, "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        assert ask(server, "SELECT current_setting('listen_addresses')") == ""

        assert server.place.sockets.stat().st_mode & 0o077 == 0
        assert server.place.data.stat().st_mode & 0o077 == 0
        assert (home / "postgres.json").stat().st_mode & 0o077 == 0


def test_a_stopped_server_starts_again_with_its_data(home: Path) -> None:
    with start(home) as server:
        write(server, "一门")
    assert cluster.running(server.place) is None

    with start(home) as again:
        assert ask(again, "SELECT text FROM note") == "一门"


def test_after_a_kill_of_everything_confirmed_rows_are_there(home: Path) -> None:
    server = start(home)
    write(server, "confirmed")
    kill_all(server)

    with start(home) as again:
        assert ask(again, "SELECT text FROM note") == "confirmed"


def test_after_a_kill_of_the_server_alone_its_children_are_waited_for(home: Path) -> None:
    server = start(home)
    write(server, "confirmed")
    pid = cluster.running(server.place)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    with start(home) as again:
        assert ask(again, "SELECT text FROM note") == "confirmed"


def test_a_lock_file_with_a_strangers_number_is_not_believed(home: Path) -> None:
    server = start(home)
    kill_all(server)
    account = server.place.account
    stranger = subprocess.Popen(["sleep", "60"], user=account.uid if account.switch else None)
    lock = server.place.data / "postmaster.pid"
    lock.write_text(f"{stranger.pid}\n" + lock.read_text().split("\n", 1)[1])

    try:
        with start(home) as again:
            assert ask(again, "SELECT 1") == 1
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_outlived_its_starter_is_adopted_and_then_stopped(home: Path) -> None:
    code = (
        "import os; from pathlib import Path; from yimen.support.postgres.server import start;"
        f"start(Path({str(home)!r})); os._exit(9)"
    )
    died = subprocess.run([sys.executable, "-c", code], check=False, env=VARIABLES)
    survivor = cluster.running(place.settle(home, "postgres"))

    with start(home) as server:
        adopted = cluster.running(server.place)

    assert died.returncode == 9
    assert survivor is not None
    assert adopted == survivor
    assert cluster.running(server.place) is None


def test_the_last_of_two_users_takes_the_server_down(home: Path) -> None:
    first, second = start(home), start(home)

    first.stop()
    assert ask(second, "SELECT 1") == 1
    second.stop()
    assert cluster.running(second.place) is None


def test_the_server_for_tests_is_another_one(home: Path) -> None:
    with start(home) as real, start(home, fast=True) as fast:
        write(real, "real")
        assert ask(fast, "SELECT to_regclass('note')") is None
        assert ask(fast, "SELECT current_setting('fsync')") == "off"


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(home: Path) -> None:
    deep = home.parent / ("x" * 100)
    with start(deep) as server:
        sockets = server.place.sockets
        assert deep not in sockets.parents
        assert sockets.stat().st_mode & 0o777 == 0o700

    with start(deep) as again:
        assert again.place.sockets == sockets
    shutil.rmtree(sockets)


@as_root
def test_under_a_closed_folder_the_data_go_elsewhere_and_nothing_is_opened(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = home.parent / "elsewhere"
    monkeypatch.setattr(place, "ELSEWHERE", elsewhere)
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)

    with start(closed / "home") as server:
        write(server, "kept")
        assert elsewhere in server.place.data.parents
    with start(closed / "home") as again:
        assert ask(again, "SELECT text FROM note") == "kept"

    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "home").stat().st_uid == 0


@as_root
def test_a_copied_home_does_not_take_the_originals_data(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "ELSEWHERE", home.parent / "elsewhere")
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    start(closed / "home").stop()
    shutil.copytree(closed / "home", closed / "copy")

    with pytest.raises(CopiedHome):
        start(closed / "copy")

    (closed / "home").rename(closed / "moved")
    shutil.rmtree(closed / "copy")
    with start(closed / "moved") as server:
        assert ask(server, "SELECT 1") == 1


@as_root
def test_root_runs_the_server_as_somebody_without_rights(home: Path) -> None:
    with start(home) as server:
        pid = cluster.running(server.place)
        assert Path(f"/proc/{pid}").stat().st_uid == server.place.account.uid != 0
        assert account_for(server.place.data) == server.place.account


def test_data_of_another_major_version_are_refused(home: Path) -> None:
    with start(home) as server:
        mark = server.place.data / "PG_VERSION"
    mark.write_text("17\n")

    with pytest.raises(OtherVersion) as refused:
        start(home)

    mark.write_text("18\n")
    assert refused.value.facts["found"] == "17"


def test_a_lost_password_is_told_and_not_replaced(home: Path) -> None:
    start(home).stop()
    memory = home / "postgres.json"
    memory.write_text(json.dumps(json.loads(memory.read_text()) | {"password": ""}))

    with pytest.raises(PasswordLost):
        start(home)


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with start(home) as server:
        local = server.place.data / "postgresql.auto.conf"
    local.write_text("shared_buffers = 'plenty'\n")

    with pytest.raises(DidNotStart) as refused:
        start(home)

    assert "shared_buffers" in str(refused.value.facts["said"])


def test_a_start_and_a_stop_are_quick(home: Path) -> None:
    start(home).stop()

    began = time.monotonic()
    start(home).stop()

    assert time.monotonic() - began < 5
