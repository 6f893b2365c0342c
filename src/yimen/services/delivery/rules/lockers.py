"""The life of what lies in a locker, as a table; codes; which slot is large enough."""

import secrets
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.services.delivery.errors import DepositStepNotAllowed

CODE_LENGTH: Final = 8
#: Sizes from small to large; what fits a smaller slot fits a larger one.
SIZES: Final = ("small", "medium", "large")


class DepositState(StrEnum):
    """Where a deposit is."""

    RESERVED = "reserved"  # 待存入: the slot is kept, its door opens for the clerk
    STORED = "stored"  # 待取
    OPENING = "opening"  # 开门中: its owner stands there, the door was told to open
    TAKEN = "taken"  # 已取走
    EXPIRED = "expired"  # 已到期: still in the slot, to be taken back
    COLLECTED = "collected"  # 已取回窗口
    VOID = "void"  # 未存入


class DepositStep(StrEnum):
    """What can happen to it."""

    STORE = "store"
    GIVE_UP = "give_up"
    OPEN = "open"
    STAY_SHUT = "stay_shut"
    TAKE = "take"
    EXPIRE = "expire"
    COLLECT = "collect"


NEXT_DEPOSIT: Final[Mapping[tuple[DepositState, DepositStep], DepositState]] = {
    (DepositState.RESERVED, DepositStep.STORE): DepositState.STORED,
    (DepositState.RESERVED, DepositStep.GIVE_UP): DepositState.VOID,
    (DepositState.STORED, DepositStep.OPEN): DepositState.OPENING,
    # its answer was lost, and its owner tries again
    (DepositState.OPENING, DepositStep.OPEN): DepositState.OPENING,
    (DepositState.OPENING, DepositStep.STAY_SHUT): DepositState.STORED,
    (DepositState.OPENING, DepositStep.TAKE): DepositState.TAKEN,
    (DepositState.STORED, DepositStep.EXPIRE): DepositState.EXPIRED,
    # whether its owner took it was never heard: a clerk looks
    (DepositState.OPENING, DepositStep.EXPIRE): DepositState.EXPIRED,
    (DepositState.STORED, DepositStep.COLLECT): DepositState.COLLECTED,
    (DepositState.OPENING, DepositStep.COLLECT): DepositState.COLLECTED,
    (DepositState.EXPIRED, DepositStep.COLLECT): DepositState.COLLECTED,
}

#: A slot has at most one deposit in these, and so has a reference.
IN_SLOT: Final = frozenset(
    {DepositState.RESERVED, DepositState.STORED, DepositState.OPENING, DepositState.EXPIRED}
)


def next_deposit(state: DepositState, step: DepositStep) -> DepositState:
    """Where `step` takes a deposit.

    Raises:
        DepositStepNotAllowed: the table has no such move.
    """
    try:
        return NEXT_DEPOSIT[state, step]
    except KeyError:
        raise DepositStepNotAllowed(deposit_state=state.value, event=step.value) from None


def large_enough(size: str) -> tuple[str, ...]:
    """Sizes that hold what needs `size`, smallest first."""
    return SIZES[SIZES.index(size) :]


def new_code() -> str:
    """Eight digits nobody can guess."""
    return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"
