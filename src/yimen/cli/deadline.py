"""`./yimen deadline`: the due date of a limit, and each day with why it counts or not.

The calendar is the one of this installation's database, where `DATABASE_URL` names one or this
home is being served; else, or with `--builtin`, the one that comes with the program. A database
that cannot be read is said on standard error and does not keep the answer back.
"""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yimen.cli.installation import ROOT, database
from yimen.cli.served import holder
from yimen.kernel.workdays import (
    LONGEST,
    BadPause,
    Calendar,
    Deadline,
    Pause,
    TooFarAhead,
    Unit,
    deadline,
)
from yimen.reference.centres.rules.legal import builtin

ZONE: Final = ZoneInfo("Asia/Shanghai")
UNITS: Final[Mapping[Unit, str]] = {Unit.WORKING: "工作日", Unit.NATURAL: "自然日"}
#: Seconds to wait for a database that does not answer.
_PATIENCE: Final = "5"


class LocalDay(click.ParamType[date]):
    """A date, or an instant, of which the day in the centre's zone counts."""

    name = "ISO"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day."""
        text = str(value).strip()
        try:
            if len(text) <= len("2020-01-17"):
                return date.fromisoformat(text)
            instant = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} 不是 ISO 8601 日期，例如 2020-01-17。", param, ctx)
        return (instant if instant.tzinfo is None else instant.astimezone(ZONE)).date()


class PauseSpan(click.ParamType[Pause]):
    """`FROM:TO`, both ends included."""

    name = "FROM:TO"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Pause:
        """The pause."""
        if isinstance(value, Pause):
            return value
        first, colon, last = str(value).partition(":")
        if not colon:
            self.fail(f"{value!r} 应为 开始:结束，例如 2020-02-03:2020-02-07。", param, ctx)
        try:
            return Pause(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
        except BadPause:
            self.fail(f"{value!r} 的结束早于开始。", param, ctx)
        except ValueError:
            self.fail(f"{value!r} 里有不是 ISO 8601 的日期。", param, ctx)


@click.command(name="deadline", help="期限的届满日，以及每一天为何计入或不计入。")
@click.option("--start", type=LocalDay(), required=True, help="起算日，次日为第 1 日")
@click.option("--days", type=click.IntRange(1, LONGEST), required=True, help="期限天数")
@click.option(
    "--unit",
    type=click.Choice([unit.value for unit in Unit]),
    default=Unit.WORKING.value,
    show_default=True,
    help="工作日或自然日",
)
@click.option("--pause", "pauses", type=PauseSpan(), multiple=True, help="暂停，首尾两天都不计")
@click.option("--builtin", "use_builtin", is_flag=True, help="只用随程序提供的日历")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def deadline_command(
    start: date,
    days: int,
    unit: str,
    pauses: tuple[Pause, ...],
    *,
    use_builtin: bool,
    as_json: bool,
) -> None:
    """Print when the limit ends."""
    calendar = builtin() if use_builtin else _calendar()
    try:
        found = deadline(start, days, Unit(unit), calendar, pauses)
    except TooFarAhead as refusal:
        years = refusal.facts["years"]
        said = f"期限在 {years} 年内不会届满，请检查暂停的起止日期。"
        raise click.ClickException(said) from None
    if as_json:
        listed = [
            {"date": day.day.isoformat(), "counted": day.counted, "why": day.why}
            for day in found.days
        ]
        print(json.dumps({"due": found.due.isoformat(), "days": listed}, ensure_ascii=False))
    else:
        _draw(found, f"{start} 起 {days} 个{UNITS[Unit(unit)]}", calendar)


def _calendar() -> Calendar:
    home = Path(os.environ.get("YIMEN_HOME") or ROOT / ".yimen")
    if not os.environ.get("DATABASE_URL") and holder(home) is None:
        return builtin()
    with database():
        return _stored()


def _stored() -> Calendar:
    """The database's present calendar; the built-in one, with a word, where it cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.settings")
    os.environ.setdefault("PGCONNECT_TIMEOUT", _PATIENCE)
    # Django takes most of a second: not for those who ask without a database.
    import django  # noqa: PLC0415
    from django.db import DatabaseError, InterfaceError  # noqa: PLC0415

    django.setup()
    from yimen.reference.centres import queries  # noqa: PLC0415 - models need Django set up

    try:
        return queries.legal_calendar()
    except (DatabaseError, InterfaceError):
        print("读不到数据库里的日历，改用随程序提供的日历。", file=sys.stderr)
        return builtin()


def _draw(found: Deadline, asked: str, calendar: Calendar) -> None:
    console = Console()
    source = f"数据库第 {calendar.version} 版" if calendar.version else "随程序提供"
    console.print(Text(f"{asked}：{found.due} 届满", style="bold"))
    console.print(Text(f"日历：{source}" + ("，含暂定日期" if found.provisional else "")))
    table = Table("日期", "计入", "原因", box=box.SIMPLE_HEAD)
    for day in found.days:
        table.add_row(day.day.isoformat(), "是" if day.counted else "–", day.why)
    console.print(table)
