"""What the gateway says of an order, by callback, query or statement: each fact counts once."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yimen.devices import asking, gateways
from yimen.devices.gateways import OrderStatus, Told
from yimen.services.payments import queries
from yimen.services.payments.actions.billing import close_attempts
from yimen.services.payments.actions.returning import NOT_OWED, promise
from yimen.services.payments.actions.rows import locked_bill, move_payment, post, tell
from yimen.services.payments.errors import BadCallback, BadSignature
from yimen.services.payments.models import (
    Bill,
    GatewayEvent,
    Payment,
    Receipt,
    ReceiptSeries,
)
from yimen.services.payments.queries import PaymentView
from yimen.services.payments.rules import ledger
from yimen.services.payments.rules.ledger import Cause
from yimen.services.payments.rules.states import (
    LIVE,
    RECEIVED,
    BillState,
    PaymentEvent,
    PaymentState,
)

_GATEWAY = "system:gateway"


def receive_callback(
    body: bytes, headers: Mapping[str, str], *, at: datetime
) -> PaymentView | None:
    """Take in what the gateway posted. The payment it was about; None where it is not ours.

    Signed with the present secret, or with the former one while secrets are being changed.

    Raises:
        BadSignature: by neither, or too long ago.
        BadCallback: signed, and makes no sense.
    """
    if not any(
        asking.is_signed(body, headers, secret=secret, at=at) for secret in settings.PAY_SECRETS
    ):
        raise BadSignature
    try:
        told = gateways.told(json.loads(body))
    except (ValueError, KeyError, TypeError):
        raise BadCallback from None
    return take(told, way="callback", at=at)


def take(told: Told, *, way: str, at: datetime) -> PaymentView | None:
    """Let something the gateway said be so, once. The payment; None where the order is not ours.

    Whatever comes twice, at once, late, or by two ways changes nothing the second time: the bill's
    row is held, the event is kept once, and money of an order is received once.
    """
    bill_id = Payment.objects.filter(order_no=told.order).values_list("bill_id", flat=True).first()
    with transaction.atomic():
        bill = locked_bill(bill_id) if bill_id is not None else None
        fresh = _keep(told, way=way, at=at)
        if bill is None:
            return None
        row = Payment.objects.select_for_update().get(order_no=told.order)
        if fresh and told.status is OrderStatus.SUCCEEDED:
            _receive(bill, row, told, at=at)
        elif fresh and told.status is OrderStatus.REFUSED and row.state in LIVE:
            move_payment(row, PaymentEvent.REFUSE)
            row.save(update_fields=["state"])
            tell(bill, "refused", fen=row.amount_fen, at=at)
        return queries.payment(row.pk)


def _keep(told: Told, *, way: str, at: datetime) -> bool:
    """Keep the event; False where it was kept before."""
    _row, fresh = GatewayEvent.objects.get_or_create(
        event_id=told.event,
        defaults={
            "order_no": told.order,
            "said": {
                "status": told.status.value,
                "amount_fen": told.amount_fen,
                "transaction": told.transaction,
                "happened_at": told.happened_at.isoformat(),
            },
            "way": way,
            "received_at": at,
        },
    )
    return fresh


def _receive(bill: Bill, row: Payment, told: Told, *, at: datetime) -> None:
    """Money has come. It pays the bill, or it is given back, or it is held for a person to see."""
    if row.state in RECEIVED:
        return
    fits = told.amount_fen == row.amount_fen
    pays = fits and bill.state == BillState.OPEN.value
    move_payment(row, PaymentEvent.SUCCEED if fits else PaymentEvent.HOLD)
    row.received_fen, row.applied = told.amount_fen, pays
    row.received_at, row.received_on = told.happened_at, timezone.localdate(told.happened_at)
    row.transaction_no, row.ask_at = told.transaction, None
    row.save(
        update_fields=[
            "state", "received_fen", "applied", "received_at", "received_on",
            "transaction_no", "ask_at",
        ]
    )  # fmt: skip
    if pays:
        _pay(bill, row, at=at)
        return
    if told.amount_fen:
        lines = ledger.unapplied(told.amount_fen)
        post(bill, Cause.UNAPPLIED, row.pk, lines, by=_GATEWAY, at=at)
    if fits:
        _give_back(bill, row, at=at)
    tell(
        bill,
        "unapplied" if row.state == PaymentState.SUCCEEDED else "held",
        fen=told.amount_fen,
        at=at,
    )


def _pay(bill: Bill, row: Payment, *, at: datetime) -> None:
    bill.state, bill.paid_at = BillState.PAID.value, row.received_at
    bill.save(update_fields=["state", "paid_at"])
    close_attempts(bill)
    post(bill, Cause.PAY, row.pk, ledger.paid(row.received_fen), by=_GATEWAY, at=at)
    _issue_receipt(row, at=at)
    tell(bill, "paid", fen=row.received_fen, at=at)


def _give_back(bill: Bill, row: Payment, *, at: datetime) -> None:
    """Money that nobody owed goes back of itself; nobody needs to ask for what is theirs."""
    promise(
        bill,
        row,
        row.received_fen,
        reason=NOT_OWED,
        refund_no=f"R{row.order_no}",
        by=_GATEWAY,
        at=at,
    )


def _issue_receipt(row: Payment, *, at: datetime) -> None:
    year = timezone.localdate(at).year
    ReceiptSeries.objects.bulk_create([ReceiptSeries(year=year)], ignore_conflicts=True)
    series = ReceiptSeries.objects.select_for_update().get(pk=year)
    series.last += 1
    series.save(update_fields=["last"])
    Receipt.objects.create(
        payment=row,
        year=year,
        serial=series.last,
        check_code=f"{secrets.randbelow(10**6):06d}",
        issued_at=at,
    )
