"""Files handed in: how far each has come, and the lines that were not taken."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from yimen.reference.catalogue.errors import RunNotFound
from yimen.reference.catalogue.models import ImportRejection, ImportRun
from yimen.reference.catalogue.rules.runs import GOING, RunState, is_lost
from yimen.reference.catalogue.rules.values import Flaw, Rejected


@dataclass(frozen=True)
class RunView:
    """One file.

    Args:
        lost: it was killed while it ran; nothing of it was kept.
        done, total: how far its stage has come; `total` is 0 where nobody knows.
        rows, created, changed, unchanged, rejected: what came of it.
        ignored: columns that mean nothing here.
        refusal, facts: what the whole file was refused for.
    """

    id: int
    file_name: str
    size: int
    state: RunState
    lost: bool
    by: str
    at: datetime
    stage: str
    done: int
    total: int
    rows: int
    created: int
    changed: int
    unchanged: int
    rejected: int
    ignored: tuple[str, ...]
    refusal: str
    facts: Mapping[str, str]

    @property
    def going(self) -> bool:
        return self.state in GOING and not self.lost


def run(run_id: int, *, now: datetime) -> RunView:
    """One file.

    Raises:
        RunNotFound: there is none, or it was forgotten.
    """
    row = ImportRun.objects.filter(pk=run_id).first()
    if row is None:
        raise RunNotFound
    return _view(row, now)


def runs(*, now: datetime, limit: int = 20) -> list[RunView]:
    """The latest files, newest first."""
    return [_view(row, now) for row in ImportRun.objects.order_by("-pk")[:limit]]


def rejections(run_id: int, *, after: int = 0, limit: int = 100) -> list[Rejected]:
    """Lines that were not taken, in order, from behind a line on."""
    rows = ImportRejection.objects.filter(run_id=run_id, line__gt=after).order_by("line")
    return [_rejected(row) for row in rows[:limit]]


def every_rejection(run_id: int) -> Iterator[Rejected]:
    """All of them, however many."""
    rows = ImportRejection.objects.filter(run_id=run_id).order_by("line")
    return (_rejected(row) for row in rows.iterator(chunk_size=2000))


def _rejected(row: ImportRejection) -> Rejected:
    return Rejected(row.line, row.column, row.value, Flaw(row.flaw), row.other_line)


def _view(row: ImportRun, now: datetime) -> RunView:
    state = RunState(row.state)
    return RunView(
        id=row.pk,
        file_name=row.file_name,
        size=row.size,
        state=state,
        lost=is_lost(state, row.moved_at, now=now),
        by=row.by,
        at=row.at,
        stage=row.stage,
        done=row.done,
        total=row.total,
        rows=row.rows,
        created=row.created,
        changed=row.changed,
        unchanged=row.unchanged,
        rejected=row.rejected,
        ignored=tuple(row.ignored),
        refusal=row.refusal,
        facts=row.facts,
    )
