"""`yimen replay`: a recorded hall day through the live calling rule, as a table or as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Final

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yimen.services.hall.replay.errors import DayRefused, Reason
from yimen.services.hall.replay.policies import Policy
from yimen.services.hall.replay.reader import read_day
from yimen.services.hall.replay.result import DayFigures, Figures, Replayed, Score
from yimen.services.hall.replay.result import replay as replay_day

REASONS: Final[Mapping[Reason, str]] = {
    Reason.FOLDER_MISSING: "没有这个文件夹",
    Reason.FILE_MISSING: "打不开这个文件",
    Reason.NOT_TEXT: "不是可读的文本（应为 UTF-8 或 GBK 的 CSV）",
    Reason.EMPTY_FILE: "文件里没有数据",
    Reason.COLUMN_MISSING: "缺少这一列",
    Reason.FIELD_COUNT: "字段个数与表头不符",
    Reason.EMPTY: "不能为空",
    Reason.NOT_A_NUMBER: "不是有效的数",
    Reason.NOT_A_TIME: "不是有效的时间（应为 ISO 8601）",
    Reason.NO_OFFSET: "时间没有时区偏移",
    Reason.OTHER_DAY: "与第一张票不在同一天",
    Reason.NOT_HOURS: "不是有效的开放时段（应为 HH:MM-HH:MM）",
    Reason.HOURS_OVERLAP: "开放时段互相重叠",
    Reason.UNKNOWN_QUEUE: "队列表里没有这个队列",
    Reason.UNKNOWN_CLASS: "没有这个类别（ordinary、booked、priority）",
    Reason.NOT_YES_OR_NO: "只能是 yes 或 no",
    Reason.SLOT_MISSING: "预约票缺少预约时段",
    Reason.SLOT_NOT_BOOKED: "只有预约票才有预约时段",
    Reason.TWICE: "重复出现",
}
POLICIES: Final[Mapping[Policy, str]] = {
    Policy.DEDICATED: "专窗专办",
    Policy.SKILLS: "按技能叫号",
    Policy.POOLED: "任意窗口",
}
CLASSES: Final = {"ordinary": "普通", "booked": "预约", "priority": "绿色通道"}
_BAR_WIDTH: Final = 40
#: A bar's last cell, filled by eighths; nothing for none.
_EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_SLOWEST: Final = 8


@click.command()
@click.argument("day_folder", type=click.Path(path_type=Path))
@click.option(
    "--queues", type=click.Path(path_type=Path), help="队列表，默认为日期文件夹旁的 queues.csv"
)
@click.option(
    "--policy",
    type=click.Choice([policy.value for policy in Policy]),
    default=Policy.SKILLS.value,
    show_default=True,
    help="专窗专办、按技能叫号（现场规则）或任意窗口",
)
@click.option("--no-estimate", is_flag=True, help="不计算等候区间")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def replay(
    day_folder: Path, queues: Path | None, policy: str, *, no_estimate: bool, as_json: bool
) -> None:
    """用现场叫号规则重放一天的大厅记录。"""  # noqa: D415 - shown as help, in Chinese
    started = perf_counter()
    try:
        day = read_day(day_folder, queues)
    except DayRefused as refusal:
        click.echo(_sentence(refusal), err=True)
        raise SystemExit(1) from None
    replayed = replay_day(day, Policy(policy), estimate=not no_estimate)
    figures = replayed.figures()
    seconds = round(perf_counter() - started, 3)
    if as_json:
        click.echo(json.dumps({**figures, "seconds": seconds}, ensure_ascii=False))
    else:
        _draw(Console(), replayed, figures, seconds)


def _sentence(refusal: DayRefused) -> str:
    place = [refusal.file]
    if refusal.line:
        place.append(f"第 {refusal.line} 行")
    if refusal.column:
        place.append(f"{refusal.column} 列")
    found = f"：{refusal.value}" if refusal.value else ""
    return f"{' '.join(place)}：{REASONS[refusal.reason]}{found}"


def _draw(console: Console, replayed: Replayed, figures: DayFigures, seconds: float) -> None:
    policy = POLICIES[replayed.policy]
    console.print(Text(f"{figures['day']}　{policy}（{replayed.policy}）", style="bold"))
    console.print(
        f"平均等候（不含税务）{_time(figures['mean_wait_excl_tax_s'])}，"
        f"平均办理（不含税务）{_time(figures['mean_service_excl_tax_s'])}"
    )
    parts = {CLASSES[name]: part for name, part in figures["by_class"].items()}
    console.print(_table("类别", {**parts, "合计": figures}))
    console.print(_table("等候最久的队列", _slowest(replayed, figures["by_queue"])))
    _draw_half_hours(console, figures["by_half_hour"])
    _draw_score(console, figures["estimate"])
    console.print(Text(f"用时 {seconds} 秒", style="dim"))


def _slowest(replayed: Replayed, by_queue: Mapping[str, Figures]) -> dict[str, Figures]:
    ranked = sorted(by_queue, key=lambda code: -(by_queue[code]["mean_wait_s"] or 0))
    queues = replayed.day.queues
    return {f"{code} {queues[code].department}": by_queue[code] for code in ranked[:_SLOWEST]}


def _table(title: str, parts: Mapping[str, Figures]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column(title, no_wrap=True)
    for heading in ("取号", "离开", "未叫到", "平均等候", "中位", "九成以内", "最长"):
        table.add_column(heading, justify="right")
    for name, part in parts.items():
        counts = (part["tickets"], part["left"], part["unserved"])
        waits = (part["mean_wait_s"], part["p50_wait_s"], part["p90_wait_s"], part["max_wait_s"])
        table.add_row(name, *map(str, counts), *map(_time, waits))
    return table


def _draw_half_hours(console: Console, by_half_hour: Mapping[str, Figures]) -> None:
    console.print(Text("各半小时的平均等候", style="bold"))
    longest = max((part["mean_wait_s"] or 0 for part in by_half_hour.values()), default=0)
    for start, part in by_half_hour.items():
        wait = part["mean_wait_s"]
        bar = _bar((wait or 0) / longest) if longest else ""
        gap = " " * (_BAR_WIDTH - len(bar))
        console.print(
            Text.assemble(f"{start} ", (bar, "cyan"), gap, f" {_time(wait)}　{part['tickets']} 人")
        )


def _bar(share: float) -> str:
    whole, eighths = divmod(round(share * _BAR_WIDTH * 8), 8)
    return "█" * whole + _EIGHTHS[eighths]


def _draw_score(console: Console, score: Score | None) -> None:
    if score is None or score["within_range"] is None:
        return
    console.print(
        f"取号时告知的等候区间：{score['within_range']:.0%} 落在区间内，"
        f"中值平均相差 {_time(score['mae_s'])}\n"
        f"（照搬本队列上一位的等候，平均相差 {_time(score['les_mae_s'])}）"
    )


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "—"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


if __name__ == "__main__":
    replay()
