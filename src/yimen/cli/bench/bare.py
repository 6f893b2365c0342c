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
        seconds: stop after this; 0: stop after `rounds` through the parameters.
        rounds: measured ones; with more than one a first, unmeasured one warms the plans.
        between: a statement after each round, unmeasured.
    """

    url: str
    statement: str
    params: list[dict[str, Any]]
    connections: int
    seconds: float = 0.0
    rounds: int = 1
    between: str = ""


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
    step = threading.Barrier(work.connections + 1)
    rounds = work.rounds + (work.rounds > 1)

    def repeat(place: int) -> None:
        with psycopg.connect(work.url, autocommit=True, row_factory=dict_row) as connection:
            mine = work.params[place :: work.connections]
            for _ in range(rounds):
                step.wait()
                _one_round(connection, text, mine, work.seconds, done)
                step.wait()

    threads = [threading.Thread(target=repeat, args=(n,)) for n in range(work.connections)]
    for thread in threads:
        thread.start()
    with psycopg.connect(work.url, autocommit=True) as other:
        for place in range(rounds):
            step.wait()
            began = time.perf_counter()
            step.wait()
            done.seconds += time.perf_counter() - began
            if place == 0 and rounds > 1:
                done.seconds, done.latencies[:], done.numbers[:] = 0.0, [], []
            if work.between:
                other.execute(work.between.encode())
    for thread in threads:
        thread.join()
    return done


def _one_round(
    connection: psycopg.Connection[dict[str, Any]],
    text: bytes,
    mine: list[dict[str, Any]],
    seconds: float,
    done: Done,
) -> None:
    until = time.perf_counter() + seconds
    while True:
        for params in mine:
            _execute(connection, text, params, done)
            if seconds and time.perf_counter() > until:
                return
        if not seconds:
            return


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
