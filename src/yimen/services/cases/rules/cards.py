"""Prompts, yellow and red cards (预警、黄牌、红牌): when a clock deserves which.

A card's day follows from the clock's ledger, not from when somebody looked: looking once after an
outage gives the same cards as looking every day.

Source: electronic supervision practice (电子监察), DOMAIN 2.7; the thresholds are parameters.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from yimen.services.cases.errors import CardMoveNotAllowed
from yimen.services.cases.rules.clock_parameters import Limits
from yimen.services.cases.rules.clocks import APPLICANTS, ClockKind, Due, Ledger

_ONE: Final = timedelta(days=1)


class Colour(StrEnum):
    """How grave it is. National codes 1, 2, 3."""

    PROMPT = "prompt"
    YELLOW = "yellow"
    RED = "red"


class Cause(StrEnum):
    """What for."""

    HALF_LEFT = "half_left"  # half of the limit is over
    NEARLY_DUE = "nearly_due"
    OVERDUE = "overdue"
    DEEMED = "deemed"  # accepted by silence
    SECOND_SUPPLEMENT = "second_supplement"  # what is missing was not told at once
    NO_REASON = "no_reason"  # refused without a reason
    INSTANT_SLOW = "instant_slow"  # an instant item took too long
    INSTANT_OVERNIGHT = "instant_overnight"  # an instant item was not done on its day
    SPECIAL_OVERRUN = "special_overrun"  # a special procedure outlasts what was announced


#: Which colour a cause has.
COLOURS: Final = {
    Cause.HALF_LEFT: Colour.PROMPT,
    Cause.NEARLY_DUE: Colour.YELLOW,
    Cause.OVERDUE: Colour.RED,
    Cause.DEEMED: Colour.RED,
    Cause.SECOND_SUPPLEMENT: Colour.RED,
    Cause.NO_REASON: Colour.RED,
    Cause.INSTANT_SLOW: Colour.YELLOW,
    Cause.INSTANT_OVERNIGHT: Colour.RED,
    Cause.SPECIAL_OVERRUN: Colour.YELLOW,
}


@dataclass(frozen=True)
class Deserved:
    """A card a clock deserves on a day."""

    on: date
    cause: Cause

    @property
    def colour(self) -> Colour:
        return COLOURS[self.cause]


def deserved_cards(ledger: Ledger, due: Due, limits: Limits) -> tuple[Deserved, ...]:
    """Every card of a clock in the order of days, those of days to come included.

    Args:
        ledger: the clock.
        due: its reckoning.
        limits: the parameters of the day it began on, so that a card's day does not move later.
    """
    if ledger.kind in APPLICANTS:
        return ()
    found: list[Deserved] = []
    if ledger.kind is not ClockKind.SPECIAL:
        yellow = _first_with(ledger, due, limits.card_yellow_days)
        prompt = None
        if ledger.total >= limits.card_prompt_limit:
            prompt = _first_with(ledger, due, int(ledger.total * limits.card_prompt_share))
        if prompt is not None and (yellow is None or prompt < yellow):
            found.append(Deserved(prompt, Cause.HALF_LEFT))
        if yellow is not None:
            found.append(Deserved(yellow, Cause.NEARLY_DUE))
    if due.day is not None:
        overrun = {
            ClockKind.SPECIAL: Cause.SPECIAL_OVERRUN,
            ClockKind.ACCEPTANCE: Cause.DEEMED,
        }
        found.append(Deserved(due.day + _ONE, overrun.get(ledger.kind, Cause.OVERDUE)))
    return tuple(found)


def _first_with(ledger: Ledger, due: Due, left: int) -> date | None:
    """The first day at whose end no more than `left` days remain; None where none is known yet."""
    used = 0
    for day in due.reckoning.days:
        used += day.counted
        if day.counted and ledger.total - used <= left:
            return day.day
    return None


def next_look(ledger: Ledger, due: Due, cards: tuple[Deserved, ...], after: date) -> date | None:
    """The next day after `after` on which a card or an expiry is to be looked for; None: none."""
    days = [card.on for card in cards]
    if due.day is not None and ledger.kind in APPLICANTS:
        days.append(due.day + _ONE)
    return min((day for day in days if day > after), default=None)


class CardState(StrEnum):
    """What became of a card."""

    STANDING = "standing"
    APPEALED = "appealed"
    CANCELLED = "cancelled"  # stays visible as cancelled
    KEPT = "kept"  # the appeal was rejected


class CardMove(StrEnum):
    """What can be done about a card."""

    APPEAL = "appeal"
    CANCEL = "cancel"
    KEEP = "keep"


_NEXT: Final = {
    (CardState.STANDING, CardMove.APPEAL): CardState.APPEALED,
    (CardState.APPEALED, CardMove.CANCEL): CardState.CANCELLED,
    (CardState.APPEALED, CardMove.KEEP): CardState.KEPT,
}


def next_state(state: CardState, move: CardMove) -> CardState:
    """Where `move` takes a card. One appeal a card.

    Raises:
        CardMoveNotAllowed: the table has no such move.
    """
    try:
        return _NEXT[state, move]
    except KeyError:
        raise CardMoveNotAllowed(card_state=state.value, move=move.value) from None


@dataclass(frozen=True)
class Visit:
    """The office hours in which an instant item was to be done.

    Args:
        begins_at: when its materials were in, or the centre opened after that.
        closes_at: when the centre closed on that day.
        day: that local day.
    """

    begins_at: datetime
    closes_at: datetime
    day: date


def instant_cards(visit: Visit, limits: Limits, *, at: datetime) -> tuple[Deserved, ...]:
    """The cards of an instant item that was not decided by `at`.

    Both carry the visit's day: an instant item has no other.
    """
    found = []
    if at - visit.begins_at > timedelta(minutes=limits.card_instant_minutes):
        found.append(Deserved(visit.day, Cause.INSTANT_SLOW))
    if at > visit.closes_at:
        found.append(Deserved(visit.day, Cause.INSTANT_OVERNIGHT))
    return tuple(found)
