"""`yimen figures`: the published figures of a period, as a table or as JSON."""

import json
from datetime import date, datetime

import click
from rich import box
from rich.console import Console
from rich.table import Table

from yimen.cli.opened import opened

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=_DAY, help="第一天，例如 2019-10-08；默认从有数据的第一天起")
@click.option("--to", "last", type=_DAY, help="最后一天（含）；默认到有数据的最后一天")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def figures(first: datetime | None, last: datetime | None, *, as_json: bool) -> None:
    """一段时间的统计数字，导入的历史一并计算。"""  # noqa: D415 - shown as help, in Chinese
    if first and last and last < first:
        raise click.UsageError("--to 早于 --from")
    with opened():
        _print(first.date() if first else None, last.date() if last else None, as_json=as_json)


def _print(first: date | None, last: date | None, *, as_json: bool) -> None:
    # Django is ready only now.
    from django.utils import timezone  # noqa: PLC0415

    from yimen.insights import actions, queries  # noqa: PLC0415
    from yimen.insights.rules.measures import Period  # noqa: PLC0415

    actions.catch_up(at=timezone.now())
    known = queries.span_of_history()
    today = timezone.localdate()
    first = first or min(known.first if known else today, last or today)
    last = last or max(known.last if known else today, first)
    period = Period(first, last)
    values = queries.figures(period)
    if as_json:
        print(json.dumps(values))
    else:
        _draw(period.first, period.last, values)


def _draw(first: date, last: date, values: dict[str, float | int | None]) -> None:
    from yimen.insights.rules.figures import FIGURES, written  # noqa: PLC0415 - as above

    table = Table(title=f"{first} 至 {last}", box=box.SIMPLE_HEAD)
    table.add_column("数字", no_wrap=True)
    table.add_column("值", justify="right", no_wrap=True)
    table.add_column("怎么算的", style="dim")
    for key, value in values.items():
        figure = FIGURES[key]
        table.add_row(figure.name, " ".join(written(figure, value)).strip(), figure.formula)
    Console().print(table)
