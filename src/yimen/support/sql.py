"""Hand-written statements: `sql/<name>.sql` of a package, run prepared on Django's own connection.

Python and SQL are equals here: a hot path is one statement in a file of its own. Parameters are
named `%(like_this)s` and bound by the server, so the plan is made once for each connection.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import IntegrityError
from psycopg import Cursor
from psycopg.rows import BaseRowFactory, dict_row, tuple_row

Params = Mapping[str, object]
Row = dict[str, Any]
Shape = TypeVar("Shape")
_PARAMETER = re.compile(rb"%\((\w+)\)s")


@dataclass(frozen=True)
class Statement:
    """A statement and what is bound to it, to be run later or with others."""

    text: bytes
    params: Params


@cache
def text(package: str, name: str) -> bytes:
    """The statement in `<package>/sql/<name>.sql`."""
    return files(package).joinpath("sql", f"{name}.sql").read_bytes()


def rows(package: str, name: str, params: Params) -> list[Row]:
    """All rows of a statement, as dictionaries by column name."""
    return _fetched(Statement(text(package, name), params), dict_row)


def one(package: str, name: str, params: Params) -> Row | None:
    """The first row of a statement, None without rows."""
    found = rows(package, name, params)
    return found[0] if found else None


def values(statement: Statement) -> list[tuple[Any, ...]]:
    """All rows of a statement, as tuples."""
    return _fetched(statement, tuple_row)


def _fetched(statement: Statement, shape: BaseRowFactory[Shape]) -> list[Shape]:
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    if connection.queries_logged:  # whoever counts Django's statements counts these too
        connection.queries_log.append({"sql": statement.text.decode(), "time": ""})
    with (
        connection.wrap_database_errors,
        # Not Django's own cursor: that one writes values into the text, and nothing stays prepared.
        Cursor(connection.connection, row_factory=shape) as cursor,
    ):
        cursor.execute(statement.text, statement.params, prepare=True)
        # Not `cursor.description`: it makes an object for each column only to be looked at.
        result = cursor.pgresult
        return cursor.fetchall() if result is not None and result.nfields else []


def together(statements: Sequence[Statement]) -> None:
    """Run writes as one statement, in one trip to the server: all of them or none.

    None sees what another writes, and no two may change the same row. The last one is the main
    statement; those before become its `WITH` parts and must not have such parts themselves.
    """
    params = {
        f"{place}_{name}": value
        for place, statement in enumerate(statements)
        for name, value in statement.params.items()
    }
    values(Statement(_joined(tuple(statement.text for statement in statements)), params))


@cache
def _joined(texts: tuple[bytes, ...]) -> bytes:
    own = [_PARAMETER.sub(rb"%%(%d_\1)s" % place, text).strip() for place, text in enumerate(texts)]
    parts = b", ".join(b"part_%d AS (\n%b\n)" % part for part in enumerate(own[:-1]))
    return b"WITH %b\n%b" % (parts, own[-1]) if parts else own[-1]


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
