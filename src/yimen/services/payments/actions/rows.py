"""Rows under lock, and writing to the ledger. Lock order: bill, payment, refund, receipt series."""

from collections.abc import Sequence
from datetime import datetime

from yimen.reference.people.rules import Actor
from yimen.services.payments import announce, queries
from yimen.services.payments.errors import BillNotFound
from yimen.services.payments.models import Bill, Entry, Payment, Posting
from yimen.services.payments.queries import BillView
from yimen.services.payments.rules.ledger import Cause, Line
from yimen.services.payments.rules.states import (
    NEXT_PAYMENT,
    PaymentEvent,
    PaymentState,
    moved,
)


def locked_bill(bill_id: int) -> Bill:
    """The bill's row, held until the transaction ends: the one row everybody waits for.

    Raises:
        BillNotFound: no such bill.
    """
    row = Bill.objects.select_for_update().filter(pk=bill_id).first()
    if row is None:
        raise BillNotFound
    return row


def move_payment(row: Payment, event: PaymentEvent) -> None:
    """Another state, not written yet.

    Raises:
        StepNotAllowed: the state has no such move.
    """
    row.state = moved(NEXT_PAYMENT, PaymentState(row.state), event).value


def post(
    bill: Bill, cause: Cause, key: object, lines: Sequence[Line], *, by: str, at: datetime
) -> None:
    """Write one posting; the database refuses a second one for the same thing."""
    posting = Posting.objects.create(
        cause=cause.value, key=f"{cause.value}:{key}", bill=bill, at=at, by=by
    )
    Entry.objects.bulk_create(
        Entry(
            posting=posting,
            account=line.account.value,
            department_id=bill.department_id,
            fen=line.fen,
        )
        for line in lines
    )


def tell(bill: Bill, event: str, *, fen: int, at: datetime) -> BillView:
    """Publish what happened, with the bill as it is now."""
    view = queries.bill(bill.pk)
    announce.bill_moved(event, view, fen=fen, at=at)
    return view


def name_of(actor: Actor) -> str:
    """Who acted, for the books: "staff:1001"."""
    return f"{actor.kind}:{actor.label}"[:80]
