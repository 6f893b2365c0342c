"""`./yimen catalogue`: import, lint and export items; and packages of one item each."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click
import django
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from yimen.channels.doorway.wording.item_files import STAGES, reason
from yimen.cli.catalogue_bundles import bundle
from yimen.cli.installation import prepared_database
from yimen.reference.catalogue.errors import BadPackage
from yimen.reference.catalogue.rules.lint import findings
from yimen.reference.catalogue.rules.package import read as read_package
from yimen.reference.catalogue.rules.simulation import simulate
from yimen.reference.people.rules import HOUSE

FINDINGS: Final = {
    "instant_and_limit_disagree": "即办件与承诺时限不一致",
    "promised_over_statutory": "承诺时限超过法定时限",
    "visit_without_reason": "要到现场而没有说明原因",
    "no_visit_and_no_other_way": "不到现场，又不能网办或快递申请",
    "whole_online_but_visits": "全程网办而到现场次数不为 0 或未开网办",
    "no_visit_and_no_way_home": "不到现场，结果又不能邮寄或电子送达",
    "fee_without_basis": "收费而没有依据",
    "fee_without_rows": "收费而没有收费项目",
    "online_payment_not_said": "收费而没有说明能否网上支付",
    "free_but_paid_online": "不收费而支持网上支付",
    "free_but_fee_rows": "不收费而有收费项目",
    "not_a_phone": "电话格式不对",
    "complaints_to_the_same_phone": "咨询电话与投诉电话相同",
    "topic_missing": "缺少主题分类",
    "topic_too_many": "服务对象不含此类，却填了主题分类",
    "permit_without_faq": "许可事项没有常见问题",
    "permit_steps_incomplete": "许可事项缺少受理、审核、审批、办结、送达环节或次序不对",
    "steps_over_promised": "环节天数之和超过承诺时限",
    "result_without_name": "有结果而没有名称",
    "result_without_sample": "有结果而没有样本",
    "material_without_standard": "必要材料没有受理标准",
    "form_without_blank_or_sample": "表格没有空白表或样表",
    "catch_all_material": "兜底性材料",
    "code_not_national": "编码不是 31 位国家实施编码",
    "body_check_character": "实施编码中的信用代码校验不符",
    "body_is_not_department": "实施编码与部门编码不一致",
    "condition_never_met": "情形条件没有对应的选项",
}
_SHOWN: Final = 20
_BRIEF: Final = 60


@click.group(help="事项目录：导入、检查、导出；事项包。")
def catalogue() -> None:
    """Commands below."""


catalogue.add_command(bundle)


@contextmanager
def _django() -> Iterator[None]:
    """Django set up on a prepared database."""
    with prepared_database():
        django.setup()
        yield


_json = click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象")


@catalogue.command("import", help="导入 CSV 或 XLSX（UTF-8 或 GBK）；有误的行逐一指出，其余保留。")
@click.argument("file", type=click.Path(path_type=Path))
@_json
def import_(file: Path, *, as_json: bool) -> None:
    """Import a file; the progress bar goes to standard error."""
    with _django():
        from yimen.reference.catalogue.actions.importing import import_file  # noqa: PLC0415

        with _progress() as show:
            done = import_file(file, by=HOUSE, at=timezone.now(), progress=show)
    rejected = [
        {"line": r.line, "column": r.column, "value": r.value, "reason": reason(r)}
        for r in done.rejected
    ]
    if done.ignored:
        print(f"没有用到的列：{'、'.join(done.ignored)}", file=sys.stderr)
    counts = {
        "rows": done.rows,
        "created": done.created,
        "changed": done.changed,
        "unchanged": done.unchanged,
    }
    if as_json:
        print(json.dumps({**counts, "rejected": rejected}, ensure_ascii=False))
        return
    print(
        f"共 {done.rows} 行：新增 {done.created}，更新 {done.changed}，未变 {done.unchanged}，"
        f"有误 {len(rejected)}"
    )
    _draw("有误的行", ("行", "列", "值", "原因"), [tuple(map(str, r.values())) for r in rejected])


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar with numbers on standard error; silent where that is no terminal but for stage ends."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    tasks = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(STAGES[stage], total=total or None)
        bar.update(tasks[stage], completed=done, total=total or None)

    with bar:
        yield show


def _draw(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = Table(*headings, title=title, box=None, pad_edge=False)
    for row in rows[:_SHOWN]:
        table.add_row(*row)
    Console().print(table)
    if len(rows) > _SHOWN:
        print(f"……其余 {len(rows) - _SHOWN} 条用 --json 查看")


@catalogue.command(help="按实施清单一致性规则检查在用事项；有发现时退出码仍为 0。")
@_json
def lint(*, as_json: bool) -> None:
    """Check every item in force."""
    with _django():
        from yimen.reference.catalogue.queries import everything  # noqa: PLC0415

        found = [
            {"code": view.code, "name": view.name, **asdict(finding)}
            for view in everything()
            for finding in findings(view.fields, view.content)
        ]
    if as_json:
        print(json.dumps({"findings": found}, ensure_ascii=False))
        return
    counts = Counter((f["check"], str(f["what"])) for f in found)
    print(f"共 {len(found)} 处不一致")
    rows = [(str(check), FINDINGS[what], str(n)) for (check, what), n in sorted(counts.items())]
    _draw("按规则", ("规则", "问题", "处"), rows)
    lines = [
        (str(f["code"]), str(f["name"]), FINDINGS[str(f["what"])], str(f["place"])) for f in found
    ]
    _draw("明细", ("编码", "事项", "问题", "位置"), lines)


@catalogue.command(help="把在用事项全部导出为 CSV 或 XLSX，可以原样导入。")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--chinese", is_flag=True, help="表头用中文，默认为国家要素名")
def export(file: Path, *, chinese: bool) -> None:
    """Write everything in force."""
    with _django():
        from yimen.reference.catalogue.actions.exporting import export_file  # noqa: PLC0415

        print(f"已导出 {export_file(file, chinese=chinese)} 项到 {file}")


@catalogue.command(help="逐项比较一个事项的两个版本。")
@click.argument("code")
@click.argument("before", type=int)
@click.argument("after", type=int)
@_json
def compare(code: str, before: int, after: int, *, as_json: bool) -> None:
    """Field by field."""
    with _django():
        from yimen.reference.catalogue.queries import compare as differences  # noqa: PLC0415

        found = [asdict(difference) for difference in differences(code, before, after)]
    if as_json:
        print(json.dumps({"differences": found}, ensure_ascii=False))
    else:
        rows = [(str(f["path"]), _brief(f["before"]), _brief(f["after"])) for f in found]
        print(f"{len(rows)} 处不同")
        _draw("不同之处", ("位置", "原来", "现在"), rows)


def _brief(value: object) -> str:
    text = "—" if value is None else str(value)
    return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}…"


@catalogue.group(help="事项包：一个事项一个文件，可导出、检查、模拟、导入。")
def package() -> None:
    """Commands below."""


@package.command("export", help="把一个在用事项写成事项包。")
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path))
def export_one(code: str, file: Path) -> None:
    """One item, one file."""
    with _django():
        from yimen.reference.catalogue.actions.packages import export_package  # noqa: PLC0415

        file.write_text(export_package(code), "utf-8")
    print(f"已写出 {file}")


@package.command("import", help="把事项包收为草稿，由另一人审核后发布。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_one(file: Path) -> None:
    """One file, one draft."""
    with _django():
        from yimen.reference.catalogue.actions.packages import import_package  # noqa: PLC0415

        view = import_package(_text_of(file), by=HOUSE, at=timezone.now())
    print(f"已收为草稿：{view.name}（{view.code}）第 {view.number} 版")


@package.command("lint", help="检查一个事项包。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_json
def lint_one(file: Path, *, as_json: bool) -> None:
    """Needs no database."""
    found = read_package(_text_of(file))
    faults = findings(found.fields, found.content)
    if as_json:
        print(json.dumps({"findings": [asdict(fault) for fault in faults]}, ensure_ascii=False))
        return
    print(f"{found.fields['TASK_NAME']}：{len(faults)} 处不一致")
    rows = [(str(fault.check), FINDINGS[fault.what], fault.place) for fault in faults]
    _draw("明细", ("规则", "问题", "位置"), rows)


@package.command("simulate", help="用模拟办件检验环节时限。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--cases", type=click.IntRange(1, 1_000_000), default=1000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--pace", type=click.FloatRange(0.01, 10), default=0.5, show_default=True)
@_json
def simulate_one(file: Path, cases: int, seed: int, pace: float, *, as_json: bool) -> None:
    """Needs no database."""
    found = read_package(_text_of(file))
    days = found.fields.get("PROMISE_DAY")
    limit = days if isinstance(days, int) else None
    done = simulate(found.content, limit, cases=cases, seed=seed, pace=pace)
    if as_json:
        print(json.dumps(asdict(done), ensure_ascii=False))
        return
    share = "—" if done.in_time is None else f"{done.in_time:.1%}"
    print(
        f"{found.fields['TASK_NAME']}：{cases} 件，承诺 {limit} 个工作日内办结 {share}；"
        f"中位 {done.p50}，九成 {done.p90}，最慢百分之一 {done.p99} 个工作日"
    )
    steps = [(name, f"{kept:.1%}") for name, kept in done.steps_in_time.items()]
    _draw("各环节按时", ("环节", "按时"), steps)
    _draw("工作量", ("岗位", "人天"), [(role, str(days)) for role, days in done.load.items()])


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (UnicodeDecodeError, OSError):
        raise BadPackage(why="text") from None
