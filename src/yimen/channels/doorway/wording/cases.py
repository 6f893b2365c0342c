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

#: Clocks of a case.
CLOCKS: Final[Mapping[str, str | Promise]] = {
    "acceptance": _("受理时限"),
    "supplement": _("补正期限"),
    "promised": _("承诺时限"),
    "statutory": _("法定时限"),
    "tolerant": _("容缺补交期限"),
    "delivery": _("送达时限"),
    "special": _("特别程序时间"),
}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "cases.case_not_found": _("没有找到这个办件。请核对办件编号和查询码。"),
    "cases.move_not_allowed": _(
        "这个办件现在的状态（%(case_state)s）不能这样操作，可能刚刚处理过。"
    ),
    "cases.clock_runs": "这个办件的%(clock)s已经在计算，不能重复起算。请刷新后再看。",
    "cases.clock_not_running": "这个办件的%(clock)s没有在计算，可能已经停止或结束。请刷新后再看。",
    "cases.clock_not_stopped": "这个办件的%(clock)s没有停止，不需要恢复。请刷新后再看。",
    "cases.bad_clock_day": "%(day)s 早于%(clock)s的起算日或停止日，请核对日期。",
    "cases.tolerant_too_long": (
        "容缺补交期限不能超过承诺时限（%(most)s 天），现为 %(days)s 天。请缩短期限。"
    ),
    "cases.card_not_found": "没有找到这张预警或黄红牌。请返回列表重新选择。",
    "cases.card_move_not_allowed": "这张牌现在的状态（%(card_state)s）不能这样操作。请刷新后再看。",
    "cases.no_appeal_of_prompts": "预警只是提醒，不计入考核，不需要申诉。",
    "cases.not_refused": "这个办件没有作出不予受理或不予许可的决定，不能按“未说明理由”发牌。",
    "cases.not_your_card": "这张牌不是发给您或您部门的，不能由您申诉。",
    "cases.same_person": "%(what)s须由另一人决定。请交给有权限的同事。",
    "cases.procedure_not_found": "没有找到这项申请。请刷新办件后再看。",
    "cases.procedure_move_not_allowed": (
        "这项申请现在的状态（%(procedure_state)s）不能这样操作，可能同事刚刚处理过。"
    ),
    "cases.special_asked": "这个办件已有一项特别程序在申请或进行中。请先处理它。",
    "cases.special_too_long": "特别程序应为 1 到 %(most)s 个工作日，现为 %(days)s。请修改天数。",
    "cases.basis_needed": "请写明停止计算期限的法律依据（不超过 %(limit)s 字）。",
    "cases.extension_once": "审批期限只能延长一次，已有延长或正在申请。",
    "cases.extension_too_long": "最多可延长 %(most)s 日，现为 %(days)s。请修改天数。",
    "cases.extension_too_late": "法定时限已于 %(due)s 届满，届满后不能再延长。",
    "cases.reason_needed": "请写明理由。",
    "cases.reason_too_long": "理由太长了，请缩短到 %(limit)s 字以内。",
}

#: How grave a card is, and what it is for.
COLOURS: Final = {"prompt": "预警", "yellow": "黄牌", "red": "红牌"}
CARD_CAUSES: Final = {
    "half_left": "时限过半",
    "nearly_due": "临近届满",
    "overdue": "逾期",
    "deemed": "逾期未告知，视为受理",
    "second_supplement": "再次要求补正",
    "no_reason": "不予受理或许可未说明理由",
    "instant_slow": "即办件未及时办结",
    "instant_overnight": "即办件当日未办结",
    "special_overrun": "特别程序超过告知时间",
}

#: What becomes of a card.
CARD_STATES: Final = {
    "standing": "有效",
    "appealed": "申诉中",
    "cancelled": "已撤销",
    "kept": "申诉未通过",
}

#: Where a special procedure or an extension is.
PROCEDURE_STATES: Final = {
    "asked": "待审批",
    "running": "进行中",
    "granted": "已批准",
    "refused": "未批准",
    "over": "已结束",
    "dropped": "已失效",
}

#: What needs a second person.
SECONDS: Final = {
    "card": "申诉",
    "special": "特别程序",
    "extension": "延长审批",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    **{f"case_state.{state}": word for state, word in STATES.items()},
    **{f"clock.{kind}": word for kind, word in CLOCKS.items()},
    **{f"card_state.{state}": word for state, word in CARD_STATES.items()},
    **{f"procedure_state.{state}": word for state, word in PROCEDURE_STATES.items()},
    **{f"what.{what}": word for what, word in SECONDS.items()},
}
