"""The lives of a bill, a payment and a refund as tables. `moved` is their only reader."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from yimen.services.payments.errors import StepNotAllowed


class BillState(StrEnum):
    """Where a bill is. Refunds do not change it: they are facts of the ledger."""

    OPEN = "open"  # 待缴
    PAID = "paid"  # 已缴
    CANCELLED = "cancelled"  # 已取消


class PaymentState(StrEnum):
    """Where one attempt to pay is."""

    CREATED = "created"  # numbered here, the gateway has not answered yet
    PENDING = "pending"  # the QR code is shown
    SUCCEEDED = "succeeded"
    REFUSED = "refused"
    EXPIRED = "expired"
    HELD = "held"  # money came, but not the amount of the bill


class PaymentEvent(StrEnum):
    """What can happen to an attempt."""

    OFFER = "offer"
    SUCCEED = "succeed"
    REFUSE = "refuse"
    EXPIRE = "expire"
    HOLD = "hold"


class RefundState(StrEnum):
    """Where a refund is."""

    REQUESTED = "requested"
    APPROVED = "approved"
    SENT = "sent"  # the gateway has it, and has not said that it is done
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"


class RefundEvent(StrEnum):
    """What can happen to a refund."""

    APPROVE = "approve"
    DECLINE = "decline"
    SEND = "send"
    FINISH = "finish"
    FAIL = "fail"


_P, _R = PaymentState, RefundState

#: Money that arrives is never refused: an expired or refused attempt may still succeed.
NEXT_PAYMENT: Final[Mapping[tuple[PaymentState, PaymentEvent], PaymentState]] = {
    (_P.CREATED, PaymentEvent.OFFER): _P.PENDING,
    (_P.CREATED, PaymentEvent.REFUSE): _P.REFUSED,
    (_P.CREATED, PaymentEvent.EXPIRE): _P.EXPIRED,
    (_P.PENDING, PaymentEvent.REFUSE): _P.REFUSED,
    (_P.PENDING, PaymentEvent.EXPIRE): _P.EXPIRED,
    **{
        (state, PaymentEvent.SUCCEED): _P.SUCCEEDED
        for state in (_P.CREATED, _P.PENDING, _P.REFUSED, _P.EXPIRED)
    },
    **{
        (state, PaymentEvent.HOLD): _P.HELD
        for state in (_P.CREATED, _P.PENDING, _P.REFUSED, _P.EXPIRED)
    },
}
NEXT_REFUND: Final[Mapping[tuple[RefundState, RefundEvent], RefundState]] = {
    (_R.REQUESTED, RefundEvent.APPROVE): _R.APPROVED,
    (_R.REQUESTED, RefundEvent.DECLINE): _R.DECLINED,
    (_R.APPROVED, RefundEvent.SEND): _R.SENT,
    (_R.APPROVED, RefundEvent.FINISH): _R.DONE,
    (_R.APPROVED, RefundEvent.FAIL): _R.FAILED,
    (_R.SENT, RefundEvent.FINISH): _R.DONE,
    (_R.SENT, RefundEvent.FAIL): _R.FAILED,
}

#: A bill has at most one attempt in these.
LIVE: Final = frozenset({_P.CREATED, _P.PENDING})
#: Money of these is in the city's account at the gateway.
RECEIVED: Final = frozenset({_P.SUCCEEDED, _P.HELD})

S = TypeVar("S", PaymentState, RefundState)
E = TypeVar("E", PaymentEvent, RefundEvent)


def moved(table: Mapping[tuple[S, E], S], state: S, event: E) -> S:
    """Where `event` takes something in `state`.

    Raises:
        StepNotAllowed: the table has no such move.
    """
    try:
        return table[state, event]
    except KeyError:
        raise StepNotAllowed(money_state=state.value, event=event.value) from None
