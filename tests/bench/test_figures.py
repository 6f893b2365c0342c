"""Verdicts and quantiles of the measuring, and memory of a process tree. Never a timing."""

import json
import os
from pathlib import Path

import pytest

from yimen.cli.bench.figures import Figure, quantile
from yimen.cli.bench.memory import pss_megabytes, tree


def figure(value: float | None, budget: float | None, **more: object) -> Figure:
    return Figure("n", "名", value, "ms", budget, "", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "ok"),
    [
        (figure(99, 100), True),
        (figure(101, 100), False),
        (figure(None, 100), False),
        (figure(5, None), None),
        (figure(800, 800, at_least=True), True),
        (figure(799, 800, at_least=True), False),
        (figure(900, 800, at_least=True, bare=4000.0, least_ratio=0.2), True),
        (figure(900, 800, at_least=True, bare=5000.0, least_ratio=0.2), False),
        (figure(900, 800, at_least=True, least_ratio=0.2), False),
    ],
)
def test_a_verdict_follows_budget_and_ratio(made: Figure, ok: bool | None) -> None:
    assert made.ok is ok


def test_a_figure_is_plain_json() -> None:
    told = json.loads(json.dumps(figure(1.23456, 2, bare=2.0).as_json()))

    assert (told["value"], told["budget"], told["bare"]) == (1.235, 2, 2.0)
    assert (told["ratio"], told["ok"]) == (0.617, True)


def test_quantiles_are_values_that_occurred() -> None:
    values = [float(n) for n in range(1, 101)]

    assert quantile(values, 0.99) == 99
    assert quantile(values, 0.5) == 50
    assert quantile(values, 1.0) == 100
    assert quantile([7.0], 0.99) == 7


def test_no_values_have_no_quantile() -> None:
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


def test_a_tree_is_a_process_and_all_it_started(tmp_path: Path) -> None:
    for pid, parent in ((10, 1), (11, 10), (12, 11), (13, 1)):
        folder = tmp_path / str(pid)
        folder.mkdir()
        (folder / "stat").write_text(f"{pid} (a ) name) S {parent} 0")
        (folder / "smaps_rollup").write_text("Rss: 900 kB\nPss:  512 kB\nPss_Anon: 7 kB\n")

    found = tree(10, tmp_path)

    assert found == {10, 11, 12}
    assert pss_megabytes(found | {99}, tmp_path) == 1.5


def test_this_process_has_memory() -> None:
    assert pss_megabytes({os.getpid()}) > 1
