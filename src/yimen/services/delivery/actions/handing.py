"""Taking something out of a locker: its owner with identity card and code, or a clerk.

The door is told to open outside any transaction. What is written before is "opening": whatever
dies in between, nobody is told that it still lies there, and its owner can try again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yimen.devices.errors import DoorUnsure, LockerError
from yimen.devices.lockers import Locker as Device
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.delivery import announce, queries
from yimen.services.delivery.actions.boxes import code_index, ended, locked_deposit, move_deposit
from yimen.services.delivery.errors import (
    BeingOpened,
    DepositNotFound,
    PickUpBarred,
    PickUpExpired,
    PickUpRefused,
)
from yimen.services.delivery.models import Deposit, Slot
from yimen.services.delivery.queries import DepositView
from yimen.services.delivery.rules.lockers import DepositState, DepositStep, next_deposit

#: Longer than a locker is waited for.
_OPENING: Final = timedelta(seconds=20)
_HERE: Final = [
    DepositState.STORED.value,
    DepositState.OPENING.value,
    DepositState.EXPIRED.value,
]


@dataclass(frozen=True)
class Opened:
    """A door that sprang open for its owner."""

    deposit: DepositView
    slot: str


def pick_up(
    code: str,
    device: Device,
    *,
    locker_id: int,
    citizen_index: bytes,
    by: Actor,
    at: datetime,
) -> Opened:
    """Open the door behind which somebody's thing lies.

    Both proofs are needed: the identity card that was read at the locker, and the code of the
    message. Which of them is wrong is not said.

    Args:
        code: eight digits, as typed.
        device: the locker itself.
        locker_id: which locker.
        citizen_index: blind index of the number on the identity card.
        by: who stands there.
        at: now.

    Raises:
        PickUpRefused: nothing here opens for this person and this code.
        PickUpBarred: too many wrong codes.
        PickUpExpired: it has lain there too long.
        BeingOpened: the door was told to open a moment ago.
        DoorJammed: the door stayed shut; it still lies there.
        DoorUnsure: the door may stand open; try again to be sure.
        LockerOffline: the locker does not answer; it still lies there.
    """
    deposit_id = _proven(code, locker_id, citizen_index, at=at)
    view = _opening(deposit_id, at=at)
    try:
        device.open_slot(view.slot)
    except DoorUnsure as unsure:
        announce.door_trouble(view.centre_id, view.slot, unsure.code, at=at)
        raise
    except LockerError as trouble:
        _stays_shut(deposit_id, at=at)
        announce.door_trouble(view.centre_id, view.slot, trouble.code, at=at)
        raise
    with transaction.atomic():
        row = locked_deposit(deposit_id)
        taken = move_deposit(row, DepositStep.TAKE, at=at, fields=ended(row, by=by, at=at))
    return Opened(taken, view.slot)


def expire_deposits(*, at: datetime) -> list[DepositView]:
    """Mark what has lain too long; a clerk takes it back. Those that were marked.

    Also what was told to open and was never heard of again.
    """
    unheard = Q(state=DepositState.OPENING.value, opening_until__lte=at)
    due = Deposit.objects.filter(
        Q(state=DepositState.STORED.value) | unheard, valid_until__lt=timezone.localdate(at)
    )
    marked: list[DepositView] = []
    for deposit_id in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            locked_deposit(deposit_id)
            row = due.filter(pk=deposit_id).first()
            if row is not None:  # else taken, or told to open, while we waited for the row
                marked.append(move_deposit(row, DepositStep.EXPIRE, at=at))
    return marked


def collect_expired(deposit_id: int, device: Device, *, by: Actor, at: datetime) -> DepositView:
    """Open a door for a clerk who takes something back to the window, expired or not.

    Raises:
        NotAllowed: `by` does not hand out results here.
        DepositNotFound: no such deposit.
        DepositStepNotAllowed: its owner has taken it, or nothing was laid in.
        LockerError: the door did not open; it still lies there.
    """
    view = queries.deposit(deposit_id)
    require(by, Right.HAND_OUT, centre_id=view.centre_id)
    next_deposit(view.state, DepositStep.COLLECT)
    device.open_slot(view.slot)
    with transaction.atomic():
        row = locked_deposit(deposit_id)
        return move_deposit(row, DepositStep.COLLECT, at=at, fields=ended(row, by=by, at=at))


def mend_slot(slot_id: int, *, by: Actor, at: datetime) -> None:
    """Somebody has looked at a door that jammed: it may be used again.

    Raises:
        NotAllowed: `by` does not hand out results here.
        DepositNotFound: no such slot.
    """
    row = Slot.objects.select_related("locker").filter(pk=slot_id).first()
    if row is None:
        raise DepositNotFound
    require(by, Right.HAND_OUT, centre_id=row.locker.centre_id)
    Slot.objects.filter(pk=slot_id).update(broken_at=None)


def _proven(code: str, locker_id: int, citizen_index: bytes, *, at: datetime) -> int:
    """The deposit that card and code open. A wrong code is counted, and stays counted."""
    given = code_index(locker_id, code)
    mine = Deposit.objects.filter(
        Q(holder_index=citizen_index) | Q(agent_index=citizen_index),
        slot__locker_id=locker_id,
        state__in=_HERE,
    )
    limit = queries.rules_on(timezone.localdate(at)).locker_tries
    with transaction.atomic(durable=True):
        rows = list(mine.select_for_update(of=("self",)).order_by("pk"))
        for row in rows:
            if row.wrong_codes < limit and compare_digest(bytes(row.code_index or b""), given):
                return row.pk
        for row in rows:
            row.wrong_codes = min(row.wrong_codes + 1, limit)
            row.save(update_fields=["wrong_codes"])
    if rows and all(row.wrong_codes >= limit for row in rows):
        raise PickUpBarred(tries=limit)
    raise PickUpRefused


def _opening(deposit_id: int, *, at: datetime) -> DepositView:
    """Write that the door is about to open, for one person at a time."""
    with transaction.atomic(durable=True):
        row = locked_deposit(deposit_id)
        view = queries.deposit(deposit_id)
        late = row.valid_until is not None and timezone.localdate(at) > row.valid_until
        if row.state == DepositState.EXPIRED.value or late:
            raise PickUpExpired(until=row.valid_until)
        if row.opening_until is not None and at < row.opening_until:
            raise BeingOpened(slot=view.slot)
        if row.state not in _HERE:
            raise PickUpRefused
        row.opening_until = at + _OPENING
        return move_deposit(row, DepositStep.OPEN, at=at, fields=["opening_until"])


def _stays_shut(deposit_id: int, *, at: datetime) -> None:
    with transaction.atomic():
        row = locked_deposit(deposit_id)
        row.opening_until = None
        move_deposit(row, DepositStep.STAY_SHUT, at=at, fields=["opening_until"])
