"""An import killed half way leaves nothing half done, and the next one does all of it.

The command runs as people run it. A lock of the test holds it up when its rows are written and its
last statements are not; there it is killed, as by a power cut.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.databases import database_url

from yimen.insights.actions import summing
from yimen.insights.models import DayFact, HistoryFile, HourFact, ItemFact, Service, Subject
from yimen.insights.rules.synthetic import write_history
from yimen.reference.catalogue.actions import publishing
from yimen.reference.catalogue.models import Department, ImportLog, Item, ItemVersion, SearchEntry
from yimen.reference.catalogue.rules.synthetic import write_catalogue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
_GIVE_UP = 60.0


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """What a command needs to find the database of the tests."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "YIMEN_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT / "src"),
    }


def start(home: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "yimen", *words],
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def held_up_at(table: str) -> Iterator[None]:
    """Nobody writes to a table meanwhile."""
    with psycopg.connect(database_url()) as connection:
        connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(sql.Identifier(table)))
        yield


def wait_until_held_up(process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + _GIVE_UP
    with psycopg.connect(database_url(), autocommit=True) as connection:
        while time.monotonic() < until:
            assert process.poll() is None, process.communicate()
            waiting = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND wait_event_type = 'Lock'"
            ).fetchone()
            if waiting != (0,):
                return
            time.sleep(0.05)
    pytest.fail("the import never came to the table")


def kill_at(table: str, lock: int, home: dict[str, str], *words: str) -> None:
    """Kill a command at its first write to a table, and wait until PostgreSQL has seen it go."""
    with held_up_at(table):
        process = start(home, *words)
        wait_until_held_up(process)
        process.kill()
        process.communicate()
    with psycopg.connect(database_url()) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def test_a_killed_import_of_items_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, home: dict[str, str]
) -> None:
    path = tmp_path / "items.csv"
    write_catalogue(path, 300, bad_every=10)

    kill_at("catalogue_searchentry", publishing._LOCK, home, "catalogue", "import", str(path))

    for model in (Item, ItemVersion, Department, SearchEntry, ImportLog):
        assert not model._default_manager.exists(), model
    again = start(home, "catalogue", "import", str(path), "--json")
    out, err = again.communicate(timeout=_GIVE_UP)
    assert again.returncode == 0, err
    assert '"rows": 300, "created": 270' in out
    assert SearchEntry.objects.count() == 270


def test_a_killed_import_of_history_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, home: dict[str, str]
) -> None:
    path = tmp_path / "history.csv"
    write_history(path, 3000)

    kill_at("insights_itemfact", summing._LOCK, home, "history", "import", str(path))

    for model in (HistoryFile, Service, Subject, DayFact, HourFact, ItemFact):
        assert not model._default_manager.exists(), model
    again = start(home, "history", "import", str(path), "--json")
    out, err = again.communicate(timeout=_GIVE_UP)
    assert again.returncode == 0, err
    assert '"rows": 3000' in out
    assert Service.objects.count() == 3000
