"""Refusals of bundles (一件事) as sentences, and what is wrong with a definition in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "catalogue.bundle_not_found": _("没有找到这个一件事。请返回重新选择。"),
    "catalogue.bundle_not_offered": _(
        "这个一件事现在不受理，其中的事项可以分别申请。请到咨询台询问。"
    ),
    "cases.bundle_filed": _("这个一件事已经提交，不能再改。有变动请到窗口说明。"),
    "cases.window_needed": _(
        "%(needs)s 只能到窗口办理，这个一件事不能在网上提交。请带材料到大厅综合窗口一次办理。"
    ),
    "cases.bundle_not_ready": (
        "还有 %(count)s 个事项没有结果，一件事的结果一起领取。申请人要求先领的，请勾选“先领”。"
    ),
    "catalogue.bad_bundle": "一件事的定义有 %(count)s 处不对，第一处：%(bundle_fault)s。",
}

#: Where one part is, as citizens read it too.
PART_STATES: Final[Mapping[str, str | Promise]] = {
    "waiting": _("等前一项"),
    "handled": _("办理中"),
    "yours": _("等您补正"),
    "ready": _("有结果了"),
    "over": _("已领取或办结"),
    "fell": _("没有继续办理"),
    "dropped": _("没有提交"),
}
PART_TONES: Final[Mapping[str, str]] = {
    "waiting": "plain",
    "handled": "blue",
    "yours": "wait",
    "ready": "good",
    "over": "good",
    "fell": "bad",
    "dropped": "bad",
}
BUNDLE_STATES: Final[Mapping[str, str | Promise]] = {
    "draft": _("草稿"),
    "running": _("办理中"),
    "yours": _("等您补正"),
    "ready": _("可以一次领取"),
    "done": _("全部办完"),
}
BUNDLE_TONES: Final[Mapping[str, str]] = {
    "draft": "plain",
    "running": "blue",
    "yours": "wait",
    "ready": "good",
    "done": "good",
}
#: How a part is drawn in a list of steps.
PART_SHAPES: Final[Mapping[str, str]] = {
    "waiting": "todo",
    "handled": "now",
    "yours": "bad",
    "ready": "done",
    "over": "done",
    "fell": "bad",
    "dropped": "bad",
}

#: By fault; only staff write definitions.
FAULTS: Final[Mapping[str, str]] = {
    "item_unknown": "%(part)s 的事项 %(about)s 不在目录里",
    "item_not_offered": "%(part)s 的事项“%(about)s”现在不受理",
    "too_few_parts": "至少要有两个事项",
    "condition_never_met": "%(part)s 的条件没有对应的问题或选项：%(about)s",
    "answer_not_offered": "%(part)s 的情形 %(about)s 没有这个选项",
    "question_unanswered": "%(part)s 的问题“%(about)s”没有人回答",
    "material_unknown": "%(part)s 没有材料 %(about)s",
    "nobody_gives": "%(part)s 要的“%(about)s”没有哪个事项给出",
    "waits_for_itself": "%(part)s 绕了一圈在等自己的结果",
    "limit_too_short": "承诺天数少于各事项前后相加的 %(about)s 个工作日",
    "no_common_way": "材料“%(about)s”在各事项里没有共同的提交方式",
    "form_fields_disagree": "%(part)s 的申请表字段 %(about)s 与别的事项类型不同",
}
WORDS: Final[Mapping[str, str | Promise]] = {
    f"bundle_fault.{fault}": words for fault, words in FAULTS.items()
}


def fault_in_words(what: str, part: str, about: str) -> str:
    """One fault of a definition."""
    return FAULTS[what] % {"part": part, "about": about}
