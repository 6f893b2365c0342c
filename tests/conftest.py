"""What every test may use: a small centre, clean memories, the data to test against."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright

from tests.builders import Hall, build_hall
from tests.emptying import empty_database
from yimen.demo.city import load_places
from yimen.reference.centres import queries as centres
from yimen.reference.people import queries as people
from yimen.reference.policy import queries as policy
from yimen.services.cases.queries import notice_facts
from yimen.services.hall import queries as hall_queries
from yimen.support.messages import compile_outdated
from yimen.support.postgres.server import start

#: Data to test against, beside the project; tests that use it skip where it is absent.
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

_MEMORIES = (
    centres.forget_plans,
    hall_queries.forget,
    notice_facts.forget,
    people.forget_keys,
    people.forget_holders,
    policy.forget,
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the longest tests go on."""
    parser.addoption("--long", action="store_true", help="recorded days whole, not their mornings")
    parser.addoption("--lives", type=int, default=15, help="lives of cases in tests that kill")


def pytest_configure() -> None:
    """Pages in other languages need the compiled translations, which are not kept in git."""
    compile_outdated()
    # Django has no door for this: its own way takes as long as the test before it.
    TransactionTestCase._fixture_teardown = lambda _self: empty_database()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """A PostgreSQL for each further process: transactions elsewhere on a server are seen, too.

    What is written is read once no older transaction is open on the whole server (seals, reactions,
    live events); a test beside another's long transaction would wait for it.
    """
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if process == "gw0":
        yield
        return
    with start(Path(os.environ["YIMEN_HOME"], process), fast=True) as server:
        known = connection.settings_dict
        known["HOST"] = str(server.place.sockets)
        known["PASSWORD"] = server.place.password
        yield


@pytest.fixture(autouse=True)
def _clean_memories(settings: object, tmp_path: Path) -> Iterator[None]:
    """No answer remembered from another test; cheap password hashing; files of its own."""
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    # Each client has middleware of its own: it looks for a static file when asked, not for all.
    settings.WHITENOISE_AUTOREFRESH = True  # type: ignore[attr-defined]
    for forget in _MEMORIES:
        forget()
    yield
    for forget in _MEMORIES:
        forget()


@pytest.fixture
def hall(db: None) -> Hall:
    """A centre with three windows and two queues, open all day."""
    return build_hall()


@pytest.fixture(scope="module")
def drawn_centre(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The demonstration centre with its plans, without people; made once for a module. Its id."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_places()
        transaction.set_rollback(True)


@pytest.fixture
def shared_data() -> Path:
    """The folder with recorded days and real files."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data folder is not beside the project")
    return SHARED_DATA


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """An installed Chromium; without one these tests are skipped.

    One for each module: while it runs, its event loop is this thread's, and Django would take
    every other test for an asynchronous caller.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            running = playwright.chromium.launch(
                executable_path=chromium,
                args=[
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            )
            yield running
            running.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
