"""Refusals of notices as sentences, kinds of notices and what they are made of as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Kinds of notices. Their full titles, which depend on the item, stand on the notices themselves.
KINDS: Final[Mapping[str, str | Promise]] = {
    "receipt": _("收件回执"),
    "acceptance": _("受理通知书"),
    "not_competent": _("不予受理通知书"),
    "not_required": _("不受理告知书"),
    "supplement": _("补正材料一次性告知书"),
    "tolerant": _("容缺受理告知书"),
    "tolerant_promise": _("容缺受理承诺书"),
    "promise": _("告知承诺书"),
    "special": _("特别程序告知书"),
    "extension": _("延长审批期限告知书"),
    "grant": _("准予决定书"),
    "refuse": _("不予决定书"),
    "delivery": _("送达回证"),
    "termination": _("终止办理通知书"),
}

#: What a notice must say and only staff can know.
FACTS: Final[Mapping[str, str]] = {
    "case_number": "办件编号",
    "item": "申请事项",
    "applicant": "申请人",
    "department": "机关名称",
    "received_at": "收件时间",
    "receiver": "收件人",
    "query_code": "查询码",
    "materials": "材料清单",
    "acceptance_due": "受理期限",
    "accepted_on": "受理日期",
    "statutory_due": "法定办结日期",
    "reason": "理由",
    "authority": "有权机关",
    "flaws": "需要补正的内容",
    "due": "期限",
    "later": "待补材料",
    "promised": "承诺的内容",
    "procedure": "特别程序的种类",
    "days": "天数",
    "basis": "法律依据",
    "began_on": "开始日期",
    "until": "结束日期",
    "approver": "批准人",
    "taker": "领取人",
    "delivered_at": "送达时间",
    "deliverer": "送达人",
    "papers": "送达的文书",
}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "cases.notice_not_found": _("没有找到这份文书。请核对核验码后再试。"),
    "cases.bad_notice_code": _("核验码不对：应为 12 位字母和数字。请核对文书末页后重新输入。"),
    "cases.notice_voided": _("这份文书已经作废，不再提供。请向出具机关索取新的文书。"),
    "cases.notice_lost": _("这份文书的电子文件暂时取不出来。请稍后再试，或向窗口索取纸质文书。"),
    "cases.notice_incomplete": "《%(notice)s》还缺少：%(missing)s。请补全后再出具。",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    **{f"notice.{kind}": word for kind, word in KINDS.items()},
    **{f"missing.{fact}": word for fact, word in FACTS.items()},
}
