"""Rows of hot paths: read, inserted and saved by prepared statements instead of Django's own.

Django builds the text of every statement anew, which costs more than a small statement itself, and
writes values into the text, so that nothing stays prepared. Here the text is built once for each
model and set of fields. Signals and `auto_now` are left out: our models have none.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Field, Model
from django.db.models.base import ModelState
from psycopg.types.json import Jsonb

from yimen.support import sql
from yimen.support.sql import Statement

Row = TypeVar("Row", bound=Model)
_Converter = Callable[[object, object, object], object]
#: Column, attribute, and what has to be made of its value before it is bound, if anything.
_Fields = tuple[tuple[str, str, Callable[[Any], object] | None], ...]
#: Fields whose values are bound as they are; Django would only ask whether they are what they are.
_AS_THEY_ARE = (
    models.BinaryField,
    models.BooleanField,
    models.CharField,
    models.DateField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
)


def read(model: type[Row], found: Mapping[str, Any]) -> Row:
    """A whole row of a table, by its columns, as its model's object."""
    names, columns, converters = _readers(model)
    return _made(model, names, converters, [found[column] for column in columns])


def select(
    model: type[Row], where: Mapping[str, object], *, order: Sequence[str] = ("id",)
) -> list[Row]:
    """Whole rows whose fields hold these values, or, of a list, one of them; in an order.

    A field's name in `order` may begin with "-", as Django has it.
    """
    names, _, converters = _readers(model)
    listed = frozenset(name for name, value in where.items() if isinstance(value, list | tuple))
    params = {name: list(value) if name in listed else value for name, value in where.items()}  # type: ignore[call-overload]
    text = _select(model, tuple(where), listed, tuple(order))
    return [_made(model, names, converters, found) for found in sql.values(Statement(text, params))]


def save(row: Model, fields: Sequence[str]) -> None:
    """Write named fields of a row that exists, as `row.save(update_fields=fields)` would."""
    sql.values(saving(row, fields))


def saving(row: Model, fields: Sequence[str]) -> Statement:
    """The statement that writes named fields of a row."""
    text, written = _update(type(row), tuple(sorted(set(fields))))
    return Statement(text, {**_values(row, written), "pk": row.pk})


def save_all(changed: Sequence[Model], fields: Sequence[str]) -> None:
    """Write named fields of rows of one table by one statement."""
    for statement in saving_all(changed, fields):
        sql.values(statement)


def saving_all(changed: Sequence[Model], fields: Sequence[str]) -> Sequence[Statement]:
    """The statement that writes named fields of rows of one table; none for no row."""
    if not changed:
        return ()
    text, written = _update_all(type(changed[0]), tuple(sorted(set(fields))))
    rows = [{**_values(row, written), _key(type(row)): row.pk} for row in changed]
    return (Statement(text, {"rows": _as_json(rows)}),)


def insert(row: Row) -> Row:
    """Write a new row; its key is the database's, and fields with a default of the database too."""
    _keep_key(row, sql.values(inserting(row))[0][0])
    return row


def insert_unless_there(row: Model) -> bool:
    """Write a new row unless a unique constraint has one like it; whether it was written."""
    statement = inserting(row)
    text = statement.text.replace(b" RETURNING ", b" ON CONFLICT DO NOTHING RETURNING ")
    for (key,) in sql.values(Statement(text, statement.params)):
        _keep_key(row, key)
        return True
    return False


def inserting(row: Model) -> Statement:
    """The statement that writes a new row and answers its key."""
    text, written = _insert(type(row))
    return Statement(text, _values(row, written))


def insert_all(made: Sequence[Row]) -> Sequence[Row]:
    """Write new rows of one table by one statement, in their order."""
    for statement in inserting_all(made):
        for row, (key,) in zip(made, sql.values(statement), strict=True):
            _keep_key(row, key)
    return made


def inserting_all(made: Sequence[Model]) -> Sequence[Statement]:
    """The statement that writes new rows of one table and answers their keys; none for no row."""
    if not made:
        return ()
    text, written = _insert_all(type(made[0]))
    return (Statement(text, {"rows": _as_json([_values(row, written) for row in made])}),)


def _keep_key(row: Model, key: object) -> None:
    row.pk = key
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _made(
    model: type[Row],
    names: list[str],
    converters: Sequence[tuple[int, _Converter]],
    values: Sequence[Any],
) -> Row:
    if converters:
        connection, values = connections[DEFAULT_DB_ALIAS], list(values)
        for place, convert in converters:
            values[place] = convert(values[place], None, connection)
    # As `from_db` does, but for the signals and for looking at each field again.
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    row.__dict__.update(zip(names, values, strict=True))
    return row


