"""`./yimen demo`: the demonstration city on one command; `--smoke` walks through it and leaves."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import click

from yimen.cli.installation import (
    ROOT,
    database,
    home,
    load_demo_if_needed,
    migrate_if_needed,
    provide_keys,
)
from yimen.cli.served import claim
from yimen.demo.welcome import DOORS, logins, logins_file
from yimen.support.serving import programs
from yimen.support.serving.errors import PortTaken
from yimen.support.serving.ports import demand_free, free_pair
from yimen.support.serving.supervisor import Supervisor

LONGEST_START = 60.0


@click.command(help="启动演示城市，打印网址和账号。首次启动会建立数据库并载入数据。")
@click.option(
    "--port", type=click.IntRange(1, 65534), help="网页的端口（默认 8000），实时推送用下一个端口"
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="监听的地址，0.0.0.0 让其他设备也能打开"
)
@click.option("--smoke", is_flag=True, help="启动后从取号到出件、评价走一遍，然后退出")
def demo(port: int | None, host: str, smoke: bool) -> None:
    """Start everything, print addresses and log-ins, stay until stopped."""
    began = time.monotonic()
    folder = home()
    port = _choose_port(host, port, smoke=smoke)
    url = programs.address(host, port)
    with ExitStack() as stack:
        killed = stack.enter_context(claim(folder, url, programs.address(host, port + 1)))
        for wanted in (port, port + 1):
            demand_free(host, wanted, patience=5.0 if killed else 0.0)
        provide_keys(folder)
        counters = stack.enter_context(tempfile.TemporaryDirectory(prefix="yimen-metrics-"))
        _set_variables(folder, counters, host, port)
        if smoke:
            os.environ["YIMEN_DEMO_LIFE"] = "0"  # nobody else takes numbers while we walk through
        address = stack.enter_context(database())
        migrate_if_needed(address)
        load_demo_if_needed(address)
        supervisor = Supervisor(
            [programs.web(host, port), programs.live(host, port + 1), programs.jobs()],
            os.environ,
            logs=folder / "logs",
        )
        stack.callback(supervisor.stop)
        supervisor.start(timeout=LONGEST_START)
        _welcome(folder, url, time.monotonic() - began)
        if smoke:
            sys.exit(_smoke(supervisor, url))
        with suppress(KeyboardInterrupt):
            supervisor.watch()


def _choose_port(host: str, port: int | None, *, smoke: bool) -> int:
    """The port asked for, else 8000; a smoke run without a wish takes any free one instead."""
    chosen = port or 8000
    if smoke and port is None:
        try:
            for wanted in (chosen, chosen + 1):
                demand_free(host, wanted)
        except PortTaken:
            return free_pair(host)
    return chosen


def _set_variables(folder: Path, counters: str, host: str, port: int) -> None:
    """What the processes are to know, without overruling what the caller has set."""
    os.environ["YIMEN_DEMO"] = "1"
    os.environ["YIMEN_LIVE_PORT"] = str(port + 1)
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    if host not in {"127.0.0.1", "localhost", "::1"}:
        os.environ.setdefault("YIMEN_HOSTS", "*")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counters
    (folder / "logs").mkdir(mode=0o700, exist_ok=True)


def _welcome(folder: Path, url: str, seconds: float) -> None:
    click.echo(f"\n一门已就绪（{seconds:.1f} 秒）  按 Ctrl+C 停止\n")
    for name, path in DOORS:
        click.echo(f"  {name}\t{url}{path}")
    click.echo("\n演示账号（演示数据；登录页会显示动态码，也可把密钥加入验证器）")
    for login in logins(folder):
        click.echo(f"  {login.name}\t{login.username} / {login.password}\t{login.totp_secret}")
    click.echo(f"  其余账号和设备密钥见 {logins_file(folder)}\n")
    sys.stdout.flush()


def _smoke(supervisor: Supervisor, url: str) -> int:
    """Walk through the city in another process, so that this one can go on watching."""
    walker = subprocess.Popen([sys.executable, "-m", "yimen.cli.demo_smoke", url], cwd=ROOT)
    supervisor.watch(until=lambda: walker.poll() is not None)
    return 1 if walker.returncode else 0
