"""Refusals of payments. Facts are codes, amounts, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class PaymentsError(DomainError):
    """Everything payments refuses."""


class BillNotFound(PaymentsError):
    """No such bill, or none one may know of."""

    code = "payments.bill_not_found"
    kind = Kind.NOT_FOUND


class BadBill(PaymentsError):
    """A bill without lines, or with a line that costs nothing or too much. Facts: `bill_flaw`."""

    code = "payments.bad_bill"


class BadAmount(PaymentsError):
    """An amount that a person settles is none, or out of its range. Facts: `fee`, `low`, `high`."""

    code = "payments.bad_amount"


class BillExists(PaymentsError):
    """There is a bill for this purpose already. Facts: `bill_state`."""

    code = "payments.bill_exists"
    kind = Kind.CONFLICT


class KeyReused(PaymentsError):
    """The idempotency key was used before for another bill."""

    code = "payments.key_reused"
    kind = Kind.CONFLICT


class BillNotOpen(PaymentsError):
    """The bill was paid or cancelled. Facts: `bill_state`."""

    code = "payments.bill_not_open"
    kind = Kind.CONFLICT


class GatewayUnavailable(PaymentsError):
    """The gateway does not answer; nothing was paid."""

    code = "payments.gateway_unavailable"
    kind = Kind.UNAVAILABLE


class NoGateway(PaymentsError):
    """This city takes no payments by QR code."""

    code = "payments.no_gateway"
    kind = Kind.UNAVAILABLE


class PaymentNotFound(PaymentsError):
    code = "payments.payment_not_found"
    kind = Kind.NOT_FOUND


class BadCallback(PaymentsError):
    """What the gateway sent cannot be read."""

    code = "payments.bad_callback"


class BadSignature(PaymentsError):
    """The callback is not signed by the gateway, or too old."""

    code = "payments.bad_signature"
    kind = Kind.FORBIDDEN


class StepNotAllowed(PaymentsError):
    """The payment's or refund's state has no such move. Facts: `money_state`, `event`."""

    code = "payments.step_not_allowed"
    kind = Kind.CONFLICT


class RefundNotFound(PaymentsError):
    code = "payments.refund_not_found"
    kind = Kind.NOT_FOUND


class RefundTooMuch(PaymentsError):
    """More than is left of the payment. Facts: `left`, in yuan as text."""

    code = "payments.refund_too_much"
    kind = Kind.CONFLICT


class ReasonNeeded(PaymentsError):
    """Money does not move back, and no difference is settled, without a reason."""

    code = "payments.reason_needed"


class SamePerson(PaymentsError):
    """Who asked for a refund may not approve it."""

    code = "payments.same_person"
    kind = Kind.FORBIDDEN


class ReceiptNotFound(PaymentsError):
    """No such receipt, or the verification code is another one: both look the same."""

    code = "payments.receipt_not_found"
    kind = Kind.NOT_FOUND


class DifferenceNotFound(PaymentsError):
    """No such difference, or it was settled."""

    code = "payments.difference_not_found"
    kind = Kind.NOT_FOUND


class DayNotOver(PaymentsError):
    """A day can be reconciled when it is over. Facts: `day`."""

    code = "payments.day_not_over"
    kind = Kind.CONFLICT
