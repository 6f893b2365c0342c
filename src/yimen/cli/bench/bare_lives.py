"""The rows of a case's life without the product: psycopg, prepared, in as many transactions.

`python -m yimen.cli.bench.bare_lives` reads one JSON object from standard input (`BareLives`) and
prints one (`BareLived`). What it reaches is what this machine's database can do with these rows;
nothing is read, reckoned, sealed or checked but by the database itself.
"""

import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import count
from threading import Barrier
from typing import Any, Final

import psycopg
from psycopg import sql

#: (table, which of its rows belong to case %(id)s)
_BESIDE: Final = (
    ("cases_material", "case_id = %(id)s"),
    ("cases_step", "case_id = %(id)s"),
    ("cases_clock", "case_id = %(id)s"),
    ("cases_caseevent", "case_id = %(id)s"),
    ("cases_notice", "case_id = %(id)s"),
    ("support_auditentry", "subject = 'case:' || %(id)s"),
    ("support_event", "topics @> ARRAY['case:' || %(public_id)s]::varchar[]"),
    ("certificates_certificate", "reference = 'case:' || %(id)s"),
)
_DIGITS: Final = 20
#: Seconds after which no client waits for another that failed.
_WARM: Final = 60


@dataclass(frozen=True)
class BareLives:
    """What to write.

    Args:
        url: of the database.
        case_id: a case that was lived; its rows are written again and again.
        transactions: of one life.
        process: a number of one digit that tells this process's rows from others'.
        seconds: stop after this.
        clients: who write at the same time, threads with a connection each.
    """

    url: str
    case_id: int
    transactions: int
    process: int
    seconds: float
    clients: int = 1


@dataclass
class BareLived:
    """What came of it."""

    seconds: float = 0.0
    lives: int = 0


@dataclass(frozen=True)
class Row:
    """One row to write: its statement, and its values as text by column."""

    table: str
    statement: sql.Composed
    values: Mapping[str, str | None]


def run(asked: BareLives) -> BareLived:
    """Write and count."""
    with psycopg.connect(asked.url, autocommit=True) as connection:
        case, rows = _template(connection, asked.case_id)
    serial, together = count(int(time.time() * 1000)), Barrier(asked.clients, timeout=_WARM)
    with ThreadPoolExecutor(asked.clients) as pool:
        running = [
            pool.submit(_client, asked, case, rows, serial, together) for _ in range(asked.clients)
        ]
        told = [each.result() for each in running]
    return BareLived(max(each.seconds for each in told), sum(each.lives for each in told))


def _client(
    asked: BareLives, case: Row, rows: list[Row], serial: Iterator[int], together: Barrier
) -> BareLived:
    """What one client writes on its own connection; it begins when all are warm."""
    done = BareLived()
    with psycopg.connect(asked.url, autocommit=True) as connection:
        _life(connection, asked, case, rows, serial)
        together.wait()
        began = time.perf_counter()
        while time.perf_counter() - began < asked.seconds:
            _life(connection, asked, case, rows, serial)
            done.lives += 1
        done.seconds = time.perf_counter() - began
    return done


def _template(connection: psycopg.Connection[Any], case_id: int) -> tuple[Row, list[Row]]:
    """The case's own row and the rows beside it, in the order in which they were written."""
    known = {"id": case_id, "public_id": ""}
    case = _rows(connection, "cases_case", "id = %(id)s", known)[0]
    known["public_id"] = case.values["public_id"] or ""
    beside = [_rows(connection, table, which, known) for table, which in _BESIDE]
    return case, [row for rows in beside for row in rows]


def _rows(
    connection: psycopg.Connection[Any], table: str, which: str, known: Mapping[str, object]
) -> list[Row]:
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND column_name NOT IN ('id', 'transaction')",
        [table],
    )
    columns = [str(row[0]) for row in found]
    read = sql.SQL("SELECT {columns} FROM {table} WHERE {which} ORDER BY id").format(
        columns=sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns
        ),
        table=sql.Identifier(table),
        which=sql.SQL(which),
    )
    write = sql.SQL("INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING id").format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(map(sql.Placeholder, columns)),
    )
    rows = connection.execute(read, known).fetchall()
    return [Row(table, write, dict(zip(columns, row, strict=True))) for row in rows]


def _life(
    connection: psycopg.Connection[Any],
    asked: BareLives,
    case: Row,
    rows: list[Row],
    serial: Iterator[int],
) -> None:
    """The case first, then its other rows in even shares, the case's row changed with each."""
    with connection.transaction():
        case_id = _write(connection, case, 0, asked.process, next(serial))
    share = -(-len(rows) // (asked.transactions - 1))
    for first in range(0, len(rows), share):
        with connection.transaction():
            connection.execute(
                "UPDATE cases_case SET saved_at = now(), audit_number = audit_number + 1"
                " WHERE id = %s",
                [case_id],
                prepare=True,
            )
            for row in rows[first : first + share]:
                _write(connection, row, case_id, asked.process, next(serial))


def _write(
    connection: psycopg.Connection[Any], row: Row, case_id: int, process: int, serial: int
) -> int:
    changed = {
        name: fresh(case_id, process, serial) for name, fresh in _FRESH.get(row.table, {}).items()
    }
    if "case_id" in row.values:
        changed["case_id"] = str(case_id)
    found = connection.execute(row.statement, {**row.values, **changed}, prepare=True).fetchone()
    return int(found[0]) if found else 0


def _token(case_id: int, process: int, serial: int) -> str:
    return secrets.token_urlsafe(12)


def _number(case_id: int, process: int, serial: int) -> str:
    return f"{process}{serial:0{_DIGITS}d}"


def _reference(case_id: int, process: int, serial: int) -> str:
    return f"case:{case_id}"


def _small(case_id: int, process: int, serial: int) -> str:
    return str(process * 10**8 + serial % 10**8)


def _nothing(case_id: int, process: int, serial: int) -> None:
    return None


#: What must be a row's own, by table.
_FRESH: Final[Mapping[str, Mapping[str, Callable[[int, int, int], str | None]]]] = {
    "cases_case": {"public_id": _token, "number": _number, "file_key": _nothing},
    "cases_notice": {
        "number": _number,
        "code": lambda case_id, process, serial: secrets.token_hex(6).upper(),
        "serial": _small,
    },
    "support_auditentry": {"subject": _reference, "seal_id": _nothing},
    "certificates_certificate": {
        "number": _number,
        "identifier": _number,
        "code": _token,
        "reference": _reference,
    },
}


if __name__ == "__main__":
    print(json.dumps(asdict(run(BareLives(**json.load(sys.stdin))))))
