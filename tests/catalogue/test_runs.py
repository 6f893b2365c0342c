"""Files handed in at a page: imported in the background, followed by number, each bad line kept."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.builders import Hall, build_hall, staff
from tests.catalogue.builders import HEADER
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.actions import importing, runs
from yimen.reference.catalogue.errors import RunNotFound
from yimen.reference.catalogue.models import ImportRun, Item
from yimen.reference.catalogue.queries import runs as queries
from yimen.reference.catalogue.rules.runs import SILENCE, RunState, is_lost
from yimen.reference.people.models import RoleGrant
from yimen.reference.people.rules import Actor, Role
from yimen.support.files import vault

GOOD = "市公安局,,护照换发,07,P1,441900,GA"
BAD = "市公安局,,,07,P2,441900,GA"


def content(*lines: str) -> bytes:
    """A file of these lines under the header."""
    return ("\n".join((HEADER, *lines)) + "\n").encode()


def manager(hall: Hall) -> Actor:
    """Somebody who may import."""
    return staff(hall, Role.HALL_MANAGER, "2001")


def handed_in(by: Actor, *lines: str, name: str = "事项.csv") -> int:
    """A file in the queue."""
    raw = content(*lines)
    return runs.hand_in(name, [raw], size=len(raw), by=by, at=timezone.now())


def seen(run_id: int) -> queries.RunView:
    """The run as a page shows it now."""
    return queries.run(run_id, now=timezone.now())


@pytest.mark.django_db
def test_a_file_is_kept_sealed_and_waits_in_the_queue(hall: Hall) -> None:
    run_id = handed_in(manager(hall), GOOD)

    row = ImportRun.objects.get()
    assert (seen(run_id).state, seen(run_id).going) == (RunState.WAITING, True)
    with default_storage.open(row.stored) as stored:
        assert "护照换发".encode() not in stored.read()
    assert b"".join(vault.get(row.stored)) == content(GOOD)
    job = ProcrastinateJob.objects.get(task_name=runs.TASK, args={"run_id": run_id})
    assert job.lock == "catalogue.import"


@pytest.mark.django_db
def test_only_who_reviews_items_hands_in(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        handed_in(staff(hall, Role.DEPARTMENT_ADMIN, "2002"), GOOD)

    assert ImportRun.objects.count() == 0


@pytest.mark.django_db
def test_good_lines_are_taken_and_bad_ones_named() -> None:
    run_id = handed_in(manager(build_hall()), GOOD, BAD, GOOD)
    stored = ImportRun.objects.get().stored

    runs.carry_out(run_id)

    run = seen(run_id)
    assert (run.state, run.going) == (RunState.DONE, False)
    assert (run.rows, run.created, run.rejected) == (3, 1, 2)
    assert [(r.line, r.column, r.other_line) for r in queries.every_rejection(run_id)] == [
        (3, "事项名称", None),
        (4, "事项编码", 2),
    ]
    assert [r.line for r in queries.rejections(run_id, after=3)] == [4]
    assert Item.objects.get().code == "P1"
    assert not default_storage.exists(stored)


@pytest.mark.django_db
def test_a_repeated_job_reads_the_file_once() -> None:
    run_id = handed_in(manager(build_hall()), GOOD)
    runs.carry_out(run_id)
    before = seen(run_id)

    runs.carry_out(run_id)

    assert seen(run_id) == before


@pytest.mark.django_db
def test_a_file_without_a_needed_column_is_refused_whole_and_says_which() -> None:
    raw = "部门,事项名称\n公安局,护照\n".encode()
    by = manager(build_hall())
    run_id = runs.hand_in("x.csv", [raw], size=len(raw), by=by, at=timezone.now())

    runs.carry_out(run_id)

    run = seen(run_id)
    assert (run.state, run.refusal) == (RunState.REFUSED, "catalogue.column_missing")
    assert "事项编码" in run.facts["columns"]
    assert Item.objects.count() == 0


@pytest.mark.django_db
def test_who_lost_the_right_in_the_meantime_imports_nothing() -> None:
    by = manager(build_hall())
    run_id = handed_in(by, GOOD)
    RoleGrant.objects.filter(staff_id=by.id).delete()

    runs.carry_out(run_id)

    assert (seen(run_id).state, seen(run_id).refusal) == (RunState.REFUSED, "not_allowed")
    assert Item.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_by_others_while_nothing_of_the_file_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run_id = handed_in(manager(build_hall()), GOOD)
    looks: list[tuple[str, int, int]] = []
    others = connection.copy()

    def watched(path: Path, *, progress: Callable[[str, int, int], None], **more: object) -> object:
        def look(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            with others.cursor() as cursor:
                cursor.execute(
                    "SELECT stage, done FROM catalogue_importrun WHERE id = %s", [run_id]
                )
                stage_seen, done_seen = cursor.fetchone()
                cursor.execute("SELECT count(*) FROM catalogue_item")
                looks.append((stage_seen, done_seen, cursor.fetchone()[0]))

        return importing.import_file(path, progress=look, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(runs, "import_file", watched)
    try:
        runs.carry_out(run_id)
    finally:
        others.close()

    assert ("reading", 1, 0) in looks
    assert ("indexing", 1, 0) in looks
    assert Item.objects.count() == 1


@pytest.mark.django_db
def test_a_fault_of_ours_is_noted_and_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = handed_in(manager(build_hall()), GOOD)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(runs, "import_file", broken)

    with pytest.raises(ZeroDivisionError):
        runs.carry_out(run_id)

    assert (seen(run_id).state, seen(run_id).going) == (RunState.FAILED, False)


@pytest.mark.django_db
def test_a_killed_run_is_known_by_its_silence(hall: Hall) -> None:
    run_id = handed_in(manager(hall), GOOD)
    begun = timezone.now()
    ImportRun.objects.update(state=RunState.RUNNING.value, moved_at=begun)

    assert seen(run_id).going
    assert is_lost(RunState.RUNNING, begun, now=begun + SILENCE + timedelta(seconds=1))
    assert not is_lost(RunState.RUNNING, begun, now=begun + SILENCE)
    assert not is_lost(RunState.WAITING, begun, now=begun + timedelta(days=1))


@pytest.mark.django_db
def test_old_files_are_forgotten_with_what_they_left(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_KEPT", 2)
    by = manager(hall)
    first = handed_in(by, GOOD)
    stored = ImportRun.objects.get().stored

    later = [handed_in(by, GOOD), handed_in(by, GOOD)]

    with pytest.raises(RunNotFound):
        seen(first)
    assert not default_storage.exists(stored)
    assert [run.id for run in queries.runs(now=timezone.now())] == later[::-1]
