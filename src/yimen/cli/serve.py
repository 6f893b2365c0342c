"""`./yimen serve`: the production processes for `DATABASE_URL`. Logs go to standard error."""

import os
import tempfile
from contextlib import ExitStack, suppress

import click

from yimen.cli.errors import NoDatabase, UnsafeSettings
from yimen.cli.installation import home, run_step
from yimen.cli.production import faults
from yimen.support.serving import programs
from yimen.support.serving.ports import demand_free
from yimen.support.serving.supervisor import Supervisor

LONGEST_START = 60.0


@click.command(help="按 DATABASE_URL 启动生产进程：网页与接口、实时推送（下一个端口）、后台任务。")
@click.option("--port", type=click.IntRange(1, 65534), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址，前面应有反向代理")
def serve(port: int, host: str) -> None:
    """Check the settings and the schema, then keep the processes running."""
    if not os.environ.get("DATABASE_URL"):
        raise NoDatabase
    found = faults(os.environ)
    if found:
        raise UnsafeSettings(faults="\n".join(f"  {fault}" for fault in found))
    home()
    for wanted in (port, port + 1):
        demand_free(host, wanted)
    _demand_schema()
    with ExitStack() as stack:
        counters = stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-metrics-"))
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = counters
        os.environ.setdefault("YIMEN_LIVE_PORT", str(port + 1))
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        supervisor = Supervisor(
            [programs.web(host, port), programs.live(host, port + 1), programs.jobs()],
            os.environ,
            logs=None,
        )
        stack.callback(supervisor.stop)
        supervisor.start(timeout=LONGEST_START)
        click.echo(f"一门已就绪：{programs.address(host, port)}", err=True)
        with suppress(KeyboardInterrupt):
            supervisor.watch()


def _demand_schema() -> None:
    """Migrating is the operator's step: several machines may start at once.

    Raises:
        StepFailed: migrations are waiting, or the database does not answer.
    """
    run_step("检查数据库结构", "yimen", "manage", "migrate", "--check")
