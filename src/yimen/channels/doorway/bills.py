"""A case's bill as every door shows it: how it stands, what is left to settle, where it is paid."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from yimen.channels.doorway.wording.payments import BILL_STATES
from yimen.journeys import bills
from yimen.reference.catalogue.rules.content import Fee
from yimen.services.cases.queries.views import CaseView
from yimen.services.payments import queries
from yimen.services.payments.queries import BillView, PaymentView, ReceiptView, RefundView
from yimen.services.payments.rules.states import BillState

TONES: Final = {BillState.OPEN: "wait", BillState.PAID: "good", BillState.CANCELLED: ""}
#: The cashier's page and the receipt, by the names of their addresses.
_CASHIER: Final = "pay"
_RECEIPT: Final = "pay-receipt"


@dataclass(frozen=True)
class CaseBill:
    """What a case costs.

    Args:
        bill: None while amounts are still to be settled.
        open: fees whose amount a person settles first.
    """

    bill: BillView | None
    open: tuple[Fee, ...]
    word: str | Promise
    tone: str
    receipt: ReceiptView | None
    refunds: tuple[RefundView, ...]
    pay_url: str
    receipt_url: str

    @property
    def is_due(self) -> bool:
        """Whether somebody can pay now."""
        return self.bill is not None and self.bill.state is BillState.OPEN


def of_case(case: CaseView) -> CaseBill | None:
    """What a case costs; None where it costs nothing, or not yet."""
    if not bills.costs(case):
        return None
    bill = bills.bill_of(case.id)
    if bill is None:
        waiting = bills.owed_by(case).open if bills.is_owing(case) else ()
        return CaseBill(None, waiting, "", "", None, (), "", "") if waiting else None
    receipt = queries.receipt(bill.id)
    return CaseBill(
        bill=bill,
        open=(),
        word=BILL_STATES[bill.state.value],
        tone=TONES[bill.state],
        receipt=receipt,
        refunds=tuple(queries.refunds_of(bill.id)),
        pay_url=reverse(_CASHIER, args=[bill.public_id]),
        receipt_url=reverse(_RECEIPT, args=[bill.public_id]) if receipt else "",
    )


def scanned(request: HttpRequest, payment: PaymentView) -> str:
    """What a QR code says; a path of our own becomes an address that phones reach."""
    text = payment.qr_text
    return request.build_absolute_uri(text) if text.startswith("/") else text