def _values(row: Model, fields: _Fields) -> dict[str, object]:
    return {
        column: value if prepare is None else prepare(value)
        for column, name, prepare in fields
        for value in (getattr(row, name),)
    }


def _as_json(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as the database makes them out of JSON: whatever their number, the text is the same."""
    return json.dumps(rows, ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    """A value that JSON does not know, as PostgreSQL reads its type."""
    if isinstance(value, Jsonb):
        return value.obj
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    raise TypeError(type(value).__name__)


@cache
def _readers(model: type[Model]) -> tuple[list[str], list[str], list[tuple[int, _Converter]]]:
    """Names of a model's fields, their columns, and what has to be made out of which of them."""
    fields = model._meta.concrete_fields
    converters = [
        (place, convert)
        for place, field in enumerate(fields)
        if (convert := getattr(field, "from_db_value", None)) is not None
    ]
    return [f.attname for f in fields], [str(f.column) for f in fields], converters


# Names of tables and columns are the models' own; values are bound by the server.


@cache
def _select(
    model: type[Model], names: tuple[str, ...], listed: frozenset[str], order: tuple[str, ...]
) -> bytes:
    conditions = " AND ".join(
        f"{_column(model, name)} = " + (f"ANY(%({name})s)" if name in listed else f"%({name})s")
        for name in names
    )
    ordered = ", ".join(
        _column(model, name.removeprefix("-")) + (" DESC" if name.startswith("-") else "")
        for name in order
    )
    columns = ", ".join(f'"{column}"' for column in _readers(model)[1])
    text = f'SELECT {columns} FROM "{model._meta.db_table}"'  # noqa: S608
    return f"{text} WHERE {conditions} ORDER BY {ordered}".encode()


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[bytes, _Fields]:
    fields = _bound(_field(model, name) for name in names)
    columns = ", ".join(f'"{column}" = %({column})s' for column, _, _ in fields)
    meta = model._meta
    text = f'UPDATE "{meta.db_table}" SET {columns} WHERE "{_key(model)}" = %(pk)s'  # noqa: S608
    return text.encode(), fields


@cache
def _update_all(model: type[Model], names: tuple[str, ...]) -> tuple[bytes, _Fields]:
    fields = _bound(_field(model, name) for name in names)
    columns = ", ".join(f'"{column}" = new."{column}"' for column, _, _ in fields)
    table, key = f'"{model._meta.db_table}"', f'"{_key(model)}"'
    text = f"UPDATE {table} AS old SET {columns} FROM {_given(table)} AS new"  # noqa: S608
    return f"{text} WHERE old.{key} = new.{key}".encode(), fields


@cache
def _insert(model: type[Model]) -> tuple[bytes, _Fields]:
    fields = _written(model)
    values = ", ".join(f"%({column})s" for column, _, _ in fields)
    into = f'INSERT INTO "{model._meta.db_table}" ({_columns(fields)}) VALUES ({values})'  # noqa: S608
    return f'{into} RETURNING "{_key(model)}"'.encode(), fields


@cache
def _insert_all(model: type[Model]) -> tuple[bytes, _Fields]:
    fields = _written(model)
    table, columns = f'"{model._meta.db_table}"', _columns(fields)
    into = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {_given(table)}"  # noqa: S608
    return f'{into} RETURNING "{_key(model)}"'.encode(), fields


def _given(table: str) -> str:
    """Rows bound as JSON, in the table's own types."""
    return f"json_populate_recordset(NULL::{table}, %(rows)s)"


def _written(model: type[Model]) -> _Fields:
    """What a new row brings along: all but its key and what the database fills in."""
    return _bound(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.has_db_default()
    )


def _bound(fields: Iterable["Field[Any, Any]"]) -> _Fields:
    """How the values of fields are bound."""
    connection = connections[DEFAULT_DB_ALIAS]
    return tuple(
        (
            str(field.column),
            field.attname,
            None
            if isinstance(field, _AS_THEY_ARE)
            else partial(field.get_db_prep_save, connection=connection),
        )
        for field in fields
    )


def _columns(fields: _Fields) -> str:
    return ", ".join(f'"{column}"' for column, _, _ in fields)


def _column(model: type[Model], name: str) -> str:
    return f'"{_field(model, name).column}"'


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
