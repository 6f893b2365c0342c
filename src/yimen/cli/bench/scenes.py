"""The measured scenes of the hall. Each takes the stage as the one before left it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any, Final

from yimen.cli.bench.bare import Done, Work
from yimen.cli.bench.boards import Hall, Heard
from yimen.cli.bench.day import write_day
from yimen.cli.bench.figures import Figure, quantile
from yimen.cli.bench.load import Outcome, Plan
from yimen.cli.bench.memory import postgres_processes, pss_megabytes, tree
from yimen.cli.bench.stage import FREE, Stage
from yimen.cli.installation import ROOT

CLIENTS: Final = 16
BARE_PROCESSES: Final = 2
BOARDS: Final = 300
PRESSES: Final = 30
_LONGEST: Final = 120
_LOAD_METHOD: Final = (
    "16 keep-alive connections from one separate process (bare sockets, one loop, no parsing beyond"
    " status, length and number); client, server and PostgreSQL share this machine"
)
_BARE_METHOD: Final = "bare: the same statement file through psycopg, prepared, 16 connections"


def ask(module: str, question: object) -> Any:  # noqa: ANN401 - JSON
    """What a client of the bench answers, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", f"yimen.cli.bench.{module}"],
        input=json.dumps(question), capture_output=True, text=True, cwd=ROOT,
        check=False, timeout=_LONGEST,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"{module}: {done.stderr.strip()[-800:]}")
    return json.loads(done.stdout)


def load(stage: Stage, requests: list[tuple[str, str]], *, clients: int, seconds: float) -> Outcome:
    return Outcome(**ask("load", asdict(Plan(stage.port, stage.key, clients, requests, seconds))))


