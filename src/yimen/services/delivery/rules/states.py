"""The life of a parcel as a table, and where a parcel stands after all that was told of it.

Carriers tell late and out of order. So a parcel's state is not the last thing heard, but what its
events come to when they are read in the order in which they happened; a step that makes no sense
there ("picked up" after "signed") changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from yimen.services.delivery.errors import StepNotAllowed


class State(StrEnum):
    """Where a parcel is."""

    CREATED = "created"  # 待下单: the carrier does not know of it yet
    AWAITING = "awaiting"  # 待揽件
    PICKED_UP = "picked_up"  # 已揽收
    IN_TRANSIT = "in_transit"  # 运输中
    OUT_FOR_DELIVERY = "out_for_delivery"  # 派件中
    IN_LOCKER = "in_locker"  # 在快递柜: the carrier's
    SIGNED = "signed"  # 已签收
    PROBLEM = "problem"  # 问题件
    RETURNING = "returning"  # 退回中
    RETURNED = "returned"  # 已退回
    LOST = "lost"  # 已遗失
    CANCELLED = "cancelled"  # 已取消


class Step(StrEnum):
    """What can happen to it."""

    BOOK = "book"
    PICK_UP = "pick_up"
    MOVE = "move"
    GO_OUT = "go_out"
    PUT_IN_LOCKER = "put_in_locker"
    SIGN = "sign"
    HIT_TROUBLE = "hit_trouble"
    TURN_BACK = "turn_back"
    COME_BACK = "come_back"
    LOSE = "lose"
    CANCEL = "cancel"
    DISPUTE = "dispute"
    CLEAR = "clear"  # the dispute: it was delivered after all


class Problem(StrEnum):
    """Why it does not arrive."""

    NONE = ""
    NOT_TAKEN = "not_taken"  # the carrier refused the order
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    ADDRESS = "address"
    DAMAGED = "damaged"
    DELAYED = "delayed"
    UNCOLLECTED = "uncollected"  # lay too long in the carrier's locker
    STOPPED = "stopped"
    DISPUTED = "disputed"  # signed, and its receiver says: not by me
    OTHER = "other"


_UNDER_WAY: Final = (
    State.PICKED_UP,
    State.IN_TRANSIT,
    State.OUT_FOR_DELIVERY,
    State.IN_LOCKER,
)
#: Steps of a carrier, possible wherever a parcel may be found, and where they lead.
_CARRIED: Final[Mapping[Step, State]] = {
    Step.MOVE: State.IN_TRANSIT,
    Step.GO_OUT: State.OUT_FOR_DELIVERY,
    Step.PUT_IN_LOCKER: State.IN_LOCKER,
    Step.SIGN: State.SIGNED,
    Step.HIT_TROUBLE: State.PROBLEM,
    Step.TURN_BACK: State.RETURNING,
    Step.COME_BACK: State.RETURNED,
    Step.LOSE: State.LOST,
}

NEXT_STATE: Final[Mapping[tuple[State, Step], State]] = {
    **{
        (state, step): leads
        for state in (State.CREATED, State.AWAITING, *_UNDER_WAY, State.PROBLEM)
        for step, leads in _CARRIED.items()
    },
    (State.CREATED, Step.BOOK): State.AWAITING,
    # an order that was refused is booked after all when its address was mended
    (State.PROBLEM, Step.BOOK): State.AWAITING,
    **{
        (state, Step.PICK_UP): State.PICKED_UP
        for state in (State.CREATED, State.AWAITING, State.PROBLEM)
    },
    **{
        (state, Step.CANCEL): State.CANCELLED
        for state in (State.CREATED, State.AWAITING, State.PROBLEM)
    },
    (State.RETURNING, Step.MOVE): State.RETURNING,
    (State.RETURNING, Step.HIT_TROUBLE): State.RETURNING,
    # what is signed on its way back was signed by its sender
    (State.RETURNING, Step.SIGN): State.RETURNED,
    (State.RETURNING, Step.COME_BACK): State.RETURNED,
    (State.RETURNING, Step.LOSE): State.LOST,
    # found again
    **{(State.LOST, step): leads for step, leads in _CARRIED.items() if step is not Step.LOSE},
    # fetched all the same
    **{(State.CANCELLED, step): leads for step, leads in _CARRIED.items()},
    (State.CANCELLED, Step.PICK_UP): State.PICKED_UP,
    (State.SIGNED, Step.DISPUTE): State.PROBLEM,
    (State.PROBLEM, Step.CLEAR): State.SIGNED,  # of a disputed one alone, see `standing`
}

#: Nothing more is expected of these.
OVER: Final = frozenset({State.SIGNED, State.RETURNED, State.LOST, State.CANCELLED})
#: With the carrier: worth asking after.
WITH_CARRIER: Final = frozenset(
    {State.AWAITING, *_UNDER_WAY, State.PROBLEM, State.RETURNING, State.LOST}
)
#: May be sent once more, as a parcel of its own.
MAY_GO_AGAIN: Final = frozenset({State.RETURNED, State.LOST, State.CANCELLED})


@dataclass(frozen=True)
class Happening:
    """One event, as the fold reads it.

    Args:
        happened_at: by the clock of whoever saw it.
        order: of two at the same instant, the lower was first.
        step: what it was.
        problem: with trouble, which.
        signed_by: with a signature, the carrier's code for whose.
    """

    happened_at: datetime
    order: int
    step: Step
    problem: Problem = Problem.NONE
    signed_by: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a parcel stands.

    Args:
        state: now.
        since: when it came there.
        problem: why, if it is one.
        signed_at: when it was handed over: the legal moment of delivery. None unless signed.
        signed_by: the carrier's code for whose signature.
        disputed: of a disputed signature, when and whose it was.
    """

    state: State
    since: datetime
    problem: Problem = Problem.NONE
    signed_at: datetime | None = None
    signed_by: str = ""
    disputed: tuple[datetime, str] | None = None


def next_state(state: State, step: Step) -> State:
    """Where `step` takes a parcel.

    Raises:
        StepNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, step]
    except KeyError:
        raise StepNotAllowed(parcel_state=state.value, event=step.value) from None


def standing(created_at: datetime, happenings: Iterable[Happening]) -> Standing:
    """Where a parcel stands after all that happened to it, in whatever order it was told."""
    stands = Standing(State.CREATED, created_at)
    for happening in sorted(happenings, key=lambda h: (h.happened_at, h.order)):
        leads = NEXT_STATE.get((stands.state, happening.step))
        if happening.step is Step.CLEAR and stands.disputed is None:
            leads = None
        if leads is not None:
            stands = _moved(stands, leads, happening)
    return stands


def _moved(stands: Standing, leads: State, happening: Happening) -> Standing:
    if happening.step is Step.CLEAR and stands.disputed is not None:
        signed_at, signed_by = stands.disputed
        return Standing(leads, signed_at, signed_at=signed_at, signed_by=signed_by)
    signed = leads is State.SIGNED
    disputed = None
    if happening.step is Step.DISPUTE and stands.signed_at is not None:
        disputed = (stands.signed_at, stands.signed_by)
    return replace(
        stands,
        state=leads,
        since=stands.since if leads is stands.state else happening.happened_at,
        problem=happening.problem if leads is State.PROBLEM else Problem.NONE,
        signed_at=happening.happened_at if signed else None,
        signed_by=happening.signed_by if signed else "",
        disputed=disputed,
    )
