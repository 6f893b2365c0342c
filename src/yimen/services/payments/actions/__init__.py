"""What people, the gateway and the clock can do with bills, payments and the books."""

from yimen.services.payments.actions.billing import Payer, cancel_bill, make_bill
from yimen.services.payments.actions.contracts import gateway, simulated
from yimen.services.payments.actions.paying import ask_gateway, expire_payments, start_payment
from yimen.services.payments.actions.reconciling import catch_up, reconcile, settle_difference
from yimen.services.payments.actions.refunding import (
    approve_refund,
    ask_refund,
    decline_refund,
    send_refunds,
)
from yimen.services.payments.actions.returning import give_back
from yimen.services.payments.actions.taking import receive_callback, take

__all__ = [
    "Payer",
    "approve_refund",
    "ask_gateway",
    "ask_refund",
    "cancel_bill",
    "catch_up",
    "decline_refund",
    "expire_payments",
    "gateway",
    "give_back",
    "make_bill",
    "receive_callback",
    "reconcile",
    "send_refunds",
    "settle_difference",
    "simulated",
    "start_payment",
    "take",
]
