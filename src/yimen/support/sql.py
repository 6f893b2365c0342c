"""Hand-written statements: `sql/<name>.sql` of a package, run prepared on Django's own connection.

Python and SQL are equals here: a hot path is one statement in a file of its own. Parameters are
named `%(like_this)s` and bound by the server, so the plan is made once for each connection.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import IntegrityError
from psycopg import Cursor
from psycopg.rows import dict_row

Params = Mapping[str, object]
Row = dict[str, Any]


@cache
def text(package: str, name: str) -> bytes:
    """The statement in `<package>/sql/<name>.sql`."""
    return files(package).joinpath("sql", f"{name}.sql").read_bytes()


def rows(package: str, name: str, params: Params) -> list[Row]:
    """All rows of a statement, as dictionaries by column name."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        # Not Django's own cursor: that one writes values into the text, and nothing stays prepared.
        Cursor(connection.connection, row_factory=dict_row) as cursor,
    ):
        cursor.execute(text(package, name), params, prepare=True)
        # Not `cursor.description`: it makes an object for each column only to be looked at.
        result = cursor.pgresult
        return cursor.fetchall() if result is not None and result.nfields else []


def one(package: str, name: str, params: Params) -> Row | None:
    """The first row of a statement, None without rows."""
    found = rows(package, name, params)
    return found[0] if found else None


def alone() -> AbstractContextManager[object]:
    """One statement needs no transaction of its own; inside one it needs a savepoint.

    Around a statement whose refusal by a constraint is caught.
    """
    if transaction.get_connection().in_atomic_block:
        return transaction.atomic()
    return nullcontext()


def violated(error: IntegrityError, constraint: str) -> bool:
    """Whether `constraint` is what the database refused by."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis is not None and diagnosis.constraint_name == constraint


def violated_any(error: IntegrityError, constraints: Sequence[str]) -> str | None:
    """Which of `constraints` the database refused by, None if another."""
    return next((name for name in constraints if violated(error, name)), None)
