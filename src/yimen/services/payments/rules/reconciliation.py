"""Comparing our books of a day with the gateway's statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which way money went."""

    PAYMENT = "payment"
    REFUND = "refund"


class Finding(StrEnum):
    """What does not agree."""

    ONLY_OURS = "only_ours"
    ONLY_THEIRS = "only_theirs"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Booked:
    """One movement of money, by whichever side told."""

    side: Side
    number: str
    fen: int


@dataclass(frozen=True)
class Differs:
    """One disagreement; None: that side has no such movement."""

    finding: Finding
    side: Side
    number: str
    ours_fen: int | None
    theirs_fen: int | None


@dataclass(frozen=True)
class Compared:
    """A day's comparison."""

    matched: int
    differences: tuple[Differs, ...]


def compare(ours: Iterable[Booked], theirs: Iterable[Booked]) -> Compared:
    """What agrees and what does not, ordered by number. Each side names a movement once."""
    here = {(item.side, item.number): item.fen for item in ours}
    there = {(item.side, item.number): item.fen for item in theirs}
    found = []
    for key in sorted(here.keys() | there.keys()):
        mine, its = here.get(key), there.get(key)
        if mine == its:
            continue
        if mine is None:
            finding = Finding.ONLY_THEIRS
        elif its is None:
            finding = Finding.ONLY_OURS
        else:
            finding = Finding.AMOUNT
        found.append(Differs(finding, key[0], key[1], mine, its))
    return Compared(len(here.keys() | there.keys()) - len(found), tuple(found))
