"""The command line: `./yimen COMMAND`. Commands are imported when called, so that each starts fast.

Exit codes: 0 done, 1 refused or failed with one clear line on standard error, 2 wrong usage.
"""

import errno
import sys
from importlib import import_module

import click

from yimen.cli.phrases import sentence
from yimen.kernel.errors import DomainError
from yimen.support.serving.signals import stop_on_signals

#: Command → (where it is, its line in the help).
COMMANDS = {
    "demo": ("yimen.cli.demo:demo", "启动演示城市，打印网址和账号"),
    "serve": ("yimen.cli.serve:serve", "按 DATABASE_URL 启动生产进程"),
    "doctor": ("yimen.cli.doctor:doctor", "检查设置、数据库、时钟、存储和外部接口"),
    "replay": ("yimen.cli.replay:replay", "把一天的大厅记录按现行叫号规则重放"),
    "deadline": ("yimen.cli.deadline:deadline_command", "期限的届满日，每一天为何计入或不计入"),
    "explain": ("yimen.cli.explain:explain", "一个办件的每个时限，逐日说明是否计入、原因和依据"),
    "history": ("yimen.cli.history:history", "导入旧系统的历史"),
    "figures": ("yimen.cli.figures:figures", "一段时间的统计数字"),
    "bench": ("yimen.cli.bench.command:bench", "测量速度，与裸数据库对照"),
    "catalogue": ("yimen.cli.catalogue:catalogue", "事项目录：导入、检查、导出；事项包"),
    "manage": ("yimen.cli.manage:manage", "Django 的管理命令"),
    "test": ("yimen.cli.quality:test", "运行测试"),
    "check": ("yimen.cli.quality:check", "格式、规范、类型、分层、迁移、翻译"),
    "fix": ("yimen.cli.quality:fix", "自动修正格式和规范"),
    "messages": ("yimen.cli.quality:messages", "更新译文目录"),
    "lock": ("yimen.cli.quality:lock", "更新依赖锁定文件"),
}


class LazyGroup(click.Group):
    """Commands known by name and imported on call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, help="一门：进一扇门，办全部事。")
def yimen() -> None:
    """Commands below; see `COMMANDS`."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    stop_on_signals()
    try:
        code = yimen.main(prog_name="./yimen", standalone_mode=False)
    except click.UsageError as wrong:
        wrong.show()
        code = 2
    except click.ClickException as failed:
        print(failed.format_message(), file=sys.stderr)
        code = 1
    except DomainError as refused:
        print(sentence(refused), file=sys.stderr)
        code = 1
    except OSError as refused:
        if refused.errno not in {errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EROFS}:
            raise
        print(f"不能使用 {refused.filename or '磁盘'}：{refused.strerror}", file=sys.stderr)
        code = 1
    except (KeyboardInterrupt, click.Abort):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)
