"""Rows of hot paths: read, inserted and saved by prepared statements instead of Django's own.

Django builds the text of every statement anew, which costs more than a small statement itself, and
writes values into the text, so that nothing stays prepared. Here the text is built once for each
model and set of fields. Signals and `auto_now` are left out: our models have none.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model
from psycopg import Cursor

Row = TypeVar("Row", bound=Model)
_Converter = Callable[[object, object, object], object]


def read(model: type[Row], found: Mapping[str, Any]) -> Row:
    """A whole row of a table, by its columns, as its model's object."""
    connection = connections[DEFAULT_DB_ALIAS]
    names, readers = _readers(model)
    values = [
        found[column] if convert is None else convert(found[column], None, connection)
        for column, convert in readers
    ]
    return model.from_db(DEFAULT_DB_ALIAS, names, values)


def save(row: Model, fields: Sequence[str]) -> None:
    """Write named fields of a row that exists, as `row.save(update_fields=fields)` would."""
    statement, written = _update(type(row), tuple(sorted(set(fields))))
    _run(statement, {**_values(row, written), "pk": row.pk})


def insert(row: Row) -> Row:
    """Write a new row; its key is the database's, and fields with a default of the database too."""
    statement, written = _insert(type(row))
    row.pk = _run(statement, _values(row, written))
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def _run(statement: bytes, params: Mapping[str, object]) -> object:
    """The first value of what a statement answers, None without."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(statement, params, prepare=True)
        found = cursor.fetchone() if cursor.description else None
        return found[0] if found else None


def _values(row: Model, fields: Sequence["Field[Any, Any]"]) -> dict[str, object]:
    connection = connections[DEFAULT_DB_ALIAS]
    return {
        str(field.column): field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields
    }


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[tuple[str, _Converter | None]]]:
    fields = model._meta.concrete_fields
    return (
        [field.attname for field in fields],
        [(str(field.column), getattr(field, "from_db_value", None)) for field in fields],
    )


@cache
def _update(
    model: type[Model], names: tuple[str, ...]
) -> tuple[bytes, tuple["Field[Any, Any]", ...]]:
    fields = tuple(_field(model, name) for name in names)
    columns = ", ".join(f'"{field.column}" = %({field.column})s' for field in fields)
    meta = model._meta
    # Names of tables and columns are the models' own; values are bound by the server.
    text = f'UPDATE "{meta.db_table}" SET {columns} WHERE "{_key(model)}" = %(pk)s'  # noqa: S608
    return text.encode(), fields


@cache
def _insert(model: type[Model]) -> tuple[bytes, tuple["Field[Any, Any]", ...]]:
    fields = tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.has_db_default()
    )
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(f"%({field.column})s" for field in fields)
    into = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({values})'  # noqa: S608
    return f'{into} RETURNING "{_key(model)}"'.encode(), fields


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(name)
    return field


def _key(model: type[Model]) -> str:
    key = model._meta.pk
    if key is None:
        raise TypeError(model.__name__)
    return str(key.column)
