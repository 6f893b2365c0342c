"""The single checks of `doctor`. Each looks at one thing and says how to mend it."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from yimen.cli import outside, paperwork
from yimen.cli.findings import Finding, State
from yimen.cli.installation import database, home, schema_is_current
from yimen.cli.phrases import sentence
from yimen.cli.production import faults
from yimen.cli.served import holder
from yimen.kernel.errors import DomainError
from yimen.support.environment import BadEnvironment, read_environment
from yimen.support.files import scanner
from yimen.support.serving.ready import answers

OLDEST_POSTGRES = 150000
LARGEST_SKEW = timedelta(seconds=2)
LEAST_SPACE = 1 << 30
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def examine(env: Mapping[str, str]) -> Iterator[Finding]:
    """All findings, in the order in which one would mend them."""
    try:
        folder = home()
    except DomainError as refused:
        yield Finding("存储", State.BAD, sentence(refused))
        return
    yield _settings(env)
    yield _storage(folder)
    yield _zone()
    yield from _database_and_clock()
    yield from outside.connections(env)
    yield _scanner(env)
    yield from paperwork.seal(env)
    yield paperwork.fonts(folder)
    yield _speech()
    yield _browser()
    yield from _processes(folder)


def _settings(env: Mapping[str, str]) -> Finding:
    try:
        read_environment(env)
    except BadEnvironment as wrong:
        return Finding("设置", State.BAD, str(wrong), "按提示修改环境变量。")
    if not env.get("DATABASE_URL"):
        return Finding("设置", State.GOOD, "演示设置：自带数据库，密钥在 YIMEN_HOME")
    found = faults(env)
    if found:
        return Finding("设置", State.BAD, " ".join(found), "设置后再运行 ./yimen serve。")
    return Finding("设置", State.GOOD, "可以用于生产")


def _storage(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{folder}，剩余 {free >> 20} MB"
    try:
        probe = folder / f"probe-{os.getpid()}"
        probe.write_bytes(b"yimen")
        probe.unlink()
    except OSError as refused:
        return Finding(
            "存储", State.BAD, f"{folder}：{refused.strerror}", "改正权限，或换 YIMEN_HOME。"
        )
    if free < LEAST_SPACE:
        return Finding("存储", State.BAD, text, "至少留出 1 GB。")
    return Finding("存储", State.GOOD, text)


def _zone() -> Finding:
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        return Finding("时区", State.BAD, "没有 Asia/Shanghai 的数据", "删除 .venv 后重试。")
    return Finding("时区", State.GOOD, "Asia/Shanghai")


def _database_and_clock() -> Iterator[Finding]:
    try:
        with ExitStack() as stack:
            url = stack.enter_context(database())
            connection = stack.enter_context(psycopg.connect(url, connect_timeout=5))
            asked = datetime.now(UTC)
            row = connection.execute("SELECT clock_timestamp()").fetchone()
            yield _server(connection)
            yield _schema(url)
            yield _clock(asked, row[0] if row else asked)
            yield from outside.backlog(connection)
            yield from paperwork.waiting(connection)
    except DomainError as refused:
        yield Finding("数据库", State.BAD, sentence(refused))
    except psycopg.Error as refused:
        reason = str(refused).strip().splitlines()[0]
        yield Finding(
            "数据库", State.BAD, f"连接不上：{reason}", "检查 DATABASE_URL 和数据库服务。"
        )


def _server(connection: psycopg.Connection) -> Finding:
    version = connection.info.server_version
    text = f"PostgreSQL {version // 10000}.{version % 10000}"
    if version < OLDEST_POSTGRES:
        return Finding("数据库", State.BAD, text, "需要 PostgreSQL 15 或更新的版本。")
    risky = [
        name
        for name in ("fsync", "full_page_writes", "synchronous_commit")
        if connection.execute(f"SHOW {name}").fetchone() == ("off",)
    ]
    if risky:
        return Finding(
            "数据库", State.BAD, f"{text}，{'、'.join(risky)} 已关闭", "断电会丢号：请打开。"
        )
    return Finding("数据库", State.GOOD, text)


def _schema(url: str) -> Finding:
    if schema_is_current(url):
        return Finding("数据库结构", State.GOOD, "与程序一致")
    return Finding(
        "数据库结构", State.BAD, "有迁移没有执行，或从未迁移", "运行 ./yimen manage migrate。"
    )


def _clock(here: datetime, there: datetime) -> Finding:
    skew = abs(there - here)
    text = f"与数据库相差 {skew.total_seconds():.2f} 秒"
    if skew > LARGEST_SKEW:
        return Finding("时钟", State.BAD, text, "两台机器都接入同一时间服务器（NTP）。")
    return Finding("时钟", State.GOOD, text)


def _scanner(env: Mapping[str, str]) -> Finding:
    try:
        address = read_environment(env).clamd
    except BadEnvironment:  # said above
        address = ""
    if not address:
        return Finding("病毒扫描", State.NOTE, "没有设置 YIMEN_CLAMD，上传的文件只做结构检查")
    if scanner.answers(address):
        return Finding("病毒扫描", State.GOOD, address)
    return Finding(
        "病毒扫描",
        State.BAD,
        f"{address} 没有回应，上传的文件都停在“正在检查”",
        "启动 clamd，或改正 YIMEN_CLAMD。",
    )


def _speech() -> Finding:
    if find_spec("espeakng_loader") is None:
        return Finding("语音", State.NOTE, "没有语音合成库", "大屏将只用浏览器的语音。")
    return Finding("语音", State.GOOD, "服务器合成可用")


def _browser() -> Finding:
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        return Finding(
            "浏览器", State.NOTE, "没有 Chromium", "浏览器测试会跳过；安装软件包 chromium。"
        )
    return Finding("浏览器", State.GOOD, found)


def _processes(folder: Path) -> Iterator[Finding]:
    held = holder(folder)
    if held is None:
        yield Finding("进程", State.NOTE, "现在没有在运行", "./yimen demo 或 ./yimen serve")
        return
    for name, key in (("网页", "url"), ("实时推送", "live_url")):
        address = str(held[key])
        if answers(f"{address}/healthz"):
            yield Finding(name, State.GOOD, address)
        else:
            yield Finding(
                name, State.BAD, f"{address} 没有回应", f"看 {folder / 'logs'} 里的日志。"
            )
