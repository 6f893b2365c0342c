"""What is said about a file of items: its stages, and why a line was not taken. Staff read it."""

from collections.abc import Mapping
from typing import Final

from yimen.reference.catalogue.rules.values import Flaw, Rejected
from yimen.reference.catalogue.rules.vocabulary import FIELDS, field_of_header

STAGES: Final[Mapping[str, str]] = {
    "reading": "读取",
    "comparing": "比对",
    "indexing": "建立检索",
}
#: By flaw.
REASONS: Final[Mapping[str, str]] = {
    "empty": "不能为空",
    "too_long": "超过允许的长度（最多 {longest} 字）",
    "unknown_code": "不在代码表中（可用：{codes}）",
    "not_a_number": "不是有效的数（应为 0 到 100000 的整数）",
    "not_yes_or_no": "只能是 是/否 或 1/0",
    "bad_characters": "含有控制字符、反转文字方向的字符或不能解读的字节",
    "formula": "单元格是公式，请改为文字",
    "bad_part": "不是有效的 JSON，或内容不合要求",
    "short_row": "这一行的列数少于表头",
    "long_row": "这一行的列数多于表头",
    "open_quote": "引号没有结束",
    "twice": "编码与第 {other_line} 行重复",
}


def reason(rejected: Rejected) -> str:
    """Why a line was not taken, with what would have been right."""
    name = field_of_header(rejected.column) or ""
    return flaw_in_words(rejected.flaw, name, other_line=rejected.other_line)


def flaw_in_words(flaw: Flaw, name: str, *, other_line: int | None = None) -> str:
    """What is wrong with a value of the field with this national name, if it is one."""
    field = FIELDS.get(name)
    return REASONS[flaw.value].format(
        longest=field.longest if field else 0,
        codes=" ".join((field.codes or {}) if field else ()),
        other_line=other_line,
    )
