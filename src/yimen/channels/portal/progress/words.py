"""What happens to a case, in a citizen's words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Events a citizen is told of; the others are the office's own.
EVENTS: Final[Mapping[str, str | Promise]] = {
    "submit": _("您提交了申请"),
    "receive": _("材料已收下"),
    "ask_supplement": _("请您补正材料"),
    "supplement": _("补正材料已收齐"),
    "bring_later": _("收到您补交的材料"),
    "accept": _("已受理，开始计算办理时限"),
    "deem_accepted": _("逾期未告知，视为受理"),
    "find_not_required": _("这件事不需要办理许可"),
    "find_not_competent": _("不予受理，请到有权机关办理"),
    "begin_review": _("工作人员开始审查"),
    "suspend": _("进入特别程序，时限停止计算"),
    "resume": _("特别程序结束，时限继续计算"),
    "extension_granted": _("办理期限已延长"),
    "grant": _("审批通过"),
    "refuse": _("不予许可"),
    "certify": _("证照或文书已制作"),
    "hand_over": _("结果已领取"),
    "close": _("办结"),
    "withdraw": _("您撤回了申请"),
    "terminate": _("办理终止"),
    "urge": _("您催办了一次"),
    "complain": _("您提出了投诉"),
    "answer_voice": _("督查人员已答复您"),
}
NEXT_STEPS: Final[Mapping[str, str | Promise]] = {
    "submitted": _("等待预审，五个工作日内告诉您结果。"),
    "received": _("等待受理，五个工作日内告诉您结果。"),
    "correction": _("请照下面的说明补齐材料，交到收件窗口。"),
    "accepted": _("等待审查，不需要您做什么。"),
    "in_review": _("正在审查，不需要您做什么。"),
    "suspended": _("特别程序中，结束后继续办理。"),
    "granted": _("审批已通过，正在制作结果。"),
    "certified": _("结果做好了，请照您选的方式领取。"),
    "refused": _("请带身份证到出件窗口领取决定书。"),
}
BUNDLE_NEXT_STEPS: Final[Mapping[str, str | Promise]] = {
    "running": _("各部门正在办理，不需要您做什么。"),
    "yours": _("有一项要您补正，请打开它看说明；其他事项照常办理。"),
    "ready": _("全部有结果了，请带身份证到出件窗口一次领取。"),
}
#: While something tolerated has not come.
MAKE_UP: Final = _("请在期限内补交容缺的材料，补齐后才能作出决定。")
TONES: Final[Mapping[str, str]] = {
    "correction": "wait",
    "suspended": "wait",
    "granted": "good",
    "certified": "good",
    "delivered": "good",
    "closed": "good",
    "refused": "bad",
    "not_competent": "bad",
    "terminated": "bad",
    "withdrawn": "plain",
    "void": "plain",
}
