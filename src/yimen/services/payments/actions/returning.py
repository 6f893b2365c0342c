"""Money the house gives back of itself: nobody owed it, or what it was paid for came to nothing."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.payments import queries
from yimen.services.payments.actions.rows import locked_bill, name_of, post
from yimen.services.payments.models import Bill, Payment, Refund
from yimen.services.payments.queries import RefundView
from yimen.services.payments.rules import bills, ledger
from yimen.services.payments.rules.ledger import Cause
from yimen.services.payments.rules.states import RefundState

#: Reasons that the house writes.
NOT_OWED: Final = "not_owed"
CASE_OVER: Final = "case_over"
#: Asks and decides for the house.
_HOUSE: Final = 0


def promise(
    bill: Bill,
    payment: Payment,
    fen: int,
    *,
    reason: str,
    refund_no: str,
    by: str,
    at: datetime,
    key: str | None = None,
) -> Refund:
    """An approved refund of a locked payment; the clock sends it."""
    payment.refunded_fen += fen
    payment.save(update_fields=["refunded_fen"])
    refund = Refund.objects.create(
        payment=payment,
        refund_no=refund_no,
        amount_fen=fen,
        reason=reason,
        ask_key=key,
        state=RefundState.APPROVED.value,
        asked_at=at,
        asked_by=_HOUSE,
        decided_at=at,
        decided_by=_HOUSE,
        ask_at=at,
    )
    lines = ledger.refund_promised(fen, applied=payment.applied)
    post(bill, Cause.REFUND, refund.pk, lines, by=by, at=at)
    return refund


def give_back(bill_id: int, *, percent: int, by: Actor, at: datetime) -> RefundView | None:
    """Give back what paid a bill, or part of it, because its case came to nothing. Once a bill.

    What refunds hold already is left out. None where nothing is to be given back, or it was.

    Args:
        bill_id: which.
        percent: how much of it, 0 to 100; fractions of a fen stay.
        by: the house.
        at: now.

    Raises:
        BillNotFound: no such bill.
        NotAllowed: `by` gives nothing back there.
    """
    require(by, Right.RECONCILE, centre_id=queries.bill(bill_id).centre_id)
    key = f"{CASE_OVER}:{bill_id}"
    with transaction.atomic():
        bill = locked_bill(bill_id)
        rows = Payment.objects.select_for_update().filter(bill=bill, applied=True)
        payment = rows.first()
        if payment is None or Refund.objects.filter(ask_key=key).exists():
            return None
        left = payment.received_fen - payment.refunded_fen
        fen = min(left, bills.share(payment.received_fen, percent))
        if fen == 0:
            return None
        refund = promise(
            bill,
            payment,
            fen,
            reason=CASE_OVER,
            refund_no=f"R{timezone.localdate(at):%Y%m%d}{secrets.token_hex(8).upper()}",
            by=name_of(by),
            at=at,
            key=key,
        )
        return queries.refund(refund.pk)
