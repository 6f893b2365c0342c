"""Making a bill, and cancelling it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.payments import queries
from yimen.services.payments.actions.rows import locked_bill, move_payment, name_of, post, tell
from yimen.services.payments.errors import BillExists, BillNotOpen, KeyReused
from yimen.services.payments.models import BILL_PER_REFERENCE, MAKE_ONCE, Bill, Payment
from yimen.services.payments.queries import BillView
from yimen.services.payments.rules import bills, ledger
from yimen.services.payments.rules.bills import BillLine
from yimen.services.payments.rules.ledger import Cause
from yimen.services.payments.rules.states import LIVE, BillState, PaymentEvent
from yimen.support import sql
from yimen.support.secrets import blind_index, seal


@dataclass(frozen=True)
class Payer:
    """Who is to pay, in clear; empty where it is not known."""

    name: str = field(default="", repr=False)
    citizen_id: str = field(default="", repr=False)


def make_bill(
    reference: str,
    lines: Sequence[BillLine],
    *,
    centre_id: int,
    department_id: int,
    by: Actor,
    at: datetime,
    item_version_id: int | None = None,
    payer: Payer | None = None,
    topics: Sequence[str] = (),
    key: str | None = None,
) -> BillView:
    """A bill for one purpose; its lines never change.

    Args:
        reference: what for, in the maker's words: "case:17". One bill each that is not cancelled.
        lines: what is to be paid, as the item's version says.
        centre_id: where.
        department_id: whose revenue it is.
        by: who takes cases in there, the house, or a citizen in their own case.
        at: now.
        item_version_id: whose fees these are.
        payer: who pays.
        topics: of events, beside the bill's own.
        key: idempotency key, unique within `by`.

    Raises:
        NotAllowed: `by` makes no bills here.
        BadBill: nothing to pay, or out of bounds.
        BillExists: there is a live bill for this purpose.
        KeyReused: the key was used for another bill.
    """
    if by.kind != "citizen":
        require(by, Right.RECEIVE, centre_id=centre_id)
    total = bills.total(lines)
    payer = payer or Payer()
    row = Bill(
        public_id=secrets.token_urlsafe(16),
        reference=reference,
        centre_id=centre_id,
        department_id=department_id,
        item_version_id=item_version_id,
        lines=[[line.name, line.fen, line.basis] for line in lines],
        total_fen=total,
        payer_name_sealed=seal(payer.name),
        payer_index=blind_index(payer.citizen_id) if payer.citizen_id else None,
        topics=list(topics),
        made_at=at,
        made_by=name_of(by),
        make_key=f"{by.kind}:{by.id}:{key}"[:120] if key else None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            post(row, Cause.BILL, row.pk, ledger.billed(total), by=row.made_by, at=at)
            return tell(row, "made", fen=total, at=at)
    except IntegrityError as error:
        if not sql.violated_any(error, (MAKE_ONCE, BILL_PER_REFERENCE)):
            raise
    return _made_before(row)


def _made_before(row: Bill) -> BillView:
    """The bill that this very request made before.

    Raises:
        BillExists: another request made one.
        KeyReused: this key made a bill for something else.
    """
    known = Bill.objects.filter(make_key=row.make_key).first() if row.make_key else None
    if known is None:
        existing = queries.bill_for(row.reference)
        raise BillExists(bill_state=existing.state.value if existing else BillState.OPEN.value)
    if (known.reference, known.lines) != (row.reference, row.lines):
        raise KeyReused
    return queries.bill(known.pk)


def cancel_bill(bill_id: int, *, by: Actor, at: datetime) -> BillView:
    """Nothing is owed any more. Twice changes nothing.

    A payment under way is not stopped by it: money that still comes is given back.

    Raises:
        BillNotFound: no such bill.
        NotAllowed: `by` makes no bills there.
        BillNotOpen: it was paid; what was paid is refunded instead.
    """
    view = queries.bill(bill_id)
    require(by, Right.RECEIVE, centre_id=view.centre_id)
    with transaction.atomic():
        row = locked_bill(bill_id)
        if row.state == BillState.CANCELLED.value:
            return queries.bill(bill_id)
        if row.state != BillState.OPEN.value:
            raise BillNotOpen(bill_state=row.state)
        row.state, row.cancelled_at = BillState.CANCELLED.value, at
        row.save(update_fields=["state", "cancelled_at"])
        close_attempts(row)
        post(row, Cause.CANCEL, row.pk, ledger.cancelled(row.total_fen), by=name_of(by), at=at)
        return tell(row, "cancelled", fen=row.total_fen, at=at)


def close_attempts(bill: Bill) -> None:
    """No attempt is shown any more. The gateway is asked about them all the same."""
    live = Payment.objects.select_for_update().filter(
        bill=bill, state__in=[state.value for state in LIVE]
    )
    for attempt in live.order_by("pk"):
        move_payment(attempt, PaymentEvent.EXPIRE)
        attempt.save(update_fields=["state"])
