"""Questions about bills, attempts to pay, refunds and receipts."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet, Sum

from yimen.services.payments.errors import (
    BillNotFound,
    PaymentNotFound,
    ReceiptNotFound,
    RefundNotFound,
)
from yimen.services.payments.models import Bill, Payment, Receipt, Refund
from yimen.services.payments.queries.views import (
    BillView,
    PaymentView,
    ReceiptView,
    RefundView,
    bill_view,
    payment_view,
    receipt_view,
    refund_view,
)
from yimen.services.payments.rules.states import BillState, PaymentState, RefundState


def bill(bill_id: int) -> BillView:
    """One bill.

    Raises:
        BillNotFound: no such bill.
    """
    return _one(Bill.objects.filter(pk=bill_id))


def bill_by_public_id(public_id: str) -> BillView:
    """The bill of a cashier page.

    Raises:
        BillNotFound: no such bill.
    """
    return _one(Bill.objects.filter(public_id=public_id))


def bill_for(reference: str) -> BillView | None:
    """The bill of a purpose, None without; a cancelled one only where there is no other."""
    rows = sorted(
        Bill.objects.filter(reference=reference).order_by("-pk"),
        key=lambda row: row.state == BillState.CANCELLED.value,
    )
    return bills_viewed(rows[:1])[0] if rows else None


def bills_of(payer_index: bytes, *, limit: int = 50) -> list[BillView]:
    """A person's bills, newest first."""
    rows = Bill.objects.filter(payer_index=payer_index).order_by("-made_at", "-pk")
    return bills_viewed(rows[:limit])


def bills_made(centre_id: int, since: datetime, until: datetime) -> list[BillView]:
    """A centre's bills that were made or paid in a span, newest first."""
    rows = Bill.objects.filter(centre_id=centre_id)
    made = rows.filter(made_at__gte=since, made_at__lt=until)
    paid = rows.filter(paid_at__gte=since, paid_at__lt=until)
    return bills_viewed((made | paid).distinct().order_by("-made_at", "-pk"))


def bills_viewed(rows: Iterable[Bill]) -> list[BillView]:
    """Rows as others see them, in two statements whatever their number."""
    listed = list(rows)
    done = Refund.objects.filter(
        payment__bill__in=[row.pk for row in listed],
        payment__applied=True,
        state=RefundState.DONE.value,
    )
    refunded = dict(done.values_list("payment__bill").annotate(fen=Sum("amount_fen")))
    return [bill_view(row, refunded.get(row.pk, 0)) for row in listed]


def _one(rows: QuerySet[Bill]) -> BillView:
    found = bills_viewed(rows[:1])
    if not found:
        raise BillNotFound
    return found[0]


def payment(payment_id: int) -> PaymentView:
    """One attempt.

    Raises:
        PaymentNotFound: no such attempt.
    """
    row = Payment.objects.filter(pk=payment_id).first()
    if row is None:
        raise PaymentNotFound
    return payment_view(row)


def payments_of(bill_id: int) -> list[PaymentView]:
    """All attempts to pay a bill, newest first."""
    return [payment_view(row) for row in Payment.objects.filter(bill=bill_id).order_by("-pk")]


def shown_payment(bill_id: int, *, at: datetime) -> PaymentView | None:
    """The attempt whose QR code is good now, None without one."""
    rows = Payment.objects.filter(bill=bill_id, state=PaymentState.PENDING.value, expires_at__gt=at)
    row = rows.order_by("-pk").first()
    return payment_view(row) if row else None


def bill_of_order(order_no: str) -> BillView | None:
    """The bill that an order at the gateway is for."""
    row = Bill.objects.filter(payments__order_no=order_no).first()
    return bills_viewed([row])[0] if row else None


def refund(refund_id: int) -> RefundView:
    """One refund.

    Raises:
        RefundNotFound: no such refund.
    """
    row = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if row is None:
        raise RefundNotFound
    return refund_view(row)


def refunds_of(bill_id: int) -> list[RefundView]:
    """All refunds of a bill's payments, newest first."""
    rows = Refund.objects.select_related("payment").filter(payment__bill=bill_id).order_by("-pk")
    return [refund_view(row) for row in rows]


def refunds_waiting(centre_id: int) -> list[RefundView]:
    """Refunds of a centre that somebody must decide on, oldest first."""
    rows = Refund.objects.select_related("payment").filter(
        payment__bill__centre_id=centre_id, state=RefundState.REQUESTED.value
    )
    return [refund_view(row) for row in rows.order_by("pk")]


def receipt(bill_id: int) -> ReceiptView | None:
    """The receipt of a paid bill, None before."""
    row = Receipt.objects.select_related("payment").filter(payment__bill=bill_id).first()
    return receipt_view(row, bill(bill_id)) if row else None


def receipt_by_number(number: str, check_code: str) -> ReceiptView:
    """A receipt as whoever holds its paper may check it.

    Raises:
        ReceiptNotFound: no such number, or another code.
    """
    year, _, serial = number.partition("-")
    if not (year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) == 8):
        raise ReceiptNotFound
    row = (
        Receipt.objects.select_related("payment")
        .filter(year=int(year), serial=int(serial), check_code=check_code)
        .first()
    )
    if row is None:
        raise ReceiptNotFound
    return receipt_view(row, bill(row.payment.bill_id))


def received_between(centre_id: int, since: datetime, until: datetime) -> tuple[int, int]:
    """How many payments a centre received in a span, and how much they came to, in fen."""
    rows = Payment.objects.filter(
        bill__centre_id=centre_id, received_at__gte=since, received_at__lt=until
    )
    return rows.count(), rows.aggregate(fen=Sum("received_fen"))["fen"] or 0
