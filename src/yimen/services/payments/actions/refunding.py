"""Giving money back: asked for by one person, approved by another, sent by the clock."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from yimen.devices.gateways import (
    PayDown,
    PaymentGateway,
    PayRefused,
    RefundStatus,
    RefundTold,
)
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.payments import queries
from yimen.services.payments.actions import contracts
from yimen.services.payments.actions.rows import locked_bill, name_of, post, tell
from yimen.services.payments.errors import (
    KeyReused,
    PaymentNotFound,
    ReasonNeeded,
    RefundNotFound,
    RefundTooMuch,
    SamePerson,
)
from yimen.services.payments.models import Bill, Payment, Refund
from yimen.services.payments.queries import RefundView
from yimen.services.payments.rules import bills, ledger
from yimen.services.payments.rules.asking import next_ask
from yimen.services.payments.rules.ledger import Cause
from yimen.services.payments.rules.states import (
    NEXT_REFUND,
    RefundEvent,
    RefundState,
    moved,
)
from yimen.support import audit

_BATCH = 20
_CLOCK: Final = "house:house"


def ask_refund(
    payment_id: int,
    *,
    amount_fen: int,
    reason: str,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> RefundView:
    """Ask that part of a payment, or all, goes back. It is held for that at once.

    Args:
        payment_id: which.
        amount_fen: how much.
        reason: why, for the books.
        by: who reconciles there, or the house.
        at: now.
        key: idempotency key, unique within `by`.

    Raises:
        PaymentNotFound: no such payment.
        NotAllowed: `by` does not reconcile there.
        ReasonNeeded: none was given.
        RefundTooMuch: more than is left.
        KeyReused: the key asked for another refund.
    """
    row = Payment.objects.select_related("bill").filter(pk=payment_id).first()
    if row is None:
        raise PaymentNotFound
    require(by, Right.RECONCILE, centre_id=row.bill.centre_id)
    if not reason.strip():
        raise ReasonNeeded
    ask_key = f"{by.kind}:{by.id}:{key}"[:120] if key else None
    with transaction.atomic():
        bill = locked_bill(row.bill_id)
        known = Refund.objects.filter(ask_key=ask_key).first() if ask_key else None
        if known is not None:
            if (known.payment_id, known.amount_fen) != (payment_id, amount_fen):
                raise KeyReused
            return queries.refund(known.pk)
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        left = payment.received_fen - payment.refunded_fen
        if not 0 < amount_fen <= left:
            raise RefundTooMuch(left=bills.yuan(left))
        payment.refunded_fen += amount_fen
        payment.save(update_fields=["refunded_fen"])
        refund = Refund.objects.create(
            payment=payment,
            refund_no=f"R{timezone.localdate(at):%Y%m%d}{secrets.token_hex(8).upper()}",
            amount_fen=amount_fen,
            reason=" ".join(reason.split())[:200],
            ask_key=ask_key,
            asked_at=at,
            asked_by=by.id,
        )
        _audit(bill, refund, "ask_refund", by, at)
        return queries.refund(refund.pk)


def approve_refund(refund_id: int, *, by: Actor, at: datetime) -> RefundView:
    """A second person agrees; the clock sends it.

    Raises:
        RefundNotFound: no such refund.
        NotAllowed: `by` does not reconcile there.
        SamePerson: `by` asked for it.
        StepNotAllowed: it was decided before.
    """
    with transaction.atomic():
        bill, payment, refund = _locked(refund_id)
        _decide(bill, refund, RefundEvent.APPROVE, by=by, at=at)
        refund.ask_at = at
        refund.save(update_fields=["state", "decided_at", "decided_by", "ask_at"])
        lines = ledger.refund_promised(refund.amount_fen, applied=payment.applied)
        post(bill, Cause.REFUND, refund.pk, lines, by=name_of(by), at=at)
        return queries.refund(refund.pk)


def decline_refund(refund_id: int, *, by: Actor, at: datetime) -> RefundView:
    """A second person does not agree; the money stays.

    Raises:
        RefundNotFound, NotAllowed, SamePerson, StepNotAllowed: as `approve_refund`.
    """
    with transaction.atomic():
        bill, payment, refund = _locked(refund_id)
        _decide(bill, refund, RefundEvent.DECLINE, by=by, at=at)
        refund.save(update_fields=["state", "decided_at", "decided_by"])
        payment.refunded_fen -= refund.amount_fen
        payment.save(update_fields=["refunded_fen"])
        return queries.refund(refund.pk)


def _decide(bill: Bill, refund: Refund, event: RefundEvent, *, by: Actor, at: datetime) -> None:
    require(by, Right.RECONCILE, centre_id=bill.centre_id)
    if refund.asked_by == by.id:
        raise SamePerson
    refund.state = moved(NEXT_REFUND, RefundState(refund.state), event).value
    refund.decided_at, refund.decided_by = at, by.id
    _audit(bill, refund, f"{event.value}_refund", by, at)


def send_refunds(*, at: datetime, gateway: PaymentGateway | None = None) -> int:
    """Hand approved refunds to the gateway and ask after those it has; how many are decided.

    Asking twice is safe: the gateway knows a refund by our number. One that cannot be reached
    is tried again for ever; only the gateway's own no ends a refund.
    """
    gateway = gateway or contracts.gateway()
    ended = 0
    for refund_id, order_no, refund_no, fen in _claim_due(at):
        try:
            told = gateway.refund(order_no, refund_no, fen, at=at)
        except PayDown as trouble:
            Refund.objects.filter(pk=refund_id).update(trouble=trouble.code)
            continue
        except PayRefused as trouble:
            told = RefundTold(RefundStatus.FAILED, at, trouble.code)
        ended += take_refund(refund_id, told, at=at)
    return ended


def _claim_due(at: datetime) -> list[tuple[int, str, str, int]]:
    with transaction.atomic():
        rows = list(
            Refund.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("payment")
            .filter(ask_at__lte=at)
            .order_by("ask_at")[:_BATCH]
        )
        for row in rows:
            row.ask_at = next_ask(row.decided_at or at, at)
        Refund.objects.bulk_update(rows, ["ask_at"])
    return [(row.pk, row.payment.order_no, row.refund_no, row.amount_fen) for row in rows]


def take_refund(refund_id: int, told: RefundTold, *, at: datetime) -> int:
    """Let what the gateway says of a refund be so. 1 where that ended it; twice changes nothing."""
    with transaction.atomic():
        bill, payment, refund = _locked(refund_id)
        if refund.state not in {RefundState.APPROVED.value, RefundState.SENT.value}:
            return 0
        if told.status is RefundStatus.PENDING:
            refund.state = RefundState.SENT.value
            refund.save(update_fields=["state"])
            return 0
        refund.ask_at, refund.trouble = None, told.code
        if told.status is RefundStatus.DONE:
            _finish(bill, refund, told, at=at)
        else:
            _fail(bill, payment, refund, at=at)
        return 1


def _finish(bill: Bill, refund: Refund, told: RefundTold, *, at: datetime) -> None:
    refund.state = moved(NEXT_REFUND, RefundState(refund.state), RefundEvent.FINISH).value
    refund.done_at, refund.done_on = told.happened_at, timezone.localdate(told.happened_at)
    refund.save(update_fields=["state", "done_at", "done_on", "ask_at", "trouble"])
    lines = ledger.refund_done(refund.amount_fen)
    post(bill, Cause.REFUND_DONE, refund.pk, lines, by=_CLOCK, at=at)
    tell(bill, "refunded", fen=refund.amount_fen, at=at)


def _fail(bill: Bill, payment: Payment, refund: Refund, *, at: datetime) -> None:
    refund.state = moved(NEXT_REFUND, RefundState(refund.state), RefundEvent.FAIL).value
    refund.save(update_fields=["state", "ask_at", "trouble"])
    payment.refunded_fen -= refund.amount_fen
    payment.save(update_fields=["refunded_fen"])
    lines = ledger.refund_failed(refund.amount_fen, applied=payment.applied)
    post(bill, Cause.REFUND_FAILED, refund.pk, lines, by=_CLOCK, at=at)
    tell(bill, "refund_failed", fen=refund.amount_fen, at=at)


def _locked(refund_id: int) -> tuple[Bill, Payment, Refund]:
    known = Refund.objects.select_related("payment").filter(pk=refund_id).first()
    if known is None:
        raise RefundNotFound
    bill = locked_bill(known.payment.bill_id)
    payment = Payment.objects.select_for_update().get(pk=known.payment_id)
    return bill, payment, Refund.objects.select_for_update().get(pk=refund_id)


def _audit(bill: Bill, refund: Refund, act: str, by: Actor, at: datetime) -> None:
    facts = {"refund": refund.refund_no, "fen": refund.amount_fen}
    audit.append(f"bill:{bill.pk}", act, actor=name_of(by), at=at, facts=facts)