def _bare(
    stage: Stage, statement: str, params: list[dict[str, Any]], *, seconds: float
) -> tuple[float, list[float]]:
    """Executions a second and latencies of 16 connections in two processes."""
    running = []
    for place in range(BARE_PROCESSES):
        part = params if seconds else params[place::BARE_PROCESSES]
        work = Work(stage.url, statement, part, CLIENTS // BARE_PROCESSES, seconds)
        process = subprocess.Popen(
            [sys.executable, "-m", "yimen.cli.bench.bare"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        running.append((process, json.dumps(asdict(work))))
    for process, question in running:
        assert process.stdin is not None  # noqa: S101 - a pipe was asked for
        process.stdin.write(question)
        process.stdin.close()
    done = [_done(process) for process, _ in running]
    rate = sum(len(part.latencies) / part.seconds for part in done)
    return rate, [value for part in done for value in part.latencies]


def _done(process: subprocess.Popen[str]) -> Done:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    text = process.stdout.read()
    if process.wait(_LONGEST) != 0:
        raise RuntimeError("bare: see standard error")
    return Done(**json.loads(text))


def start(stage: Stage) -> list[Figure]:
    """How long the production processes took to answer."""
    return [
        Figure(
            "start", "再次启动", stage.started_in, "s", 6.0,
            "from starting `serve` (settings, schema checked) until pages and live stream answer;"
            " PostgreSQL was running",
        )
    ]  # fmt: skip


def issue(stage: Stage, *, seconds: float) -> list[Figure]:
    """Numbers over HTTP and by the bare statement, in turns."""
    requests = [("/api/v1/tickets", json.dumps({"queue": code})) for _, code, _, _ in stage.queues]
    params = stage.issue_params(stage.queues)
    load(stage, requests, clients=CLIENTS, seconds=1.0)
    stage.settle()
    first = load(stage, requests, clients=CLIENTS, seconds=seconds / 2)
    bare, _ = _bare(stage, "issue_ticket", params, seconds=seconds / 2)
    second = load(stage, requests, clients=CLIENTS, seconds=seconds / 2)
    latencies = first.latencies + second.latencies
    numbers = first.numbers + second.numbers
    bad = len(latencies) - first.good - second.good
    rate = (first.good + second.good) / (first.seconds + second.seconds)
    doubled = len(numbers) - len(set(numbers))
    return [
        Figure(
            "issue_per_second", "取号", rate, "/s", 800, f"{_LOAD_METHOD}; {_BARE_METHOD}",
            at_least=True, bare=bare, least_ratio=0.20,
        ),
        Figure("issue_p99", "取号 p99", quantile(latencies, 0.99), "ms", 100, _LOAD_METHOD),
        Figure(
            "issue_duplicates", "重号和失败", float(doubled + bad), "", 0,
            f"numbers answered twice, and answers other than 2xx, among {len(latencies)}",
        ),
    ]  # fmt: skip


def call(stage: Stage, *, rounds: int) -> list[Figure]:
    """Every window presses "next" once a round; between rounds they are freed, unmeasured."""
    stage.open_windows()
    stage.settle()
    requests = [(f"/api/v1/windows/{window[0]}/call-next", "") for window in stage.windows]
    latencies: list[float] = []
    numbers: list[str] = []
    seconds, good = 0.0, 0
    for place in range(rounds + 1):
        outcome = load(stage, requests, clients=CLIENTS, seconds=0)
        stage.free_windows()
        if place:  # the first one warms
            latencies += outcome.latencies
            numbers += outcome.numbers
            seconds += outcome.seconds
            good += outcome.good
    work = Work(
        stage.url, "claim_next_ticket", stage.call_params(), CLIENTS, rounds=rounds, between=FREE
    )
    bare = Done(**ask("bare", asdict(work)))
    doubled = len(numbers) - len(set(numbers))
    told = f"{len(latencies)} calls, {len(numbers)} citizens called"
    return [
        Figure(
            "call_per_second", "叫号", good / seconds, "/s", 600,
            f"{len(requests)} windows, {rounds} rounds; {_LOAD_METHOD}; {_BARE_METHOD}; {told}",
            at_least=True, bare=len(bare.latencies) / bare.seconds,
        ),
        Figure("call_p99", "叫号 p99", quantile(latencies, 0.99), "ms", 100, _LOAD_METHOD),
        Figure(
            "call_doubles", "重复叫号和失败", float(doubled + len(latencies) - good), "", 0,
            f"tickets called twice, and answers other than 2xx; {told}",
        ),
    ]  # fmt: skip


def flat(stage: Stage, *, long_line: int) -> list[Figure]:
    """One client's median call with 100 and with many waiting in the same lines."""
    domain = stage.queues[0][3]
    queues = [queue for queue in stage.queues if queue[3] == domain]
    windows = [w for w in stage.windows if w[4] == domain and w[3] == "comprehensive"]
    medians = []
    for waiting in (100, long_line):
        stage.clear_tickets()
        params = stage.issue_params(queues)
        _bare(stage, "issue_ticket", (params * (waiting // len(params) + 1))[:waiting], seconds=0)
        stage.settle()
        medians.append(_median_call(stage, windows))
    return [
        Figure(
            "call_flat", f"排队 100 → {long_line} 人时叫号变慢", medians[1] / medians[0], "×", 1.5,
            f"ratio of medians of one client's calls ({medians[0]:.2f} ms, {medians[1]:.2f} ms)",
        )
    ]  # fmt: skip


def _median_call(stage: Stage, windows: Sequence[tuple[int, int, str, str, str]]) -> float:
    requests = [(f"/api/v1/windows/{window[0]}/call-next", "") for window in windows]
    times: list[float] = []
    for place in range(4):
        outcome = load(stage, requests, clients=1, seconds=0)
        stage.free_windows()
        if place and outcome.good == len(requests):  # the first one warms
            times += outcome.latencies
    return median(times)


def boards(stage: Stage) -> list[Figure]:
    """A press until every connected board has it."""
    params = stage.issue_params(stage.queues)
    _bare(stage, "issue_ticket", params * 2, seconds=0)
    windows = [w[0] for w in stage.windows if w[3] == "comprehensive"][:PRESSES]
    hall = Hall(stage.port, stage.key, stage.centre_id, windows, BOARDS)
    heard = Heard(**ask("boards", asdict(hall)))
    expected = heard.calls * BOARDS
    times = heard.milliseconds
    return [
        Figure(
            "board_p95", "叫号到 300 块屏", quantile(times, 0.95) if times else None, "ms", 300,
            f"{heard.calls} presses over HTTP until the event is in each board's socket"
            f" (drawing not included), {BOARDS} streams held by one process",
        ),
        Figure(
            "board_lost", "屏没有收到的叫号", float(expected - len(times)), "", 0,
            f"of {expected} call-and-board pairs, within three seconds of the last press",
        ),
    ]  # fmt: skip


def memory(stage: Stage) -> list[Figure]:
    """Everything's memory, after the load."""
    ours = tree(stage.server.pid)
    postgres = postgres_processes(stage.connection)
    where = "with PostgreSQL" if postgres else "PostgreSQL runs elsewhere and is not included"
    return [
        Figure(
            "memory", "常驻内存", pss_megabytes(ours | postgres), "MB", 700,
            f"PSS of supervisor, pages, live stream, jobs, after the load; {where}",
        )
    ]  # fmt: skip


def replay() -> list[Figure]:
    """A recorded day, if one lies beside the project, else one made up of the same size."""
    with tempfile.TemporaryDirectory(prefix="yimen-day-") as folder:
        shared = ROOT.parent / "shared" / "data" / "hall"
        day, told = shared / "day-1", "a recorded day"
        if not day.is_dir():
            day, told = write_day(Path(folder)), "a day made up of 2,551 tickets"
        plain, ranged = _replay(day, "--no-estimate"), _replay(day)
    return [
        Figure("replay", "重放一天", plain, "s", 3.0, f"`replay --no-estimate` of {told}"),
        Figure("replay_ranges", "重放并评分等候区间", ranged, "s", 10.0, f"`replay` of {told}"),
    ]


def _replay(day: Path, *options: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "yimen", "replay", str(day), "--queues",
         str(day.parent / "queues.csv"), "--json", *options],
        capture_output=True, text=True, check=True, timeout=_LONGEST, cwd=ROOT,
    )  # fmt: skip
    return float(json.loads(done.stdout)["seconds"])
