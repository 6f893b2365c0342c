"""Importing a file that was handed in at a page, in the background, with its progress as a row.

The import is one transaction (see `importing`); its progress is told outside of it, by a second
connection, so that others see it while nothing of the file is visible yet.
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.kernel.errors import DomainError
from yimen.reference.catalogue.actions.importing import Imported, by_whom, import_file
from yimen.reference.catalogue.models import ImportRejection, ImportRun
from yimen.reference.catalogue.rules.runs import RunState
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Actor, Right, require
from yimen.support.files import vault

#: Where handed-in files lie until they are read.
PLACE: Final = "imports"
TASK: Final = "catalogue.import"
#: One at a time: the others wait in the queue.
_LOCK: Final = "catalogue.import"
#: What of a name a disk takes at any rate: 255 bytes at most.
_NAME_END: Final = 60
_TOLD_EVERY_SECONDS: Final = 0.5
#: Older runs are forgotten with their rejected lines; what was imported stays in `ImportLog`.
_KEPT: Final = 50


def hand_in(name: str, content: Iterable[bytes], *, size: int, by: Actor, at: datetime) -> int:
    """Keep a file and let the background import it. The run's id.

    Raises:
        NotAllowed: `by` may not review items.
    """
    require(by, Right.REVIEW_ITEMS)
    stored = vault.put(PLACE, content)
    with transaction.atomic():
        run = ImportRun.objects.create(
            file_name=Path(name.replace("\\", "/")).name[:300],
            size=size,
            stored=stored,
            by=by_whom(by),
            at=at,
            moved_at=at,
        )
        _forget_old()
        app.configure_task(TASK, queue="imports", lock=_LOCK).defer(run_id=run.pk)
    return run.pk


def carry_out(run_id: int) -> None:
    """Import a handed-in file, once; a run that is no longer waiting is left as it is.

    Raises:
        Exception: whatever is no refusal, after it was noted.
    """
    claimed = ImportRun.objects.filter(pk=run_id, state=RunState.WAITING.value).update(
        state=RunState.RUNNING.value, moved_at=timezone.now()
    )
    if not claimed:
        return
    run = ImportRun.objects.get(pk=run_id)
    try:
        done = _import(run)
    except DomainError as refusal:
        facts = {name: str(value) for name, value in refusal.facts.items()}
        _end(run, RunState.REFUSED, refusal=refusal.code, facts=facts)
    except Exception:
        _end(run, RunState.FAILED)
        raise
    else:
        _keep(run, done)
    finally:
        vault.remove(run.stored)


def _import(run: ImportRun) -> Imported:
    by = people.actor_of_staff(int(run.by.partition(":")[2]))
    with tempfile.TemporaryDirectory() as folder, _telling(run.pk) as tell:
        path = Path(folder, run.file_name[-_NAME_END:] or "file")
        with path.open("wb") as file:
            for piece in vault.get(run.stored):
                file.write(piece)
        return import_file(path, by=by, at=timezone.now(), progress=tell)


def _keep(run: ImportRun, done: Imported) -> None:
    with transaction.atomic():
        ImportRejection.objects.bulk_create(
            (
                ImportRejection(
                    run=run,
                    line=one.line,
                    column=one.column[:200],
                    value=one.value[:200],
                    flaw=one.flaw.value,
                    other_line=one.other_line,
                )
                for one in done.rejected
            ),
            batch_size=2000,
        )
        _end(
            run,
            RunState.DONE,
            rows=done.rows,
            created=done.created,
            changed=done.changed,
            unchanged=done.unchanged,
            rejected=len(done.rejected),
            ignored=list(done.ignored),
        )


def _end(run: ImportRun, state: RunState, **more: object) -> None:
    ImportRun.objects.filter(pk=run.pk, state=RunState.RUNNING.value).update(
        state=state.value, stored="", moved_at=timezone.now(), **more
    )


@contextmanager
def _telling(run_id: int) -> Iterator[Callable[[str, int, int], None]]:
    """Progress told by a connection of its own, twice a second at most."""
    other = connection.copy()
    last = 0.0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done and done != total and now - last < _TOLD_EVERY_SECONDS:
            return
        last = now
        with other.cursor() as cursor:
            cursor.execute(
                "UPDATE catalogue_importrun SET stage = %s, done = %s, total = %s,"
                " moved_at = clock_timestamp() WHERE id = %s",
                [stage, done, total, run_id],
            )

    try:
        yield tell
    finally:
        other.close()


def _forget_old() -> None:
    old = ImportRun.objects.order_by("-pk").values_list("pk", flat=True)[_KEPT:]
    for run in ImportRun.objects.filter(pk__in=list(old)):
        vault.remove(run.stored)
        run.delete()
