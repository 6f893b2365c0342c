"""`yimen history import FILE`: an older system's history, whole or not at all."""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from yimen.cli.opened import opened
from yimen.insights.errors import AlreadyImported, FileReason, FileRefused, Reason, RowRefused
from yimen.insights.rules.history import CHANNELS, OUTCOMES

REASONS: Final = {
    Reason.FIELD_COUNT: "字段个数与表头不符",
    Reason.EMPTY: "不能为空",
    Reason.TOO_LONG: "超过 200 个字",
    Reason.CONTROL_CHARACTER: "含有控制字符",
    Reason.UNREADABLE: "含有不能解读的字节（编码与文件其余部分不同？）",
    Reason.UNKNOWN_CHANNEL: f"没有这个渠道（{'、'.join(sorted(CHANNELS))}）",
    Reason.UNKNOWN_OUTCOME: f"没有这个结果（{'、'.join(sorted(OUTCOMES))}）",
    Reason.NOT_YES_OR_NO: "只能是 yes 或 no",
    Reason.NOT_STARS: "只能是 1 到 5，或不填",
    Reason.DEFAULT_WITHOUT_STARS: "默认评价却没有星级",
    Reason.NOT_A_TIME: "不是有效的时间（应为 ISO 8601）",
    Reason.NO_OFFSET: "时间没有时区偏移",
    Reason.NO_DAY: "取号、开始、结束时间都没有，不知道是哪一天",
    Reason.TIME_MISSING: "窗口服务缺少这个时间",
    Reason.BEFORE_EARLIER_STEP: "早于前一步的时间",
    Reason.UNCLOSED_QUOTE: "引号没有闭合",
}
FILE_REASONS: Final = {
    FileReason.MISSING: "没有这个文件",
    FileReason.NOT_A_FILE: "这不是一个文件",
    FileReason.UNREADABLE: "打不开这个文件",
    FileReason.NOT_TEXT: "不是可读的文本（应为 UTF-8 或 GBK 的 CSV）",
    FileReason.EMPTY: "文件里没有数据",
    FileReason.COLUMN_MISSING: "表头缺少这一列",
    FileReason.COLUMN_TWICE: "表头里这一列出现了两次",
    FileReason.UNKNOWN_COLUMN: "表头里有不认识的列",
}


@click.group()
def history() -> None:
    """旧系统的历史数据。"""  # noqa: D415 - shown as help, in Chinese


@history.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def import_file(file: Path, *, as_json: bool) -> None:
    """导入一个历史文件：全部导入，或一行也不导入。"""  # noqa: D415 - shown as help, in Chinese
    with opened():
        _import(file, as_json=as_json)


def _import(file: Path, *, as_json: bool) -> None:
    # Django is ready only now.
    from django.utils import timezone  # noqa: PLC0415

    from yimen.insights import actions  # noqa: PLC0415

    started = perf_counter()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    try:
        with bar:
            task = bar.add_task("导入", total=None)

            def show(done: int, total: int) -> None:
                words = "汇总" if done >= total else "导入"
                bar.update(task, completed=done, total=total, description=words)

            kept = actions.import_history(file, at=timezone.now(), progress=show)
    except (RowRefused, FileRefused, AlreadyImported) as refused:
        print(sentence(file, refused), file=sys.stderr)
        raise SystemExit(1) from None
    seconds = round(perf_counter() - started, 3)
    first, last = (day.isoformat() if day else None for day in (kept.first_day, kept.last_day))
    if as_json:
        print(json.dumps({"rows": kept.rows, "from": first, "to": last, "seconds": seconds}))
    else:
        print(f"已导入 {kept.rows:,} 行（{first} 至 {last}），用时 {seconds} 秒。")


def sentence(file: Path, refused: RowRefused | FileRefused | AlreadyImported) -> str:
    """One line: where, what, why."""
    if isinstance(refused, RowRefused):
        value = f"“{refused.value}”" if refused.value else "空"
        return (
            f"{file.name} 第 {refused.line} 行 {refused.column} 列：{REASONS[refused.reason]}"
            f"（{value}）。没有导入任何一行。"
        )
    if isinstance(refused, FileRefused):
        column = f" {refused.column}" if refused.column else ""
        return f"{file}：{FILE_REASONS[refused.reason]}{column}。"
    return f"{file.name} 以前导入过，没有再次导入。"
