"""What these pages call states, moves, flaws and the parts of an item."""

from collections.abc import Mapping
from typing import Final

from yimen.reference.catalogue.rules.states import Move, State
from yimen.reference.catalogue.rules.vocabulary import FIELDS

STATES: Final[Mapping[str, str]] = {
    State.DRAFT.value: "草稿",
    State.IN_REVIEW.value: "待审核",
    State.PUBLISHED.value: "在用",
    State.PAUSED.value: "暂停",
    State.SUPERSEDED.value: "旧版",
    State.WITHDRAWN.value: "已取消",
}
TONES: Final[Mapping[str, str]] = {
    State.DRAFT.value: "blue",
    State.IN_REVIEW.value: "wait",
    State.PUBLISHED.value: "good",
    State.PAUSED.value: "wait",
    State.SUPERSEDED.value: "plain",
    State.WITHDRAWN.value: "bad",
}
MOVES: Final[Mapping[str, str]] = {
    Move.SUBMIT.value: "提交审核",
    Move.RETURN.value: "退回",
    Move.PUBLISH.value: "发布",
    Move.PAUSE.value: "暂停",
    Move.RESUME.value: "恢复",
    Move.SUPERSEDE.value: "被新版替换",
    Move.WITHDRAW.value: "取消",
}
PARTS: Final[Mapping[str, str]] = {
    "questions": "情形",
    "materials": "材料",
    "fees": "收费项目",
    "steps": "办理环节",
    "results": "办理结果",
    "faqs": "常见问题",
    "form": "表单",
}


def place(path: str) -> str:
    """`PROMISE_DAY` and `materials.id.copies` as people read them."""
    if path in FIELDS:
        return FIELDS[path].label
    part, dot, rest = path.partition(".")
    return f"{PARTS.get(part, part)}{' · ' if dot else ''}{rest.replace('.', ' · ')}"
