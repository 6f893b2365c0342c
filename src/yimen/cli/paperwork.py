"""What `doctor` says of paper: the seal that signs, the fonts that it is set in, what waits."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psycopg

from yimen.channels.doorway.wording.paper import WORDS
from yimen.cli.findings import Finding, State
from yimen.support.environment import BadEnvironment, read_environment
from yimen.support.paper import authority
from yimen.support.paper.errors import SealUnusable
from yimen.support.paper.fonts import sources
from yimen.support.paper.fonts.sources import Weight

#: A new certificate takes an authority weeks.
_SOON: Final = timedelta(days=45)
_WAITING: Final = """
SELECT count(*) FROM cases_notice
 WHERE file = '' AND issued_at < now() - interval '10 minutes'
"""


def seal(env: Mapping[str, str], *, at: datetime | None = None) -> Iterator[Finding]:
    """Who signs documents, and until when."""
    try:
        known = read_environment(env)
    except BadEnvironment:  # said by the settings' own finding
        return
    if not known.seal_p12:
        text = "没有设置 YIMEN_SEAL_P12，文书由演示签章机构签名，无法律效力"
        yield Finding("电子印章", State.NOTE, text, "向持牌机构申领证书后设置。")
        return
    try:
        held = authority.named(Path(known.seal_p12), known.seal_password)
    except SealUnusable as refused:
        why = str(WORDS[f"why.{refused.facts['why']}"])
        yield Finding("电子印章", State.BAD, why, "检查 YIMEN_SEAL_P12 和口令；文书会等待补签。")
        return
    text = f"{held.signer}，有效期至 {held.until:%Y-%m-%d}"
    ending = held.until - (at or datetime.now(UTC)) < _SOON
    yield Finding(
        "电子印章", State.NOTE if ending else State.GOOD, text, "尽快换发证书。" if ending else ""
    )


def fonts(folder: Path) -> Finding:
    """Which font documents are set in."""
    found = sources.chain(Weight.BODY, folder / "fonts")
    if not found:
        text = "没有中文字体，PDF 用阅读器自带的宋体，生僻字印成“〓”"
        return Finding("字体", State.NOTE, text, "安装软件包 fonts-noto-cjk。")
    return Finding("字体", State.GOOD, found[0].name)


def waiting(connection: psycopg.Connection) -> Iterator[Finding]:
    """Notices that are not drawn yet. Nothing where the tables are not made."""
    try:
        row = connection.execute(_WAITING).fetchone()
    except psycopg.errors.UndefinedTable:
        connection.rollback()
        return
    late = row[0] if row else 0
    if late:
        text = f"{late} 份超过 10 分钟没有生成电子文件"
        yield Finding("文书积压", State.BAD, text, "检查 jobs 进程和电子印章；之后会自动补上。")
