"""Attempts to pay: showing a QR code, asking the gateway what became of it, giving up in time."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yimen.devices.gateways import Order, OrderStatus, PayDown, PaymentGateway, PayRefused
from yimen.reference.people.rules import Actor
from yimen.services.payments import queries
from yimen.services.payments.actions import contracts
from yimen.services.payments.actions.rows import locked_bill, move_payment, tell
from yimen.services.payments.actions.taking import take
from yimen.services.payments.errors import BillNotOpen, GatewayUnavailable
from yimen.services.payments.models import Bill, Payment
from yimen.services.payments.queries import PaymentView
from yimen.services.payments.rules.asking import next_ask
from yimen.services.payments.rules.states import LIVE, BillState, PaymentEvent, PaymentState

_BATCH = 20
_LIVE = [state.value for state in LIVE]


def start_payment(
    bill_id: int, *, by: Actor, at: datetime, gateway: PaymentGateway | None = None
) -> PaymentView:
    """An order at the gateway with its QR code. While one is shown, the same one again.

    The gateway is asked between two transactions, with a number that is ours: a repeated request
    and a second tab get the same order.

    Args:
        bill_id: which.
        by: whoever holds the bill's address.
        at: now.
        gateway: another one than the city's.

    Raises:
        BillNotFound: no such bill.
        BillNotOpen: it was paid or cancelled.
        NoGateway: the city takes no payments by QR code.
        GatewayUnavailable: the gateway does not answer, or refuses the order.
    """
    gateway = gateway or contracts.gateway()
    with transaction.atomic():
        row = _attempt(locked_bill(bill_id), at=at)
    if row.state != PaymentState.CREATED.value:
        return queries.payment(row.pk)
    try:
        qr_text = gateway.create(
            Order(row.order_no, row.amount_fen, row.bill.lines[0][0], row.expires_at), at=at
        )
    except PayDown as trouble:
        raise GatewayUnavailable(gateway_says=trouble.code) from None
    except PayRefused as trouble:
        _move_live(row, PaymentEvent.REFUSE, at=at)
        raise GatewayUnavailable(gateway_says=trouble.code) from None
    _move_live(row, PaymentEvent.OFFER, qr_text=qr_text, at=at)
    return queries.payment(row.pk)


def _attempt(bill: Bill, *, at: datetime) -> Payment:
    """The attempt that is under way, or a new one.

    Raises:
        BillNotOpen: there is nothing to pay.
    """
    if bill.state != BillState.OPEN.value:
        raise BillNotOpen(bill_state=bill.state)
    live = Payment.objects.select_for_update().filter(bill=bill, state__in=_LIVE).first()
    if live is not None and live.expires_at > at:
        return live
    if live is not None:
        move_payment(live, PaymentEvent.EXPIRE)
        live.save(update_fields=["state"])
    held = queries.rules_on(timezone.localdate(at))
    return Payment.objects.create(
        bill=bill,
        order_no=f"{timezone.localdate(at):%Y%m%d}{secrets.token_hex(8).upper()}",
        amount_fen=bill.total_fen,
        made_at=at,
        expires_at=at + held.qr_lives,
        ask_at=next_ask(at, at, until=at + held.asked_for),
    )


def _move_live(payment: Payment, event: PaymentEvent, *, at: datetime, qr_text: str = "") -> None:
    """After the gateway's answer; a colleague's answer, or money, may have come first."""
    with transaction.atomic():
        bill = locked_bill(payment.bill_id)
        row = Payment.objects.select_for_update().get(pk=payment.pk)
        if row.state == PaymentState.CREATED.value:
            move_payment(row, event)
            row.qr_text = qr_text
            row.save(update_fields=["state", "qr_text"])
            if event is PaymentEvent.OFFER:
                tell(bill, "offered", fen=row.amount_fen, at=at)


def ask_gateway(*, at: datetime, gateway: PaymentGateway | None = None) -> int:
    """Ask about attempts whose callback has not come; how many were asked about.

    Goes on asking after an attempt has expired: money that came late must be found. Each is
    put off before it is asked about, so that two workers never ask about the same one and a
    killed one loses nothing but time.
    """
    gateway = gateway or contracts.gateway()
    asked = 0
    for row in _claim_due(at):
        try:
            told = gateway.query(row.order_no, at=at)
        except (PayDown, PayRefused):
            continue  # asked again at `ask_at`
        asked += 1
        if told.status in {OrderStatus.SUCCEEDED, OrderStatus.REFUSED}:
            take(told, way="query", at=at)
    return asked


def _claim_due(at: datetime) -> list[Payment]:
    with transaction.atomic():
        due = (
            Payment.objects.select_for_update(skip_locked=True)
            .filter(ask_at__lte=at)
            .order_by("ask_at")[:_BATCH]
        )
        rows = list(due)
        for row in rows:
            held = queries.rules_on(timezone.localdate(row.made_at))
            row.ask_at = next_ask(row.made_at, at, until=row.made_at + held.asked_for)
        Payment.objects.bulk_update(rows, ["ask_at"])
    return rows


def expire_payments(*, at: datetime) -> int:
    """Attempts whose time is over are shown no more; how many."""
    due = Payment.objects.filter(state__in=_LIVE, expires_at__lte=at).order_by("pk")
    return sum(
        _expire(payment_id, bill_id, at) for payment_id, bill_id in due.values_list("pk", "bill")
    )


def _expire(payment_id: int, bill_id: int, at: datetime) -> int:
    with transaction.atomic():
        bill = locked_bill(bill_id)
        row = Payment.objects.select_for_update().get(pk=payment_id)
        if row.state not in _LIVE:
            return 0
        move_payment(row, PaymentEvent.EXPIRE)
        row.save(update_fields=["state"])
        tell(bill, "expired", fen=row.amount_fen, at=at)
        return 1
