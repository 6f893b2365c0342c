"""Checks that do not end at once: the scanner, its absence, kills, and files that kill."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.support.files.builders import NOW, picture, send
from tests.support.files.hostile_pdfs import EICAR, pdf, with_eicar
from tests.support.files.scanner import (
    BROKEN,
    FULL,
    NONSENSE,
    SILENT,
    FakeClamd,
    running_scanner,
)
from tests.support.files.test_receiving import lying
from yimen.support.files import actions, inspector, queries, tasks, vault
from yimen.support.files.errors import Infected, NotReady, TooHard
from yimen.support.files.models import StoredFile
from yimen.support.files.states import State

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def clamd(settings: Any) -> Iterator[FakeClamd]:
    """A scanner that every file must pass."""
    with running_scanner() as scanner:
        settings.CLAMD = scanner.address
        yield scanner


def waiting_jobs() -> list[dict[str, object]]:
    jobs = ProcrastinateJob.objects.filter(task_name="files.check").order_by("id")
    return list(jobs.values_list("args", flat=True))


def state_of(public_id: str) -> State:
    return queries.file(public_id).state


def test_with_a_scanner_a_file_is_received_first_and_clean_after_its_job(clamd: FakeClamd) -> None:
    sent = send(picture())

    assert sent.state is State.RECEIVED
    assert waiting_jobs() == [{"public_id": sent.id}]
    with pytest.raises(NotReady):
        queries.content(sent.id)

    tasks.check(sent.id)

    assert state_of(sent.id) is State.CLEAN
    assert clamd.scanned == [picture()]
    assert lying("quarantine") == []


def test_what_the_scanner_knows_is_refused_though_the_rewriting_would_have_dropped_it(
    clamd: FakeClamd,
) -> None:
    sent = send(with_eicar(), "材料.pdf")

    tasks.check(sent.id)

    found = queries.file(sent.id)
    assert (found.state, type(found.refusal)) == (State.REFUSED, Infected)
    assert lying("kept") == []
    assert len(lying("quarantine")) == 1
    with pytest.raises(Infected):
        queries.content(sent.id)


@pytest.mark.parametrize("fault", [SILENT, BROKEN, FULL, NONSENSE])
def test_a_scanner_that_does_not_say_yes_leaves_the_file_received(
    clamd: FakeClamd, fault: str
) -> None:
    sent = send(picture())
    clamd.fault = fault

    tasks.check(sent.id)

    assert state_of(sent.id) is State.RECEIVED

    clamd.fault = ""
    actions.check_waiting(at=LATER)

    assert state_of(sent.id) is State.CLEAN


def test_while_the_scanner_is_gone_files_are_received_and_caught_up_with_afterwards(
    settings: Any,
) -> None:
    with running_scanner() as gone:
        settings.CLAMD = gone.address
    sent = send(picture())

    tasks.check(sent.id)
    looked_at = actions.check_waiting(at=LATER)

    assert state_of(sent.id) is State.RECEIVED
    assert looked_at == 0  # it is inspected already; only the scanner is missing

    with running_scanner() as back:
        settings.CLAMD = back.address
        actions.check_waiting(at=LATER)

    assert state_of(sent.id) is State.CLEAN


def test_a_scanner_can_listen_on_a_socket_of_the_machine(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    sent = send(picture())

    tasks.check(sent.id)
    without = state_of(sent.id)
    with running_scanner(settings.CLAMD):
        tasks.check(sent.id)

    assert (without, state_of(sent.id)) == (State.RECEIVED, State.CLEAN)


def test_without_a_scanner_the_checks_of_structure_suffice() -> None:
    sent = send(with_eicar(), "材料.pdf")

    assert sent.is_usable
    assert EICAR not in b"".join(queries.content(sent.id))
    assert waiting_jobs() == []


def test_when_all_inspectors_are_busy_the_check_goes_on_as_a_job() -> None:
    with inspector.turn(0):
        sent = send(picture())

    assert sent.state is State.RECEIVED
    assert waiting_jobs() == [{"public_id": sent.id}]

    tasks.check(sent.id)

    assert state_of(sent.id) is State.CLEAN


def left_behind(content: bytes) -> StoredFile:
    """What a process killed right after the upload leaves."""
    with inspector.turn(0):
        sent = send(content)
    ProcrastinateJob.objects.all()._raw_delete("default")
    return StoredFile.objects.get(public_id=sent.id)


def test_the_clock_checks_what_a_killed_process_left() -> None:
    row = left_behind(picture())

    young = actions.check_waiting(at=NOW + timedelta(seconds=60))
    old = actions.check_waiting(at=LATER)

    assert (young, old) == (0, 1)
    assert state_of(row.public_id) is State.CLEAN


def test_the_clock_clears_an_original_whose_end_was_not_written_down() -> None:
    sent = send(picture())
    name = vault.put(vault.QUARANTINE, [b"left"])
    StoredFile.objects.filter(public_id=sent.id).update(quarantine=name)

    actions.check_waiting(at=LATER)

    assert StoredFile.objects.get().quarantine == ""
    assert lying("quarantine") == []


def test_a_second_check_changes_nothing() -> None:
    sent = send(picture())
    before = StoredFile.objects.values().get()

    again = actions.check(sent.id, at=LATER)

    assert again == queries.file(sent.id)
    assert StoredFile.objects.values().get() == before
    assert len(lying("kept")) == 1


def test_a_file_dropped_while_it_is_checked_stays_dropped(clamd: FakeClamd) -> None:
    sent = send(picture())
    actions.drop(sent.id, actor_label="citizen:7", at=NOW)

    tasks.check(sent.id)

    assert StoredFile.objects.get().state == State.DROPPED


@pytest.mark.parametrize(
    "death",
    [
        "import os; os.abort()",
        "import sys; sys.stdin.buffer.read(); print('not json')",
        'import sys; sys.stdin.buffer.read(); print(\'{"code": "files.invented", "facts": {}}\')',
        'import sys; sys.stdin.buffer.read(); print(\'{"media_type": "text/html", "pages": 1,'
        ' "size": 9, "was_signed": false}\\n<script>\')',
        'import sys; sys.stdin.buffer.read(); print(\'{"media_type": "image/png", "pages": 1,'
        ' "size": 999, "was_signed": false}\\ntoo short\')',
    ],
)
def test_a_file_that_ends_every_inspector_is_refused_in_the_end(
    monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    row = left_behind(picture())
    monkeypatch.setattr(inspector, "_PROGRAM", death)

    states = [actions.check(row.public_id, at=LATER).state for _ in range(4)]

    assert states == [State.RECEIVED] * 3 + [State.REFUSED]
    assert type(queries.file(row.public_id).refusal) is TooHard
    assert lying("kept") == []


def test_a_file_that_takes_all_the_time_there_is_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = left_behind(picture())
    bound = "import sys; sys.path.insert(0, sys.argv[1]); "
    bound += "from yimen.support.files.inspection.child import _bind; _bind(1)\nwhile True: pass"
    monkeypatch.setattr(inspector, "_PROGRAM", bound)

    found = actions.check(row.public_id, at=LATER)

    assert (found.state, found.reason) == (State.REFUSED, "files.too_hard")


def test_a_file_that_takes_all_the_memory_there_is_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = left_behind(picture("PNG", (5000, 5000)))
    tight = "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    tight += "from yimen.support.files.inspection import child; "
    tight += "child.MEMORY = 90_000_000; child.main()"
    monkeypatch.setattr(inspector, "_PROGRAM", tight)

    found = actions.check(row.public_id, at=LATER)

    assert (found.state, found.reason) == (State.REFUSED, "files.too_hard")


def test_an_inspector_that_hangs_is_ended_and_the_file_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = left_behind(picture())
    monkeypatch.setattr(inspector, "_PROGRAM", "import time; time.sleep(60)")
    patience = actions.checking.Patience(seconds=0.5, wait=1, scans=True)

    found = actions.check(row.public_id, at=LATER, patience=patience)

    assert found.state is State.RECEIVED


def test_a_lost_original_does_not_count_against_the_file() -> None:
    row = left_behind(pdf())
    with default_storage.open(row.quarantine) as stored:
        content = stored.read()
    default_storage.delete(row.quarantine)

    for _ in range(5):
        assert actions.check(row.public_id, at=LATER).state is State.RECEIVED

    with open(default_storage.path(row.quarantine), "wb") as back:  # noqa: PTH123
        back.write(content)
    assert actions.check(row.public_id, at=LATER).state is State.CLEAN
