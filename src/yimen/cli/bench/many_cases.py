"""A million cases in minutes: what some cases left in the tables, multiplied by plain SQL.

Every copy has its own keys, numbers and codes; its states, steps and texts are those of a case that
was really lived. What only grows beside a case (log, audit, clocks, notices) is copied for every
open case and for every tenth of the others: the questions read it by case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql

#: Of so many copies of a person's case one stays theirs; the others are strangers'.
_STRANGERS: Final = 1000
_THIN: Final = "n %% 10 = 0 OR {case} IN (SELECT id FROM cases_case WHERE decided_at IS NULL)"


@dataclass(frozen=True)
class Table:
    """How the rows of a table are copied.

    Args:
        name: of the table.
        case: the expression of the case a row belongs to.
        changed: expressions by column; `n` is the copy's number, `step` what keys move by.
        thin: copied for open cases and every tenth of the others alone.
    """

    name: str
    case: str
    changed: Mapping[str, str]
    thin: bool = True


_CASE: Final = {"case_id": "case_id + n * %(case_step)s"}
TABLES: Final = (
    Table(
        "cases_case", "id",
        {
            "id": "id + n * %(case_step)s",
            "public_id": "substr(md5(id || ':' || n), 1, 22)",
            "number": "'9' || lpad((id + n * %(case_step)s)::text, 20, '0')",
            "file_key": "NULL",
            "promised_due": "promised_due + (n %% 20)::int",
            "statutory_due": "statutory_due + (n %% 20)::int",
            "applicant_index": f"CASE WHEN n %% {_STRANGERS} = 0 THEN applicant_index"
            " ELSE sha256((id || ':' || n)::bytea) END",
        },
        thin=False,
    ),
    Table("cases_material", "case_id", _CASE, thin=False),
    Table(
        "cases_step", "case_id", _CASE | {"due_on": "due_on + (n %% 20)::int"}, thin=False
    ),
    Table(
        "certificates_certificate", "split_part(reference, ':', 2)::bigint",
        {
            "number": "number || '-' || n",
            "identifier": "substr(identifier, 1, 80) || '-' || id || '-' || n",
            "code": "substr(md5('c' || id || ':' || n), 1, 22)",
            "reference": "'case:' || split_part(reference, ':', 2)::bigint + n * %(case_step)s",
            "holder_index": "sha256((id || ':' || n)::bytea)",
        },
        thin=False,
    ),
    Table("cases_caseevent", "case_id", _CASE),
    Table("cases_clock", "case_id", _CASE),
    Table(
        "cases_notice", "case_id",
        _CASE | {
            "number": "left(number, 20) || '-' || id || '-' || n",
            "code": "upper(substr(md5('n' || id || ':' || n), 1, 12))",
            "serial": "100000 + (n * %(case_step)s + case_id)::int",
        },
    ),
    Table(
        "support_auditentry",
        "CASE WHEN subject LIKE 'case:%%' THEN split_part(subject, ':', 2)::bigint END",
        {
            "subject": "'case:' || split_part(subject, ':', 2)::bigint + n * %(case_step)s",
            "transaction": "transaction",
            "seal_id": "%(seal)s",
        },
    ),
)  # fmt: skip


def fill(url: str, cases: Sequence[int], copies: int) -> int:
    """Multiply what these cases left; how many cases there are then.

    Triggers and foreign keys are not looked at meanwhile: what is copied has passed them.
    """
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET LOCAL synchronous_commit = off")
        seal = connection.execute(
            "INSERT INTO support_auditseal (number, at, entries, digest)"
            " VALUES (1, now(), 0, sha256('')) RETURNING id"
        ).fetchone()
        params = {
            "cases": list(cases),
            "copies": copies,
            "case_step": max(cases),
            "seal": seal[0] if seal else None,
        }
        for table in TABLES:
            _multiply(connection, table, params)
        connection.commit()
        connection.autocommit = True
        connection.execute("SET session_replication_role = origin")
        connection.execute("VACUUM ANALYZE")
        found = connection.execute("SELECT count(*) FROM cases_case").fetchone()
    return int(found[0]) if found else 0


def _multiply(
    connection: psycopg.Connection[Any], table: Table, params: Mapping[str, object]
) -> None:
    columns = [
        str(row[0])
        for row in connection.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
            [table.name],
        )
        if row[0] != "id" or "id" in table.changed
    ]
    values = [
        sql.SQL(table.changed[column]) if column in table.changed else sql.Identifier(column)
        for column in columns
    ]
    every = _THIN if table.thin else "true"
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(1, %(copies)s) AS n,"
        " {table} WHERE {case} = ANY(%(cases)s) AND ({every})"
    ).format(
        table=sql.Identifier(table.name),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(values),
        case=sql.SQL(table.case),
        every=sql.SQL(every).format(case=sql.SQL(table.case)),
    )
    connection.execute(statement, params)
    _move_key(connection, table.name)


def _move_key(connection: psycopg.Connection[Any], table: str) -> None:
    """New rows come after the copied ones."""
    connection.execute(
        sql.SQL("SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}").format(
            name=sql.Literal(table), table=sql.Identifier(table)
        )
    )
