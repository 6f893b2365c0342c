"""`./yimen doctor`: what is wrong with this installation and how to mend it."""

import json
import os
import sys

import click
from rich.console import Console
from rich.table import Table

from yimen.cli.audit_check import check_audit
from yimen.cli.examinations import examine
from yimen.cli.findings import State

MARKS = {State.GOOD: "[green]正常[/]", State.NOTE: "[yellow]留意[/]", State.BAD: "[red]有误[/]"}


@click.command(help="检查设置、数据库、时钟、存储和外部接口；有误时说明怎样修复，退出码 1。")
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象")
@click.option("--audit", is_flag=True, help="改为逐条核对审计链和封印")
def doctor(as_json: bool, audit: bool) -> None:
    """Print the findings; fail when one is bad."""
    findings = list(check_audit() if audit else examine(os.environ))
    healthy = all(finding.state is not State.BAD for finding in findings)
    if as_json:
        checks = [
            {"name": f.name, "state": f.state.value, "found": f.found, "mend": f.mend}
            for f in findings
        ]
        print(json.dumps({"healthy": healthy, "checks": checks}, ensure_ascii=False))
    else:
        table = Table("项目", "状态", "情况", "怎样修复", box=None, pad_edge=False)
        for finding in findings:
            table.add_row(finding.name, MARKS[finding.state], finding.found, finding.mend)
        Console().print(table)
    if not healthy:
        if not as_json:
            print("检查发现问题，见上表。", file=sys.stderr)
        sys.exit(1)
