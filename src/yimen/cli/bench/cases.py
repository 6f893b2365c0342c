"""The scene of the cases: lives a second, beside bare rows; questions among a million.

Everything is asked of processes of their own, cases by as many processes and threads as the product
serves with. `lives` and `bare_lives` live and write them, `many_cases` fills the tables,
`case_answers` asks.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import psycopg

from yimen.cli.bench.bare_lives import BareLives
from yimen.cli.bench.figures import Figure, quantile
from yimen.cli.bench.many_cases import fill
from yimen.cli.bench.stage import own_database
from yimen.cli.installation import ROOT
from yimen.support.serving.programs import THREADS, WORKERS

MILLION: Final = 1_000_000
#: Lives that are multiplied; of these are open at each of three steps one unclaimed, one claimed.
LIVED: Final = 300
OPEN: Final = 6
#: begin, identify, fill, give, receive, accept, thrice claim and finish, issue.
TRANSACTIONS: Final = 13
_ITEM: Final = "居住证申领"
_STAFF: Final = {
    "clerk": "clerk01",
    "handler": "handle01",
    "reviewer": "review01",
    "approver": "approve01",
}
_APART: Final = 10_000_000
_LONGEST: Final = 600
_ASKED: Final = 300
#: What a page may take at a million cases.
_QUESTION_BUDGET: Final = 100.0
_TITLES: Final = {
    "group_inbox": "部门待办",
    "own_inbox": "个人待办",
    "by_number": "按编号查办件",
    "by_person": "按证件号码查办件",
    "by_state": "按部门和状态查办件",
    "case_page": "办件页面",
}
_METHOD: Final = (
    "a case filed at a window, accepted, handled, reviewed and approved by three people, its"
    f" certificate issued: {TRANSACTIONS} transactions; {WORKERS} processes of {THREADS} threads,"
    " as the product serves, the acts behind the pages without HTTP; bare: the same rows by"
    " prepared psycopg statements in as many transactions and threads, nothing read or reckoned"
)


@dataclass
class Town:
    """The database and whom and what its cases are of."""

    url: str
    item: str
    version_department: int
    centre_id: int
    staff: dict[str, int]
    next_person: int = 0

    def lives(self, **more: object) -> dict[str, object]:
        """What a process is told; nobody comes twice."""
        self.next_person += _APART
        return {
            "item": self.item,
            "centre_id": self.centre_id,
            "staff": self.staff,
            "answers": {"who": "self", "situation": "1"},
            "form": {"mobile": "13800000000"},
            "id_field": "id_number",
            "first": self.next_person,
            **more,
        }


def case_scenes(
    say: Callable[[str], None], *, large: bool, seconds: float = 10.0, million: int = MILLION
) -> list[Figure]:
    """In a database of their own."""
    with own_database() as (url, _home):
        town = _town(url)
        say("办件……")
        empty, bare = _rates(town, seconds)
        figures = [
            Figure(
                "case_lives_per_second", "办件全流程", empty, "件/s", 40.0,
                f"{_METHOD}; an empty database", at_least=True, bare=bare,
            )
        ]  # fmt: skip
        if not large:
            return figures
        say(f"填到 {million:,} 件……")
        began = time.monotonic()
        held = _fill(town, million)
        say(f"{held:,} 件，{time.monotonic() - began:.0f} 秒；办件……")
        full, bare = _rates(town, seconds)
        figures.append(
            Figure(
                "case_lives_per_second_at_million", f"办件全流程，已有 {held:,} 件", full, "件/s",
                0.8 * empty, f"{_METHOD}; among {held:,} cases; budget: four fifths of"
                " the figure on an empty database", at_least=True, bare=bare,
            )
        )  # fmt: skip
        say("查询……")
        return figures + _questions(town, held)


def _town(url: str) -> Town:
    with psycopg.connect(url, autocommit=True) as connection:
        item = connection.execute(
            "SELECT i.code, i.department_id FROM catalogue_itemversion v"
            " JOIN catalogue_item i ON i.id = v.item_id WHERE v.name = %s LIMIT 1",
            [_ITEM],
        ).fetchone()
        centre = connection.execute("SELECT min(id) FROM centres_centre").fetchone()
        staff: dict[str, int] = dict(
            connection.execute("SELECT username, id FROM people_staff").fetchall()
        )
    if item is None or centre is None:
        raise RuntimeError("the demonstration city lacks an item or a centre")
    people = {part: staff[username] for part, username in _STAFF.items()}
    return Town(url, str(item[0]), int(item[1]), int(centre[0]), people)


def _rates(town: Town, seconds: float) -> tuple[float, float]:
    """Lives a second of the product, and of bare rows."""
    told = together(
        ["yimen.cli.bench.asked", "lives"],
        [town.lives(seconds=seconds, clients=THREADS) for _ in range(WORKERS)],
    )
    rate = sum(len(each["cases"]) / each["seconds"] for each in told)
    case_id = told[0]["cases"][-1]
    works = [
        asdict(BareLives(town.url, case_id, TRANSACTIONS, process, seconds / 2, THREADS))
        for process in range(1, WORKERS + 1)
    ]
    bare = together(["yimen.cli.bench.bare_lives"], works)
    return rate, sum(each["lives"] / each["seconds"] for each in bare)


def _fill(town: Town, million: int) -> int:
    """Most cases decided, the others at one of the three steps."""
    works = [town.lives(most=LIVED - OPEN)] + [
        town.lives(most=1, only=place // 2, claimed=place % 2 == 1) for place in range(OPEN)
    ]
    told = [together(["yimen.cli.bench.asked", "lives"], [work])[0] for work in works]
    cases = [case for each in told for case in each["cases"]]
    return fill(town.url, cases, million // len(cases))


def _questions(town: Town, held: int) -> list[Figure]:
    with psycopg.connect(town.url, autocommit=True) as connection:
        drawn = connection.execute(
            "SELECT number, public_id FROM cases_case WHERE number IS NOT NULL"
            " AND id %% %s = 0 LIMIT %s",
            [max(1, held // _ASKED - 1), _ASKED],
        ).fetchall()
        open_ = connection.execute(
            "SELECT public_id FROM cases_case WHERE decided_at IS NULL AND number IS NOT NULL"
            " ORDER BY md5(public_id) LIMIT %s",
            [_ASKED],
        ).fetchall()
    first = town.next_person - OPEN * _APART
    question = {
        "times": 50,
        "staff": [town.staff[part] for part in ("handler", "reviewer", "approver")],
        "department_id": town.version_department,
        "numbers": [row[0] for row in drawn],
        "people": list(range(first + 1, first + LIVED - OPEN)),
        "pages": [row[0] for row in open_],
    }
    told = together(["yimen.cli.bench.asked", "case_answers"], [question])[0]
    return [
        Figure(
            f"case_{name}_p95", f"{_TITLES[name]} p95", quantile(took, 0.95), "ms",
            _QUESTION_BUDGET,
            f"{len(took)} questions among {held:,} cases, {told['found'][name]} rows found; p50"
            f" {quantile(took, 0.5):.1f} ms, slowest {max(took):.0f} ms; the queries behind the"
            " page",
        )
        for name, took in told["took"].items()
    ]  # fmt: skip


def together(module: Sequence[str], questions: Sequence[Mapping[str, object]]) -> list[Any]:
    """What as many processes answer that work at the same time."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *module],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for _ in questions
    ]  # fmt: skip
    for process, question in zip(running, questions, strict=True):
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        process.stdin.write(json.dumps(question))
        process.stdin.close()
    return [_answer(process) for process in running]


def _answer(process: subprocess.Popen[str]) -> Any:  # noqa: ANN401 - JSON
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    with process.stdout:
        text = process.stdout.read()
    if process.wait(_LONGEST) != 0:
        raise RuntimeError("lives: see standard error")
    return json.loads(text)
