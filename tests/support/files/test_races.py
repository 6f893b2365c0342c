"""Several checks of one file at the same moment: one finding, one content, nothing left lying."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from django.db import connection

from tests.support.files.builders import NOW, picture, send
from tests.support.files.test_receiving import lying
from yimen.support.files import actions, inspector, queries, vault
from yimen.support.files.models import StoredFile
from yimen.support.files.queries import FileView
from yimen.support.files.states import State
from yimen.support.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

CLIENTS: Final = 6


def waiting() -> str:
    """A file that nobody has checked yet."""
    with inspector.turn(0):
        return send(picture()).id


def at_once(public_id: str) -> list[FileView]:
    barrier = threading.Barrier(CLIENTS)

    def check(_: int) -> FileView:
        barrier.wait()
        try:
            return actions.check(public_id, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(check, range(CLIENTS)))


def test_checks_at_the_same_moment_agree_and_leave_one_content() -> None:
    public_id = waiting()

    found = at_once(public_id)

    assert {view.state for view in found} == {State.CLEAN}
    assert {view.digest for view in found} == {queries.file(public_id).digest}
    assert lying("kept") == [StoredFile.objects.get().kept]
    assert lying("quarantine") == []
    assert Event.objects.filter(name="file.checked").count() == 1


def test_a_careless_check_would_leave_contents_lying() -> None:
    """The twin: each writes what it made without looking whether somebody was faster."""
    public_id = waiting()
    barrier = threading.Barrier(CLIENTS)

    def careless(_: int) -> None:
        row = StoredFile.objects.get(public_id=public_id)
        barrier.wait()
        if row.state == State.RECEIVED:
            row.kept = vault.put(vault.KEPT, [picture()])
            row.save(update_fields=["kept"])
        connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(careless, range(CLIENTS)))

    assert len(lying("kept")) == CLIENTS
