"""Laying something into a locker: a slot is kept, its door opens, and it is stored once shut again.

A locker is asked outside any transaction. What it answers decides what is written next.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from yimen.devices.errors import DoorJammed, DoorUnsure, LockerError
from yimen.devices.lockers import Locker as Device
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.delivery import announce, queries
from yimen.services.delivery.actions.boxes import code_index, ended, locked_deposit, move_deposit
from yimen.services.delivery.actions.rows import name_of
from yimen.services.delivery.errors import AlreadyInLocker, LockerFull, LockerNotFound
from yimen.services.delivery.models import Deposit, Locker, Slot
from yimen.services.delivery.models.lockers import ONE_PER_REFERENCE, ONE_PER_SLOT
from yimen.services.delivery.queries import DepositView
from yimen.services.delivery.rules.lockers import DepositStep, large_enough, new_code
from yimen.support import sql


@dataclass(frozen=True)
class Stored:
    """Something that waits behind a door.

    Args:
        deposit: where it lies, and until when.
        code: eight digits that open the door, for its owner alone; kept nowhere.
    """

    deposit: DepositView
    code: str = field(repr=False)


@dataclass(frozen=True)
class _Who:
    """Whose something is, as blind indexes, and who lays it in."""

    holder: bytes
    agent: bytes | None
    by: str


def _nothing() -> None:
    """No further check."""


def enrol_locker(
    centre_id: int, name: str, place: str, address: str, device: Device, *, by: Actor
) -> int:
    """Take a locker into use, with the doors that it tells of. Its id; again: new doors are added.

    Raises:
        NotAllowed: `by` does not manage devices here.
        LockerOffline: it does not tell.
    """
    require(by, Right.DEVICES, centre_id=centre_id)
    doors = device.slots()
    with transaction.atomic():
        row, _ = Locker.objects.update_or_create(
            centre_id=centre_id, name=name, defaults={"place": place, "address": address}
        )
        Slot.objects.bulk_create(
            [Slot(locker=row, number=door.number, size=door.size.value) for door in doors],
            ignore_conflicts=True,
        )
    return row.pk


def deposit(
    locker_id: int,
    device: Device,
    *,
    size: str,
    reference: str,
    holder_index: bytes,
    by: Actor,
    at: datetime,
    agent_index: bytes | None = None,
    check: Callable[[], object] = _nothing,
) -> DepositView:
    """Keep the smallest free slot that is large enough, and open its door for the clerk.

    A door that jams is marked and another one is opened.

    Args:
        locker_id: which locker.
        device: the locker itself.
        size: how much room is needed.
        reference: what it is, for example "case:17".
        holder_index: blind index of who may take it.
        by: who lays it in.
        at: now.
        agent_index: blind index of somebody who may take it instead.
        check: called in the transaction that keeps the slot; refuses by raising, and may lock.

    Raises:
        NotAllowed: `by` does not hand out results here.
        LockerNotFound: no such locker, or it is out of use.
        LockerFull: no slot is free.
        AlreadyInLocker: this lies in a locker already.
        LockerOffline: the locker does not answer; nothing is kept.
    """
    locker = Locker.objects.filter(pk=locker_id, is_active=True).first()
    if locker is None:
        raise LockerNotFound
    require(by, Right.HAND_OUT, centre_id=locker.centre_id)
    while True:
        who = _Who(holder_index, agent_index, name_of(by))
        view = _reserve(locker, size, reference, who, check=check, at=at)
        try:
            device.open_slot(view.slot)
        except DoorJammed as jam:
            _give_back(view, by=by, at=at, broken=True)
            announce.door_trouble(view.centre_id, view.slot, jam.code, at=at)
            continue
        except DoorUnsure:
            return view  # it may stand open: the clerk sees, and stores or gives up
        except LockerError:
            _give_back(view, by=by, at=at, broken=False)
            raise
        return view


def check_shut(deposit_id: int, device: Device) -> None:
    """Go on only when the clerk has closed the door: before `store`, outside its transaction.

    Raises:
        DoorLeftOpen: the door is not shut.
        LockerOffline: the locker does not answer.
    """
    device.check_closed(queries.deposit(deposit_id).slot)


def store(deposit_id: int, *, by: Actor, at: datetime) -> Stored:
    """It lies inside and the door is shut: from now on its owner can take it.

    Tell the code in the same transaction: it is kept nowhere.

    Raises:
        NotAllowed: `by` does not hand out results here.
        DepositStepNotAllowed: it was stored or given up before.
    """
    view = queries.deposit(deposit_id)
    require(by, Right.HAND_OUT, centre_id=view.centre_id)
    held = queries.rules_on(timezone.localdate(at))
    code = new_code()
    with transaction.atomic():
        row = locked_deposit(deposit_id)
        row.code_index = code_index(view.locker_id, code)
        row.stored_at = at
        row.valid_until = timezone.localdate(at) + timedelta(days=held.locker_days)
        fields = ["code_index", "stored_at", "valid_until"]
        return Stored(move_deposit(row, DepositStep.STORE, at=at, fields=fields), code)


def give_up(deposit_id: int, *, by: Actor, at: datetime) -> DepositView:
    """Nothing was laid in: the slot is free again.

    Raises:
        NotAllowed: `by` does not hand out results here.
        DepositStepNotAllowed: it was stored.
    """
    view = queries.deposit(deposit_id)
    require(by, Right.HAND_OUT, centre_id=view.centre_id)
    return _give_back(view, by=by, at=at, broken=False)


def _reserve(
    locker: Locker,
    size: str,
    reference: str,
    who: _Who,
    *,
    check: Callable[[], object],
    at: datetime,
) -> DepositView:
    """Keep a slot. Whoever loses the race for one looks for the next."""
    while True:
        try:
            with transaction.atomic():
                check()
                slot_id = sql.one(
                    "yimen.services.delivery",
                    "free_slot",
                    {"locker_id": locker.pk, "sizes": list(large_enough(size))},
                )
                if slot_id is None:
                    raise LockerFull(size=size)
                row = Deposit.objects.create(
                    slot_id=int(slot_id["id"]),
                    reference=reference,
                    holder_index=who.holder,
                    agent_index=who.agent,
                    reserved_at=at,
                    reserved_by=who.by,
                )
                return queries.deposit(row.pk)
        except IntegrityError as error:
            if sql.violated(error, ONE_PER_SLOT):
                continue
            if sql.violated(error, ONE_PER_REFERENCE):
                lying = queries.lying(reference)
                raise AlreadyInLocker(slot=lying.slot if lying else "") from error
            raise


def _give_back(view: DepositView, *, by: Actor, at: datetime, broken: bool) -> DepositView:
    with transaction.atomic():
        row = locked_deposit(view.id)
        if broken:
            Slot.objects.filter(pk=row.slot_id).update(broken_at=at)
        return move_deposit(row, DepositStep.GIVE_UP, at=at, fields=ended(row, by=by, at=at))
