"""The life of a certificate as a table. `next_state` is its only reader.

Source: GB/T 36903-2018 (states of e-certificates 01 to 07).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from yimen.services.certificates.errors import ChangeNotAllowed


class State(StrEnum):
    """Whether a certificate is good. The values are the national codes."""

    VALID = "01"  # 有效
    SUSPENDED = "02"  # 暂扣
    ANNULLED = "03"  # 撤销: should never have been issued
    CANCELLED = "04"  # 注销
    LAPSED = "05"  # 失效: its time is over, or a newer one took its place
    MOVED = "06"  # 转出
    REVOKED = "07"  # 吊销


class Change(StrEnum):
    """What can happen to a certificate."""

    SUSPEND = "suspend"
    RESTORE = "restore"
    ANNUL = "annul"
    CANCEL = "cancel"
    LAPSE = "lapse"
    MOVE_OUT = "move_out"
    REVOKE = "revoke"
    REISSUE = "reissue"


NEXT_STATE: Final[Mapping[tuple[State, Change], State]] = {
    (State.VALID, Change.SUSPEND): State.SUSPENDED,
    (State.VALID, Change.ANNUL): State.ANNULLED,
    (State.VALID, Change.CANCEL): State.CANCELLED,
    (State.VALID, Change.LAPSE): State.LAPSED,
    (State.VALID, Change.MOVE_OUT): State.MOVED,
    (State.VALID, Change.REVOKE): State.REVOKED,
    (State.VALID, Change.REISSUE): State.LAPSED,
    (State.SUSPENDED, Change.RESTORE): State.VALID,
    (State.SUSPENDED, Change.ANNUL): State.ANNULLED,
    (State.SUSPENDED, Change.CANCEL): State.CANCELLED,
    (State.SUSPENDED, Change.REVOKE): State.REVOKED,
    (State.SUSPENDED, Change.LAPSE): State.LAPSED,
}


def next_state(state: State, change: Change) -> State:
    """Where `change` takes a certificate.

    Raises:
        ChangeNotAllowed: the table has no such change.
    """
    try:
        return NEXT_STATE[state, change]
    except KeyError:
        raise ChangeNotAllowed(certificate=state.value, change=change.value) from None


def allowed(state: State) -> list[Change]:
    """What can happen to a certificate in a state, in the order of `Change`."""
    return [change for change in Change if (state, change) in NEXT_STATE]


def in_force(state: State, valid_from: date, valid_to: date | None, on: date) -> bool:
    """Whether a certificate proves anything on a day; both ends of its time included."""
    return state is State.VALID and valid_from <= on and (valid_to is None or on <= valid_to)


class Standing(StrEnum):
    """What a certificate is worth on a day, in the words of whoever looks at it."""

    GOOD = "good"
    EARLY = "early"  # its time has not begun
    EXPIRED = "expired"
    REPLACED = "replaced"  # a newer one took its place
    SUSPENDED = "suspended"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REVOKED = "revoked"  # taken back, or it should never have been issued


_STANDINGS: Final[Mapping[State, Standing]] = {
    State.SUSPENDED: Standing.SUSPENDED,
    State.ANNULLED: Standing.REVOKED,
    State.CANCELLED: Standing.CANCELLED,
    State.LAPSED: Standing.EXPIRED,
    State.MOVED: Standing.MOVED,
    State.REVOKED: Standing.REVOKED,
}


def standing(
    state: State, valid_from: date, valid_to: date | None, on: date, *, replaced: bool
) -> Standing:
    """What a certificate is worth on a day.

    Args:
        state: its own.
        valid_from: first day of its time.
        valid_to: last day; None is without end.
        on: the day.
        replaced: a newer version took its place.
    """
    if replaced:
        return Standing.REPLACED
    if state is not State.VALID:
        return _STANDINGS[state]
    if on < valid_from:
        return Standing.EARLY
    return Standing.GOOD if in_force(state, valid_from, valid_to, on) else Standing.EXPIRED
