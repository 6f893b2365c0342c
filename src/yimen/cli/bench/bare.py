"""The same statement without the product: psycopg, prepared, one thread a connection.

`python -m yimen.cli.bench.bare` reads one JSON object from standard input (`Work`) and prints one
(`Done`). What it reaches is what this machine's database can do for this statement; the product's
figure is judged beside it.
"""

import json
import secrets
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import psycopg
from psycopg.rows import dict_row


@dataclass(frozen=True)
class Work:
    """What to run.

    Args:
        url: of the database.
        statement: a file of `services/hall/sql`, without its ending.
        params: one set for each execution in turn; `at` and, where there is one, `public_id` are
            filled in freshly.
        connections: threads, each with its own.
        seconds: stop after this; 0: stop after one round through the parameters.
    """

    url: str
    statement: str
    params: list[dict[str, Any]]
    connections: int
    seconds: float = 0.0


@dataclass
class Done:
    """How often it ran. Latencies in milliseconds; `rows` the numbers given or called."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


def run(work: Work) -> Done:
    """Run it and count."""
    text = files("yimen.services.hall").joinpath("sql", f"{work.statement}.sql").read_bytes()
    done = Done()
    start = threading.Barrier(work.connections + 1)

    def repeat(place: int) -> None:
        with psycopg.connect(work.url, autocommit=True, row_factory=dict_row) as connection:
            mine = work.params[place :: work.connections]
            start.wait()
            until = time.perf_counter() + work.seconds
            while True:
                for params in mine:
                    _execute(connection, text, params, done)
                    if work.seconds and time.perf_counter() > until:
                        return
                if not work.seconds:
                    return

    threads = [threading.Thread(target=repeat, args=(n,)) for n in range(work.connections)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    done.seconds = time.perf_counter() - began
    return done


def _execute(
    connection: psycopg.Connection[dict[str, Any]],
    text: bytes,
    params: dict[str, Any],
    done: Done,
) -> None:
    now = {"at": datetime.now(UTC)}
    if "public_id" in params:
        now["public_id"] = secrets.token_urlsafe(12)  # type: ignore[assignment]
    began = time.perf_counter()
    row = connection.execute(text, {**params, **now}, prepare=True).fetchone()
    done.latencies.append((time.perf_counter() - began) * 1000)
    if row and row["number"]:
        done.numbers.append(row["number"])


if __name__ == "__main__":
    print(json.dumps(asdict(run(Work(**json.load(sys.stdin))))))
