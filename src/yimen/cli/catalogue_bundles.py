"""`./yimen catalogue bundle`: definitions of bundles (一件事), put in force or only checked."""

import json
from dataclasses import asdict
from pathlib import Path

import click
import django
from django.utils import timezone

from yimen.channels.doorway.wording.bundles import fault_in_words
from yimen.cli.installation import prepared_database
from yimen.reference.people.rules import HOUSE


@click.group(help="一件事：几个事项一次申请。文件是一个 JSON 对象，{代码: 定义}。")
def bundle() -> None:
    """Commands below."""


@bundle.command("import", help="把文件里的一件事全部发布；有一个不对就都不发布。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_(file: Path) -> None:
    """All of them, or none."""
    with prepared_database():
        django.setup()
        from yimen.reference.catalogue.actions.bundling import (  # noqa: PLC0415
            import_bundles,
        )

        made = import_bundles(file.read_text("utf-8-sig"), by=HOUSE, at=timezone.now())
    for view in made:
        print(f"已发布：{view.name}（{view.code}）第 {view.number} 版")


@bundle.command("lint", help="检查在用的一件事是否仍与事项相符；有发现时退出码仍为 0。")
@click.option("--json", "as_json", is_flag=True, help="只打印一个 JSON 对象")
def lint(*, as_json: bool) -> None:
    """Items change after a bundle was published; one that fits no longer is not offered."""
    with prepared_database():
        django.setup()
        from yimen.reference.catalogue.queries.bundles import (  # noqa: PLC0415
            all_bundles,
            faults_of,
        )

        found = [
            {"bundle": view.code, **asdict(fault)}
            for view in all_bundles()
            for fault in faults_of(view)
        ]
    if as_json:
        print(json.dumps({"findings": found}, ensure_ascii=False))
        return
    print(f"共 {len(found)} 处不相符")
    for each in found:
        print(f"{each['bundle']}：{fault_in_words(each['what'], each['part'], each['about'])}")
