"""The double entry behind each thing that happens to money. Debit is positive, credit negative.

Every posting sums to zero; the database checks it once more when the transaction commits.
"""

from dataclasses import dataclass
from enum import StrEnum


class Account(StrEnum):
    """Where money is, or what it is."""

    RECEIVABLE = "receivable"  # 应收: bills that are not paid
    GATEWAY = "gateway"  # 网关账户: what the gateway holds for the city
    REVENUE = "revenue"  # 应缴收入, by department
    UNAPPLIED = "unapplied"  # 待处理款: came, and belongs to no open bill
    REFUNDS_PAYABLE = "refunds_payable"  # 应退款: promised back, not yet gone


class Cause(StrEnum):
    """What a posting was made for."""

    BILL = "bill"
    CANCEL = "cancel"
    PAY = "pay"
    UNAPPLIED = "unapplied"
    REFUND = "refund"
    REFUND_DONE = "refund_done"
    REFUND_FAILED = "refund_failed"


@dataclass(frozen=True)
class Line:
    """One side of a posting."""

    account: Account
    fen: int


def _pair(debit: Account, credit: Account, fen: int) -> tuple[Line, Line]:
    return Line(debit, fen), Line(credit, -fen)


def billed(fen: int) -> tuple[Line, Line]:
    """Somebody owes the city."""
    return _pair(Account.RECEIVABLE, Account.REVENUE, fen)


def cancelled(fen: int) -> tuple[Line, Line]:
    """They owe it no longer."""
    return _pair(Account.REVENUE, Account.RECEIVABLE, fen)


def paid(fen: int) -> tuple[Line, Line]:
    """They paid it."""
    return _pair(Account.GATEWAY, Account.RECEIVABLE, fen)


def unapplied(fen: int) -> tuple[Line, Line]:
    """Money that nobody owed: its bill was cancelled, paid before, or of another amount."""
    return _pair(Account.GATEWAY, Account.UNAPPLIED, fen)


def refund_promised(fen: int, *, applied: bool) -> tuple[Line, Line]:
    """Part of a payment is to go back; applied money was revenue."""
    source = Account.REVENUE if applied else Account.UNAPPLIED
    return _pair(source, Account.REFUNDS_PAYABLE, fen)


def refund_done(fen: int) -> tuple[Line, Line]:
    """It has gone."""
    return _pair(Account.REFUNDS_PAYABLE, Account.GATEWAY, fen)


def refund_failed(fen: int, *, applied: bool) -> tuple[Line, Line]:
    """The gateway could not; the money is where it was."""
    source = Account.REVENUE if applied else Account.UNAPPLIED
    return _pair(Account.REFUNDS_PAYABLE, source, fen)
