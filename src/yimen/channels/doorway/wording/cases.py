"""Refusals of cases as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What a citizen reads of a case's state, too.
STATES: Final[Mapping[str, str | Promise]] = {
    "draft": _("草稿"),
    "submitted": _("已申请，待预审"),
    "received": _("已收件"),
    "correction": _("待补正"),
    "accepted": _("已受理"),
    "in_review": _("审查中"),
    "suspended": _("特别程序中"),
    "granted": _("准予"),
    "refused": _("不予许可"),
    "certified": _("已制证"),
    "delivered": _("已领取"),
    "closed": _("办结"),
    "not_required": _("无需办理"),
    "not_competent": _("不予受理"),
    "withdrawn": _("已撤回"),
    "terminated": _("已终止"),
    "expired": _("已过期"),
    "void": _("已作废"),
}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "cases.case_not_found": _("没有找到这个办件。请核对办件编号和查询码。"),
    "cases.move_not_allowed": _(
        "这个办件现在的状态（%(case_state)s）不能这样操作，可能刚刚处理过。"
    ),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    f"case_state.{state}": word for state, word in STATES.items()
}
