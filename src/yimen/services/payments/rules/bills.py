"""What a bill may say, and the names and numbers around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yimen.services.payments.errors import BadBill

#: One million yuan: what costs more is not paid by QR code.
HIGHEST_FEN: Final = 100_000_000
_MOST_LINES: Final = 50
_LONGEST_YUAN: Final = 9


@dataclass(frozen=True)
class BillLine:
    """One line: what for, how much, and by which rule (收费依据)."""

    name: str
    fen: int
    basis: str = ""


def total(lines: Sequence[BillLine]) -> int:
    """What a bill comes to, in fen.

    Raises:
        BadBill: nothing to pay, a nameless line, or an amount out of bounds.
    """
    if not 0 < len(lines) <= _MOST_LINES:
        raise BadBill(bill_flaw="lines")
    if any(not line.name.strip() for line in lines):
        raise BadBill(bill_flaw="name")
    if any(line.fen <= 0 for line in lines):
        raise BadBill(bill_flaw="amount")
    fen = sum(line.fen for line in lines)
    if fen > HIGHEST_FEN:
        raise BadBill(bill_flaw="too_much")
    return fen


def share(fen: int, percent: int) -> int:
    """A share of an amount in whole fen, rounded down.

    Raises:
        ValueError: no share.
    """
    if not 0 <= percent <= 100:
        raise ValueError(percent)
    return fen * percent // 100


def amount(text: str) -> int | None:
    """Yuan as somebody typed them, in fen: `20`, `20.5`, `20.50`; None where they are none."""
    whole, dot, part = text.strip().partition(".")
    good = whole.isascii() and whole.isdecimal() and len(whole) <= _LONGEST_YUAN
    if not good or (dot and not (part.isascii() and part.isdecimal() and len(part) <= 2)):
        return None
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def yuan(fen: int) -> str:
    """An amount as text, without a sign for the currency: 2050 is 20.50."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def receipt_number(year: int, serial: int) -> str:
    """How a non-tax receipt is numbered: year and eight digits, 2020-00000017."""
    return f"{year}-{serial:08d}"
