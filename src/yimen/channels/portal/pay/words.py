"""How a bill stands, in one sentence for whoever is to pay it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yimen.services.payments.queries import BillView, PaymentView
from yimen.services.payments.rules.states import BillState, PaymentState


@dataclass(frozen=True)
class Said:
    """Title, what to do next, and the tone of both."""

    title: str
    text: str
    tone: str


def said(bill: BillView, payments: list[PaymentView], *, showing: bool) -> Said:
    """How it stands. `showing`: a QR code is on the page."""
    if bill.state is BillState.PAID:
        if bill.refunded_fen:
            return Said(_("已缴清，有退款"), _("退款按原路退回，到账时间以银行为准。"), "over")
        return Said(_("已缴清"), _("办理会自动继续，您不用再操作。"), "good")
    if bill.state is BillState.CANCELLED:
        return Said(_("已取消"), _("不用缴款。已经付的款会自动按原路退回。"), "over")
    if any(payment.state is PaymentState.HELD for payment in payments):
        return Said(
            _("收到的金额不符"), _("工作人员正在核对，请先不要再付。有疑问请到窗口。"), "bad"
        )
    if showing:
        return Said(_("请扫码缴款"), _("付款后本页自动更新，不用等在这里。"), "wait")
    last = payments[0].state if payments else None
    if last is PaymentState.REFUSED:
        return Said(_("没有付成"), _("没有扣款。请重新获取二维码再试。"), "bad")
    if last is PaymentState.EXPIRED:
        return Said(_("二维码已过时"), _("请重新获取。过时后才付的款也算数，不要重复付。"), "wait")
    return Said(_("待缴款"), _("核对下面的项目，再获取二维码。"), "wait")
