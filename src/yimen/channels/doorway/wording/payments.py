"""Refusals of payments as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Final[Mapping[str, str | Promise]] = {
    "payments.bill_not_found": _("没有找到这张缴款单。请核对链接，或从“我的账单”打开。"),
    "payments.bad_bill": "缴款单不对：%(bill_flaw)s。请核对收费项目。",
    "payments.bad_amount": "“%(fee)s”应在 ¥%(low)s 到 ¥%(high)s 之间，请核定后再开缴款单。",
    "payments.bill_exists": "这项业务已有缴款单，状态是“%(bill_state)s”，不必重开。",
    "payments.key_reused": "这次请求与先前的不一致，请重新操作。",
    "payments.bill_not_open": _("这张缴款单%(bill_state)s，不用再缴款。"),
    "payments.gateway_unavailable": _("支付服务暂时没有回应，没有扣款。请稍后再试，或到窗口缴款。"),
    "payments.no_gateway": _("本地还没有开通扫码缴款。请到窗口缴款。"),
    "payments.payment_not_found": "没有找到这笔缴款。",
    "payments.bad_callback": "支付通知的内容无法识别。",
    "payments.bad_signature": "支付通知的签名不对，或已过时。",
    "payments.step_not_allowed": "现在是“%(money_state)s”，不能这样操作，可能同事刚刚处理过。",
    "payments.refund_not_found": "没有找到这笔退款。",
    "payments.refund_too_much": "这笔缴款还可退 ¥%(left)s，不能多退。请改小金额。",
    "payments.reason_needed": "请写明原因，账上要留存。",
    "payments.same_person": "退款须由另一位同事审核，申请人不能审核自己的申请。",
    "payments.receipt_not_found": _("没有查到这张票据。请核对票据号码和校验码。"),
    "payments.difference_not_found": "没有找到这条差异，可能同事已经核销。",
    "payments.day_not_over": "%(day)s 还没有结束，请第二天再对账。",
}

BILL_STATES: Final[Mapping[str, str | Promise]] = {
    "open": _("待缴"),
    "paid": _("已缴清"),
    "cancelled": _("已取消"),
}
PAYMENT_STATES: Final[Mapping[str, str]] = {
    "created": "待生成",
    "pending": "待扫码",
    "succeeded": "已到账",
    "refused": "未成功",
    "expired": "已过时",
    "held": "金额不符，待核对",
}
REFUND_STATES: Final[Mapping[str, str]] = {
    "requested": "待审核",
    "approved": "待退",
    "sent": "退款中",
    "done": "已退",
    "failed": "没有退成",
    "declined": "未同意",
}
FINDINGS: Final[Mapping[str, str]] = {
    "only_ours": "仅本系统有",
    "only_theirs": "仅支付网关有",
    "amount": "金额不同",
}
SIDES: Final[Mapping[str, str]] = {"payment": "缴款", "refund": "退款"}
ACCOUNTS: Final[Mapping[str, str]] = {
    "receivable": "应收款",
    "gateway": "网关账户",
    "revenue": "应缴收入",
    "unapplied": "待处理款",
    "refunds_payable": "应退款",
}
CAUSES: Final[Mapping[str, str]] = {
    "bill": "开单",
    "cancel": "取消缴款单",
    "pay": "缴款到账",
    "unapplied": "来款待处理",
    "refund": "同意退款",
    "refund_done": "退款完成",
    "refund_failed": "退款没有退成",
}
#: Reasons that the house itself writes.
REASONS: Final[Mapping[str, str]] = {
    "not_owed": "缴款单已取消或已缴清，系统自动退回",
    "case_over": "办件没有办成，按规定自动退回",
    "agrees_now": "再次对账时双方一致",
}
_FLAWS: Final[Mapping[str, str]] = {
    "lines": "收费项目应为 1 到 50 项",
    "name": "收费项目没有名称",
    "amount": "金额应大于零",
    "too_much": "总额超过 100 万元",
}

WORDS: Final[Mapping[str, str | Promise]] = {
    **{f"bill_state.{state}": word for state, word in BILL_STATES.items()},
    **{f"bill_flaw.{flaw}": word for flaw, word in _FLAWS.items()},
    **{f"money_state.{state}": word for state, word in {**PAYMENT_STATES, **REFUND_STATES}.items()},
}
