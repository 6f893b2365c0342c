"""What a case costs, over the API: its bill, amounts that are settled, a code to pay by."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import StrictInt, StringConstraints

from yimen.channels.api.cases import own_case
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.schemas import Asked
from yimen.channels.doorway.bills import scanned
from yimen.journeys import bills
from yimen.reference.people.rules import Right, require
from yimen.services.cases.queries.views import CaseView
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import BillNotFound
from yimen.services.payments.queries import BillView

router = Router(tags=["payments"])

_PLAIN = r"^[^\x00-\x1f\x7f]*$"
FeeName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_PLAIN)]
Fen = Annotated[StrictInt, Field(gt=0, le=100_000_000)]


class BillLineOut(Schema):
    """One line: what for, how much, and by which rule."""

    name: str
    fen: int
    basis: str


class BillOut(Schema):
    """A bill in fen; the payer masked."""

    id: str = Field(description="Anybody who has it looks and pays at /pay/{id}.")
    state: Literal["open", "paid", "cancelled"]
    lines: list[BillLineOut]
    total_fen: int
    refunded_fen: int
    payer: str
    made_at: datetime
    paid_at: datetime | None
    receipt: str = Field(description="Number of the non-tax receipt; empty before it is paid.")


class OpenFeeOut(Schema):
    """A fee whose amount somebody settles within its range."""

    name: str
    lowest_fen: int
    highest_fen: int


class CostsOut(Schema):
    """What a case costs. Without a bill: nothing yet, or amounts are to be settled first."""

    bill: BillOut | None
    to_settle: list[OpenFeeOut]


class AmountsIn(Asked):
    """Amounts of fees that depend, by the fee's name."""

    amounts: Annotated[dict[FeeName, Fen], Field(max_length=20)] = Field(default_factory=dict)


class PaymentOut(Schema):
    """A code to pay by, as text for a QR code."""

    qr: str
    amount_fen: int
    expires_at: datetime


@router.get("/{number}/bill", response=CostsOut, summary="What a case costs")
def look(request: ApiRequest, number: str) -> CostsOut:
    """Its bill, once it was accepted; fees that somebody settles before."""
    return _costs(own_case(request, number))


@router.post("/{number}/bill", response=CostsOut, summary="Make a case's bill")
def make(request: ApiRequest, number: str, asked: AmountsIn) -> CostsOut:
    """A case has one bill: asked again, it is the same one, whatever the amounts."""
    case = own_case(request, number)
    require(request.auth.actor, Right.RECEIVE, centre_id=case.centre_id)
    bills.raise_for(case.id, by=request.auth.actor, at=timezone.now(), amounts=asked.amounts)
    return _costs(case)


@router.post("/{number}/bill/payment", response=PaymentOut, summary="Ask for a code to pay by")
def pay(request: ApiRequest, number: str) -> PaymentOut:
    """While one is good, the same one again."""
    case = own_case(request, number)
    require(request.auth.actor, Right.RECEIVE, centre_id=case.centre_id)
    bill = bills.bill_of(case.id)
    if bill is None:
        raise BillNotFound
    payment = actions.start_payment(bill.id, by=request.auth.actor, at=timezone.now())
    asked: HttpRequest = request
    return PaymentOut(
        qr=scanned(asked, payment),
        amount_fen=payment.amount_fen,
        expires_at=payment.expires_at,
    )


def _costs(case: CaseView) -> CostsOut:
    bill = bills.bill_of(case.id)
    fees = bills.owed_by(case).open if bill is None and bills.is_owing(case) else ()
    return CostsOut(
        bill=_out(bill) if bill else None,
        to_settle=[
            OpenFeeOut(name=fee.name, lowest_fen=max(fee.fen, 1), highest_fen=fee.highest_fen)
            for fee in fees
        ],
    )


def _out(bill: BillView) -> BillOut:
    receipt = queries.receipt(bill.id)
    return BillOut(
        id=bill.public_id,
        state=bill.state.value,
        lines=[BillLineOut(name=line.name, fen=line.fen, basis=line.basis) for line in bill.lines],
        total_fen=bill.total_fen,
        refunded_fen=bill.refunded_fen,
        payer=bill.payer,
        made_at=bill.made_at,
        paid_at=bill.paid_at,
        receipt=receipt.number if receipt else "",
    )
