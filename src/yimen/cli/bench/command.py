"""The command: measure, print, clean up.

A database of its own on the same server, the demonstration city, the production processes on free
ports, traffic to this machine only; all of it is gone afterwards. `scenes` measures, `load`, `bare`
and `boards` are the clients, each a process of its own; `large` and its client `answers` are for
`--large`.
"""

import json
import time
from typing import Final

import click

from yimen.cli.bench import scenes
from yimen.cli.bench.cases import case_scenes
from yimen.cli.bench.figures import Figure
from yimen.cli.bench.large import large_scenes
from yimen.cli.bench.rush import rush
from yimen.cli.bench.stage import Stage, stage

#: Narrower, and figures would be cut.
_WIDTH: Final = 100


@click.command(help="测量大厅和办件的速度，与同一次运行中的裸数据库对照。约三分钟。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
@click.option(
    "--large",
    is_flag=True,
    help="测得更久，排队人数到十万；另测一百万件办件、五百万行历史和十万个事项，约需十吉字节磁盘。约二十分钟。",
)
def bench(as_json: bool, large: bool) -> None:
    """Measure, print, clean up."""
    began = time.monotonic()
    figures = _measure(large)
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        found = {"figures": [figure.as_json() for figure in figures], "seconds": seconds}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    _draw(figures, seconds)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _measure(large: bool) -> list[Figure]:
    with stage(_say) as made:
        figures = _hall(made, large)
    _say("重放……")
    figures += scenes.replay()
    figures += case_scenes(_say, large=large)
    return figures + large_scenes(_say) if large else figures


def _hall(made: Stage, large: bool) -> list[Figure]:
    figures = scenes.start(made)
    _say("取号……")
    figures += scenes.issue(made, seconds=30.0 if large else 10.0)
    _say("叫号……")
    figures += scenes.call(made, rounds=18 if large else 9)
    _say("长队叫号……")
    figures += scenes.flat(made, long_line=100_000 if large else 10_000)
    _say("大屏……")
    figures += scenes.boards(made)
    _say("抢约……")
    figures += rush(made)
    return figures + scenes.memory(made)


def _draw(figures: list[Figure], seconds: float) -> None:
    # Drawn once, at the end: not for --json.
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("项目", no_wrap=True)
    for heading in ("数值", "要求", "裸数据库", "比值", "结论"):
        table.add_column(heading, justify="right", no_wrap=True)
    for figure in figures:
        table.add_row(figure.title, *_cells(figure))
    console = Console()
    console.width = max(console.width, _WIDTH)
    console.print(table)
    for figure in figures:
        console.print(f"{figure.name}: {figure.method}", style="dim", highlight=False)
    console.print(f"用时 {seconds} 秒", style="dim")


def _cells(figure: Figure) -> tuple[str, str, str, str, str]:
    def number(value: float | None) -> str:
        if value is None:
            return "—"
        shown = f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
        return f"{shown} {figure.unit}".strip()

    sign = "≥" if figure.at_least else "≤"
    budget = "—" if figure.budget is None else f"{sign} {number(figure.budget)}"
    ratio = "—" if figure.ratio is None else f"{figure.ratio:.2f}"
    verdict = {True: "达到", False: "未达到", None: "—"}[figure.ok]
    return number(figure.value), budget, number(figure.bare), ratio, verdict
