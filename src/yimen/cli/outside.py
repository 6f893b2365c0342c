"""What `doctor` says of the outside: SMS, carriers, card readers, and what waits for them."""

from collections.abc import Iterator, Mapping

import psycopg

from yimen.cli.findings import Finding, State
from yimen.support.environment import BadEnvironment, read_environment

_BACKLOG = """
SELECT (SELECT count(*) FROM support_parkedevent),
       (SELECT count(*) FROM notify_sms
         WHERE state IN ('failed', 'queued', 'sending')
           AND due_at < now() - interval '10 minutes'),
       (SELECT count(*) FROM delivery_parcel WHERE alarm <> '')
"""


def connections(env: Mapping[str, str]) -> Iterator[Finding]:
    """Which of them are set up. None is needed: the house works without, and says so."""
    try:
        known = read_environment(env)
    except BadEnvironment:  # said by the settings' own finding
        return
    yield _set("短信", known.sms, "消息只进群众的消息列表。", "设置 YIMEN_SMS。")
    carriers = " ".join(known.carriers)
    yield _set("快递", carriers, "结果不能寄递。", "设置 YIMEN_CARRIERS。")
    yield _set("读卡器", known.reader, "身份证号手工输入。", "设置 YIMEN_READER。")


def backlog(connection: psycopg.Connection) -> Iterator[Finding]:
    """What waits longer than it should. Nothing where the tables are not made yet."""
    try:
        row = connection.execute(_BACKLOG).fetchone()
    except psycopg.errors.UndefinedTable:
        connection.rollback()
        return
    parked, late, alarms = row or (0, 0, 0)
    if parked:
        yield Finding(
            "后续处理",
            State.BAD,
            f"{parked} 个事件处理出错，已搁置",
            "看日志里的 reaction failed；改正后每小时自动重试。",
        )
    if late:
        yield Finding(
            "短信积压", State.BAD, f"{late} 条超过 10 分钟没有发出", "检查 jobs 进程和短信网关。"
        )
    if alarms:
        yield Finding("寄递预警", State.NOTE, f"{alarms} 个邮件要处理", "看管理端“寄递”。")


def _set(name: str, value: str, without: str, mend: str) -> Finding:
    if value:
        return Finding(name, State.GOOD, value)
    return Finding(name, State.NOTE, f"没有接通：{without}", mend)
