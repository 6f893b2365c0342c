"""What grows: millions of services, a hundred thousand items. Only with `--large`.

Imports are measured as people run them: the command, its start-up included.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from yimen.cli.bench.answers import Answers, Questions
from yimen.cli.bench.figures import Figure, quantile
from yimen.cli.bench.scenes import ask
from yimen.cli.bench.stage import own_database
from yimen.cli.installation import ROOT
from yimen.insights.rules.synthetic import DAYS, FIRST_DAY, write_history
from yimen.reference.catalogue.rules.synthetic import catalogue_rows, write_catalogue

SERVICES: Final = 5_000_000
ITEMS: Final = 100_000
BAD_EVERY: Final = 10
#: What people type; each finds an item of the demonstration city.
TYPED: Final = ("gjj", "公积金提取", "公积京", "驾照换证", "sfz", "落户")
DRAWN: Final = 400
_NAME: Final = 2
_LONGEST: Final = 1800
_CHUNK: Final = 1 << 20


def large_scenes(
    say: Callable[[str], None], *, services: int = SERVICES, items: int = ITEMS
) -> list[Figure]:
    """All of them, in a database of their own."""
    with own_database() as (url, home):
        folder = Path(home)
        figures = _history(url, folder, services, say)
        figures += _catalogue(folder, items, say)
        say("查询……")
        return figures + _answers(services, items)


def _history(url: str, folder: Path, rows: int, say: Callable[[str], None]) -> list[Figure]:
    file = folder / "history.csv"
    say(f"写 {rows:,} 行历史……")
    write_history(file, rows)
    say("导入历史……")
    told, seconds = _command("history", "import", str(file))
    file.unlink()
    say("裸数据库写入同样的行……")
    bare = bare_copy(url, folder / "rows.copy")
    return [
        Figure(
            "history_rows_per_second", "导入历史", told["rows"] / seconds, "行/s", 30_000,
            f"`history import` of {rows:,} rows in {seconds:.0f} s from its start to its end, with"
            " checks and sums, days and items mixed; bare: COPY of the rows it stored into an empty"
            " table with the same indexes",
            at_least=True, bare=rows / bare,
        )
    ]  # fmt: skip


def bare_copy(url: str, file: Path) -> float:
    """Seconds in which PostgreSQL takes the stored services into an empty table like theirs."""
    table = sql.Identifier("bench_service")
    with psycopg.connect(url, autocommit=True) as connection:
        with (
            file.open("wb") as kept,
            connection.cursor().copy("COPY insights_service TO STDOUT") as out,
        ):
            for piece in out:
                kept.write(piece)
        connection.execute(
            sql.SQL("CREATE TABLE {} (LIKE insights_service INCLUDING ALL)").format(table)
        )
        began = time.perf_counter()
        copy = sql.SQL("COPY {} FROM STDIN").format(table)
        with file.open("rb") as kept, connection.cursor().copy(copy) as into:
            while piece := kept.read(_CHUNK):
                into.write(piece)
        seconds = time.perf_counter() - began
        connection.execute(sql.SQL("DROP TABLE {}").format(table))
    file.unlink()
    return seconds


def _catalogue(folder: Path, rows: int, say: Callable[[str], None]) -> list[Figure]:
    file = folder / "items.csv"
    write_catalogue(file, rows, bad_every=BAD_EVERY)
    say(f"导入 {rows:,} 行事项……")
    told, seconds = _command("catalogue", "import", str(file))
    write_catalogue(file, rows)
    again, more_seconds = _command("catalogue", "import", str(file))
    bad = rows // BAD_EVERY
    odd = (
        abs(len(told["rejected"]) - bad)
        + abs(told["created"] - (rows - bad))
        + len(again["rejected"])
        + abs(again["created"] - bad)
        + again["changed"]
    )
    return [
        Figure(
            "catalogue_import", f"导入 {rows:,} 行事项", seconds, "s", 60.0,
            f"`catalogue import` of a CSV file, every {BAD_EVERY}th row bad, from its start to its"
            f" end; the same without bad rows over it: {more_seconds:.1f} s",
        ),
        Figure(
            "catalogue_odd", "事项导入计数不符", float(odd), "", 0,
            "rows created, changed and rejected against what the files hold",
        ),
    ]  # fmt: skip


def _answers(services: int, items: int) -> list[Figure]:
    last = FIRST_DAY.replace(month=12, day=31)
    asked = Questions(FIRST_DAY.isoformat(), last.isoformat(), 5, texts(items))
    found = Answers(**ask("answers", asdict(asked)))
    slowest = max(found.parts, key=lambda part: found.parts[part])
    seconds = max(found.figures) / 1000
    return [
        Figure(
            "figures_seconds", f"{services:,} 次服务的统计数字", seconds, "s", 0.5,
            f"all published figures of {DAYS} days, the slowest of {len(found.figures)}, the first"
            " among them; the query behind page and command",
        ),
        Figure(
            "figures_parts", "统计数字分项，最慢的一种", found.parts[slowest] / 1000, "s", None,
            "; ".join(f"by {part} {took:.0f} ms" for part, took in found.parts.items()),
        ),
        Figure(
            "search_p95", f"{items:,} 个事项中检索 p95", quantile(found.searches, 0.95), "ms", 30.0,
            f"{len(found.searches)} different texts, each for the first time: what people type,"
            f" names and parts of names drawn; p50 {quantile(found.searches, 0.5):.1f} ms",
        ),
    ]  # fmt: skip


def texts(items: int) -> list[str]:
    """What people type, then as many whole names as beginnings of names, drawn."""
    chance = random.Random(7)  # noqa: S311 - made-up questions, no secret
    names = [row[_NAME] for row in catalogue_rows(items)]
    drawn = chance.sample(sorted(set(names)), min(DRAWN, len(set(names))))
    return [*TYPED, *(name[:6] if place % 2 else name for place, name in enumerate(drawn))]


def _command(*words: str) -> tuple[dict[str, Any], float]:
    """What a command of ours answers, and the seconds it took."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "yimen", *words, "--json"],
        capture_output=True, text=True, check=False, timeout=_LONGEST, cwd=ROOT,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]}: {done.stderr.strip()[-800:]}")
    return json.loads(done.stdout), seconds
