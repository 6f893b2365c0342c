"""Sentences and tables that several notices share."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from yimen.kernel.documents import (
    Column,
    Paragraph,
    Part,
    Rows,
    Table,
    official_date,
)
from yimen.services.cases.rules.notices.facts import Facts, Row

LICENCE_LAW: Final = "《中华人民共和国行政许可法》"
_MATERIALS: Final = (
    Column("序号", 1, centred=True),
    Column("材料名称", 5.4),
    Column("形式与份数", 2.6),
    Column("情况", 1.4, centred=True),
)


_PICK_UP: Final = {
    "window": "到市民服务中心出件窗口领取",
    "post": "邮寄送达",
    "electronic": "电子证照，不需领取",
    "locker": "自助取件柜领取",
}


def by_law(facts: Facts, part: str) -> str:
    """What art. 32 of the licensing law says: it rules licences; other items follow its manner."""
    verb = "根据" if facts.flag("licence") else "参照"
    return f"{verb}{LICENCE_LAW}第三十二条第一款{part}的规定"


def pick_up(facts: Facts) -> str:
    """How the result reaches the applicant."""
    return _PICK_UP.get(facts.text("hand_over"), "")


def ended(text: str) -> str:
    """A sentence that ends like one."""
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def day(value: date | None) -> str:
    """A day in words; empty without one."""
    return official_date(value) if value else ""


def case_rows(facts: Facts, *more: tuple[str, str]) -> Rows:
    """Who applies for what; then whatever a notice adds. Rows without a value are left out."""
    rows = (
        ("办件编号", facts.text("case_number")),
        ("申请人", facts.text("applicant")),
        ("证件号码", facts.text("applicant_id")),
        ("代办人", facts.text("agent")),
        ("申请事项", facts.text("item")),
        *more,
        ("咨询电话", facts.text("phone")),
    )
    return Rows(tuple((name, value) for name, value in rows if value))


def materials(rows: Sequence[Row]) -> Table:
    """Materials with how they came."""
    return Table(
        _MATERIALS,
        tuple(
            (str(number), row["name"], row.get("count", ""), row.get("state", ""))
            for number, row in enumerate(rows, start=1)
        ),
        empty="无材料",
    )


def listed(rows: Sequence[Row], name: str, key: str) -> Table:
    """Materials with one thing to say about each."""
    columns = (Column("序号", 1, centred=True), Column("材料名称", 3.6), Column(name, 6))
    return Table(
        columns,
        tuple((str(n), row["name"], row.get(key, "")) for n, row in enumerate(rows, start=1)),
    )


def remedies(facts: Facts) -> list[Part]:
    """Reconsideration within sixty days, a lawsuit within six months.

    Source: Administrative Reconsideration Law (行政复议法, 2023) art. 20; Administrative Litigation
    Law (行政诉讼法) art. 46.
    """
    body = facts.text("review_body") or "有管辖权的行政复议机关"
    court = facts.text("court") or "有管辖权的人民法院"
    return [
        Paragraph(
            f"如不服本机关的上述处理，{facts.you}可以自收到之日起六十日内向{body}申请行政复议，"
            f"也可以自收到之日起六个月内直接向{court}提起行政诉讼。"
        ),
    ]
