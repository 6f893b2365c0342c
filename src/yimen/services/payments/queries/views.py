"""What others see of payments: frozen values, the payer masked."""

from dataclasses import dataclass, field
from datetime import date, datetime

from yimen.kernel import masking
from yimen.services.payments.models import Bill, Difference, Payment, Receipt, Refund
from yimen.services.payments.rules.bills import BillLine, receipt_number
from yimen.services.payments.rules.reconciliation import Finding, Side
from yimen.services.payments.rules.states import BillState, PaymentState, RefundState
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class BillView:
    """A bill. `refunded_fen` is what has gone back of what paid it; `payer` is masked."""

    id: int
    public_id: str
    reference: str
    centre_id: int
    department_id: int
    item_version_id: int | None
    lines: tuple[BillLine, ...]
    total_fen: int
    refunded_fen: int
    state: BillState
    payer: str
    topics: tuple[str, ...]
    made_at: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True)
class PaymentView:
    """One attempt to pay."""

    id: int
    bill_id: int
    order_no: str
    amount_fen: int
    state: PaymentState
    qr_text: str = field(repr=False)
    made_at: datetime
    expires_at: datetime
    received_fen: int
    received_at: datetime | None
    applied: bool
    transaction_no: str
    refunded_fen: int

    @property
    def left_fen(self) -> int:
        """What can still be given back."""
        return self.received_fen - self.refunded_fen


@dataclass(frozen=True)
class RefundView:
    """One refund. `asked_by` 0 is the house."""

    id: int
    bill_id: int
    payment_id: int
    refund_no: str
    amount_fen: int
    reason: str
    state: RefundState
    asked_at: datetime
    asked_by: int
    decided_by: int | None
    done_at: datetime | None
    trouble: str


@dataclass(frozen=True)
class ReceiptView:
    """A non-tax receipt with everything its paper says; `payer` is masked."""

    number: str
    check_code: str
    issued_at: datetime
    bill: BillView
    paid_fen: int
    transaction_no: str

    @property
    def refunded(self) -> bool:
        """Whether all of it went back: the receipt is void."""
        return self.bill.refunded_fen >= self.paid_fen


@dataclass(frozen=True)
class DifferenceView:
    """One movement of money on which the two books do not agree."""

    id: int
    day: date
    side: Side
    number: str
    finding: Finding
    ours_fen: int | None
    theirs_fen: int | None
    found_at: datetime
    settled_at: datetime | None
    settled_by: str
    reason: str


def bill_view(row: Bill, refunded_fen: int) -> BillView:
    return BillView(
        id=row.pk,
        public_id=row.public_id,
        reference=row.reference,
        centre_id=row.centre_id,
        department_id=row.department_id,
        item_version_id=row.item_version_id,
        lines=tuple(BillLine(*line) for line in row.lines),
        total_fen=row.total_fen,
        refunded_fen=refunded_fen,
        state=BillState(row.state),
        payer=masking.name(unseal(bytes(row.payer_name_sealed))),
        topics=tuple(row.topics),
        made_at=row.made_at,
        paid_at=row.paid_at,
        cancelled_at=row.cancelled_at,
    )


def payment_view(row: Payment) -> PaymentView:
    return PaymentView(
        id=row.pk,
        bill_id=row.bill_id,
        order_no=row.order_no,
        amount_fen=row.amount_fen,
        state=PaymentState(row.state),
        qr_text=row.qr_text,
        made_at=row.made_at,
        expires_at=row.expires_at,
        received_fen=row.received_fen,
        received_at=row.received_at,
        applied=row.applied,
        transaction_no=row.transaction_no,
        refunded_fen=row.refunded_fen,
    )


def refund_view(row: Refund) -> RefundView:
    """From a row whose payment was fetched with it."""
    return RefundView(
        id=row.pk,
        bill_id=row.payment.bill_id,
        payment_id=row.payment_id,
        refund_no=row.refund_no,
        amount_fen=row.amount_fen,
        reason=row.reason,
        state=RefundState(row.state),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        decided_by=row.decided_by,
        done_at=row.done_at,
        trouble=row.trouble,
    )


def receipt_view(row: Receipt, bill: BillView) -> ReceiptView:
    return ReceiptView(
        number=receipt_number(row.year, row.serial),
        check_code=row.check_code,
        issued_at=row.issued_at,
        bill=bill,
        paid_fen=row.payment.received_fen,
        transaction_no=row.payment.transaction_no,
    )


def difference_view(row: Difference) -> DifferenceView:
    return DifferenceView(
        id=row.pk,
        day=row.day,
        side=Side(row.side),
        number=row.number,
        finding=Finding(row.finding),
        ours_fen=row.ours_fen,
        theirs_fen=row.theirs_fen,
        found_at=row.found_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        reason=row.reason,
    )
