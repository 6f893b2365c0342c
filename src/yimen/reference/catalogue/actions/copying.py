"""Rows into a table by COPY, on Django's own connection and inside its transaction."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection
from psycopg import sql as composing

from yimen.support import sql

PACKAGE: Final = "yimen.reference.catalogue"


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Stream rows into `table`. Jsonb columns take JSON text."""
    connection.ensure_connection()
    statement = composing.SQL("COPY {} ({}) FROM STDIN").format(
        composing.Identifier(table), composing.SQL(", ").join(map(composing.Identifier, columns))
    )
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(statement) as stream,
    ):
        for row in rows:
            stream.write_row(row)


def run(name: str, **params: object) -> list[sql.Row]:
    """One of this package's statements."""
    return sql.rows(PACKAGE, name, params)
