"""Many items in one transaction: what an import and the demonstration city do.

Everything is compared and written by the database in a handful of statements; nothing is visible
before all of it is, and a killed run leaves nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from yimen.reference.catalogue.actions.copying import copy, run
from yimen.reference.catalogue.actions.indexing import reindex
from yimen.reference.catalogue.errors import ImportRunning, SamePerson
from yimen.reference.catalogue.rules.states import State

_LOCK: Final = 1902014
_COLUMNS: Final = (
    "code",
    "department",
    "department_code",
    "queue_code",
    "state",
    "used",
    "fields",
    "content",
)


@dataclass(frozen=True)
class Row:
    """One item as a file gives it. None: the file does not say, what is in force stays."""

    code: str
    department: str
    fields: dict[str, object]
    content: dict[str, object] = field(default_factory=dict)
    department_code: str = ""
    queue_code: str | None = None
    state: State | None = None
    used: int | None = None


@dataclass(frozen=True)
class Published:
    """What a bulk publication did."""

    created: int
    changed: int


class Stage:
    """What is told to whoever shows progress: which stage, and how far."""

    READING: Final = "reading"
    COMPARING: Final = "comparing"
    INDEXING: Final = "indexing"


Progress = Callable[[str, int, int], None]


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def publish_rows(
    rows: Iterable[Row],
    *,
    maker: str,
    reviewer: str,
    at: datetime,
    progress: Progress = quiet,
) -> Published:
    """Put rows in force: new items, and new versions where something differs. The codes are unique.

    Raises:
        ImportRunning: another one is going on.
        SamePerson: maker and reviewer are one.
    """
    if maker == reviewer:
        raise SamePerson
    with transaction.atomic():
        _one_at_a_time()
        run("stage_items")
        copy("catalogue_staging", _COLUMNS, _lines(rows))
        progress(Stage.COMPARING, 0, 0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE catalogue_staging")
            run("add_departments")
            run("plan_items")
            cursor.execute("ANALYZE catalogue_plan")
            cursor.execute("SELECT count(*) FILTER (WHERE is_new), count(*) FROM catalogue_plan")
            created, planned = cursor.fetchone()
            run("plan_to_items")
            run("step_back")
            entered = run("carry_out_plan", maker=maker, reviewer=reviewer, at=at)
            cursor.execute("DROP TABLE catalogue_plan, catalogue_staging")
        item_ids = [row["item_id"] for row in entered]
        if item_ids:
            reindex(item_ids, progress=lambda done: progress(Stage.INDEXING, done, len(item_ids)))
    return Published(created=created, changed=planned - created)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRunning


def _lines(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (
            row.code,
            row.department,
            row.department_code,
            row.queue_code,
            row.state.value if row.state else None,
            row.used,
            json.dumps(row.fields, ensure_ascii=False),
            json.dumps(row.content, ensure_ascii=False),
        )
