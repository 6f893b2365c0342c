"""What the limit of a clock is for one case: by law, by the item's promise, by parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yimen.kernel.workdays import Unit
from yimen.services.cases.errors import TolerantTooLong
from yimen.services.cases.rules.clock_parameters import Limits
from yimen.services.cases.rules.clocks import BASIS, ClockKind

#: National codes of the item list. Source: DOMAIN 1.6.
_NATURAL: Final = "2"
_INSTANT: Final = "1"
_JOINT: Final = "4"
_AT_ONCE: Final = "即办件，承诺当场办结（按最短 1 个工作日计）"


@dataclass(frozen=True)
class Term:
    """A clock's limit with its source."""

    days: int
    unit: Unit
    basis: str


@dataclass(frozen=True)
class Offer:
    """What an item version says of its time limits; None where it says nothing.

    Args:
        promised: days and unit in which it promises a decision.
        statutory: days and unit that the law sets for it.
        explained: the law's own words, for the clock's source.
        joint: several departments handle it together (联办件).
        instant: done in one visit (即办件).
    """

    promised: tuple[int, Unit] | None
    statutory: tuple[int, Unit] | None
    explained: str = ""
    joint: bool = False
    instant: bool = False


def offer(fields: Mapping[str, object]) -> Offer:
    """What a version's national fields say. Zero days, as instant items have them, are none."""
    return Offer(
        _days(fields, "PROMISE"),
        _days(fields, "ANTICIPATE"),
        str(fields.get("ANTICIPATE_EXPLAIN") or "")[:200],
        str(fields.get("PROJECT_TYPE")) == _JOINT,
        str(fields.get("PROJECT_TYPE")) == _INSTANT,
    )


def _days(fields: Mapping[str, object], name: str) -> tuple[int, Unit] | None:
    days = int(str(fields.get(f"{name}_DAY") or 0))
    unit = Unit.NATURAL if str(fields.get(f"{name}_TYPE")) == _NATURAL else Unit.WORKING
    return (days, unit) if days else None


def term(kind: ClockKind, limits: Limits, offer: Offer, days: int | None = None) -> Term:
    """A clock's limit for one case.

    Args:
        kind: which clock.
        limits: the parameters of the day it begins on.
        offer: what the case's item version says.
        days: another limit than the usual one; None for the usual one.

    Raises:
        TolerantTooLong: more than the item's promised limit.

    Source: Administrative Licensing Law art. 32, 42, 44; tolerant acceptance never outlasts the
    promise (Fuxin, Sanya rules of 容缺受理).
    """
    if kind is ClockKind.PROMISED:
        if offer.instant and offer.promised is None:
            return Term(days or 1, Unit.WORKING, _AT_ONCE)
        # An item that promises nothing is held to the law.
        promised = offer.promised or _by_law(limits, offer)
        return Term(days or promised[0], promised[1], BASIS[kind])
    if kind is ClockKind.STATUTORY:
        lawful = _by_law(limits, offer)
        return Term(days or lawful[0], lawful[1], offer.explained or BASIS[kind])
    if kind is ClockKind.TOLERANT:
        return _tolerant(limits, offer, days)
    usual = {
        ClockKind.ACCEPTANCE: limits.acceptance_days,
        ClockKind.SUPPLEMENT: limits.supplement_days,
        ClockKind.DELIVERY: limits.delivery_days,
        ClockKind.SPECIAL: limits.special_days,
    }
    unit = Unit.NATURAL if kind is ClockKind.SUPPLEMENT else Unit.WORKING
    return Term(days or usual[kind], unit, BASIS[kind])


def _by_law(limits: Limits, offer: Offer) -> tuple[int, Unit]:
    usual = limits.joint_statutory_days if offer.joint else limits.statutory_days
    return offer.statutory or (usual, Unit.WORKING)


def _tolerant(limits: Limits, offer: Offer, days: int | None) -> Term:
    most, unit = offer.promised or _by_law(limits, offer)
    if days is not None and days > most:
        raise TolerantTooLong(days=days, most=most)
    return Term(days or min(limits.tolerant_days, most), unit, BASIS[ClockKind.TOLERANT])
