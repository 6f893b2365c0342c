"""Lockers: a slot kept, something laid in, taken with card and code, or taken back."""

from datetime import date

import pytest

from tests.builders import OTHER_CITIZEN, build_hall, staff
from tests.delivery.builders import CASE, CENTRE, ZHANG, at, build_locker, lay_in, stored
from yimen.devices.errors import (
    DoorJammed,
    DoorLeftOpen,
    DoorUnsure,
    LockerError,
    LockerOffline,
)
from yimen.devices.lockers import Door, Fault, SimulatedLocker
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions import Opened
from yimen.services.delivery.errors import (
    AlreadyInLocker,
    BeingOpened,
    DepositNotFound,
    DepositStepNotAllowed,
    LockerFull,
    LockerNotFound,
    PickUpBarred,
    PickUpExpired,
    PickUpRefused,
)
from yimen.services.delivery.models import Deposit, Locker, Slot
from yimen.services.delivery.rules.lockers import DepositState
from yimen.support.models import Event
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db
CITIZEN = Actor("citizen", 0, "Ab12")
STRANGER = blind_index(OTHER_CITIZEN)
DAYS = 24


@pytest.fixture
def device() -> SimulatedLocker:
    return SimulatedLocker()


@pytest.fixture
def locker(device: SimulatedLocker) -> int:
    return build_locker(device)


def take(
    code: str,
    locker: int,
    device: SimulatedLocker,
    *,
    who: bytes = ZHANG,
    hours: float = 1,
) -> Opened:
    """Somebody stands before the locker with a card and types a code."""
    return actions.pick_up(
        code, device, locker_id=locker, citizen_index=who, by=CITIZEN, at=at(hours)
    )


def opened(device: SimulatedLocker) -> list[str]:
    return [slot.number for slot in device.slots() if slot.door is Door.OPEN]


def test_a_locker_is_taken_into_use_with_the_doors_it_has(
    device: SimulatedLocker, locker: int
) -> None:
    assert build_locker(device) == locker

    (shown,) = queries.lockers(CENTRE)
    assert (shown.free, shown.total, shown.waiting, shown.overdue) == (22, 22, 0, 0)
    assert Slot.objects.count() == 22


def test_taking_a_locker_into_use_needs_the_right(device: SimulatedLocker) -> None:
    clerk = staff(build_hall(), Role.RESULT_CLERK)

    with pytest.raises(NotAllowed):
        actions.enrol_locker(CENTRE, "x", "y", "sim:", device, by=clerk)


def test_the_smallest_door_that_is_large_enough_opens(device: SimulatedLocker, locker: int) -> None:
    small = lay_in(locker, device)
    medium = lay_in(locker, device, reference="case:18", size="medium")

    assert (small.slot, medium.slot) == ("A01", "C01")
    assert opened(device) == ["A01", "C01"]
    assert small.state is DepositState.RESERVED


def test_when_small_ones_are_full_a_larger_one_will_do(
    device: SimulatedLocker, locker: int
) -> None:
    Slot.objects.filter(size="small").update(broken_at=at(0))

    assert lay_in(locker, device).slot == "C01"
    Slot.objects.update(broken_at=at(0))
    with pytest.raises(LockerFull):
        lay_in(locker, device, reference="case:18")


def test_the_same_thing_is_not_laid_into_two_slots(device: SimulatedLocker, locker: int) -> None:
    lay_in(locker, device)

    with pytest.raises(AlreadyInLocker) as refusal:
        lay_in(locker, device)

    assert refusal.value.facts == {"slot": "A01"}
    assert opened(device) == ["A01"]


def test_a_door_that_jams_is_marked_and_another_one_opens(locker: int) -> None:
    class FirstJams(SimulatedLocker):
        def open_slot(self, number: str) -> None:
            if number == "A01":
                raise DoorJammed(slot=number)
            super().open_slot(number)

    assert lay_in(locker, FirstJams()).slot == "A02"

    assert Slot.objects.get(number="A01").broken_at == at(0)
    assert Event.objects.get(name="locker.trouble").body["code"] == "devices.door_jammed"
    assert queries.lockers(CENTRE)[0].free == 20
    actions.mend_slot(Slot.objects.get(number="A01").pk, by=HOUSE, at=at(1))
    assert queries.lockers(CENTRE)[0].free == 21


def test_a_locker_that_is_gone_keeps_nothing(device: SimulatedLocker, locker: int) -> None:
    device.break_by(Fault.OFFLINE)

    with pytest.raises(LockerOffline):
        lay_in(locker, device)

    assert queries.lockers(CENTRE)[0].free == 22
    assert Deposit.objects.get().state == "void"


def test_a_door_whose_answer_was_lost_is_the_clerks_to_look_at(
    device: SimulatedLocker, locker: int
) -> None:
    device.break_by(Fault.UNSURE)

    kept = lay_in(locker, device)

    assert (kept.state, opened(device)) == (DepositState.RESERVED, ["A01"])


def test_a_locker_out_of_use_or_unknown_takes_nothing(device: SimulatedLocker, locker: int) -> None:
    Locker.objects.update(is_active=False)

    for locker_id in (locker, locker + 1):
        with pytest.raises(LockerNotFound):
            lay_in(locker_id, device)


def test_handing_over_to_a_locker_needs_the_right(device: SimulatedLocker) -> None:
    hall = build_hall()
    clerk, result_clerk = staff(hall, Role.CLERK), staff(hall, Role.RESULT_CLERK, "1002")
    locker = build_locker(device, centre_id=hall.centre_id)
    kept = lay_in(locker, device, by=result_clerk)

    with pytest.raises(NotAllowed):
        lay_in(locker, device, by=clerk)
    with pytest.raises(NotAllowed):
        actions.store(kept.id, by=clerk, at=at(0))
    with pytest.raises(NotAllowed):
        actions.give_up(kept.id, by=clerk, at=at(0))
    with pytest.raises(NotAllowed):
        actions.collect_expired(kept.id, device, by=clerk, at=at(0))


def test_it_is_stored_once_its_door_is_shut(device: SimulatedLocker, locker: int) -> None:
    kept = lay_in(locker, device)
    device.break_by(Fault.LEFT_OPEN)
    with pytest.raises(DoorLeftOpen):
        actions.check_shut(kept.id, device)
    device.break_by(Fault.NONE)
    actions.check_shut(kept.id, device)

    done = actions.store(kept.id, by=HOUSE, at=at(0))

    assert done.deposit.state is DepositState.STORED
    assert done.deposit.valid_until == date(2020, 2, 16)
    assert (len(done.code), done.code.isdecimal()) == (8, True)
    assert done.code not in repr(done)
    with pytest.raises(DepositStepNotAllowed):
        actions.store(kept.id, by=HOUSE, at=at(0))


def test_what_was_not_laid_in_frees_its_slot(device: SimulatedLocker, locker: int) -> None:
    kept = lay_in(locker, device)

    assert actions.give_up(kept.id, by=HOUSE, at=at(0)).state is DepositState.VOID

    assert lay_in(locker, device).slot == "A01"
    with pytest.raises(DepositStepNotAllowed):
        actions.give_up(kept.id, by=HOUSE, at=at(0))


def test_its_owner_opens_the_door_with_card_and_code(device: SimulatedLocker, locker: int) -> None:
    done = stored(locker, device)

    out = take(done.code, locker, device)

    assert (out.slot, out.deposit.state, out.deposit.ended_at) == (
        "A01",
        DepositState.TAKEN,
        at(1),
    )
    assert opened(device) == ["A01"]
    assert Event.objects.get(name="locker.taken").body["reference"] == CASE
    with pytest.raises(PickUpRefused):
        take(done.code, locker, device, hours=2)


def test_an_agent_named_beforehand_may_take_it(device: SimulatedLocker, locker: int) -> None:
    kept = actions.deposit(
        locker,
        device,
        size="small",
        reference=CASE,
        holder_index=ZHANG,
        agent_index=STRANGER,
        by=HOUSE,
        at=at(0),
    )
    done = actions.store(kept.id, by=HOUSE, at=at(0))

    assert take(done.code, locker, device, who=STRANGER).deposit.state is DepositState.TAKEN


def test_the_right_code_with_another_card_opens_nothing(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)
    device.close("A01")

    with pytest.raises(PickUpRefused):
        take(done.code, locker, device, who=STRANGER)

    assert opened(device) == []
    assert take(done.code, locker, device).slot == "A01"


def test_a_code_opens_nothing_at_another_locker(device: SimulatedLocker, locker: int) -> None:
    done = stored(locker, device)

    with pytest.raises(PickUpRefused):
        take(done.code, build_locker(device, "二号柜"), device)


def test_wrong_codes_are_counted_and_then_the_window_hands_it_out(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)
    wrong = f"{(int(done.code) + 1) % 10**8:08}"

    for _ in range(4):
        with pytest.raises(PickUpRefused):
            take(wrong, locker, device)
    with pytest.raises(PickUpBarred):
        take(wrong, locker, device)
    with pytest.raises(PickUpBarred):
        take(done.code, locker, device)

    assert actions.collect_expired(done.deposit.id, device, by=HOUSE, at=at(2)).state is (
        DepositState.COLLECTED
    )


def test_a_code_of_one_deposit_is_no_wrong_code_of_another(
    device: SimulatedLocker, locker: int
) -> None:
    first = stored(locker, device)
    second = stored(locker, device, reference="case:18")

    take(second.code, locker, device)

    assert Deposit.objects.get(pk=first.deposit.id).wrong_codes == 0


@pytest.mark.parametrize(
    ("fault", "refusal"), [(Fault.JAM, DoorJammed), (Fault.OFFLINE, LockerOffline)]
)
def test_a_door_that_stays_shut_leaves_it_inside(
    device: SimulatedLocker, locker: int, fault: Fault, refusal: type[LockerError]
) -> None:
    done = stored(locker, device)
    device.break_by(fault)
    with pytest.raises(refusal):
        take(done.code, locker, device)
    assert queries.deposit(done.deposit.id).state is DepositState.STORED
    device.break_by(Fault.NONE)

    assert take(done.code, locker, device).deposit.state is DepositState.TAKEN


def test_a_door_whose_answer_was_lost_may_be_tried_again_in_a_moment(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)
    device.break_by(Fault.UNSURE)
    with pytest.raises(DoorUnsure):
        take(done.code, locker, device)
    assert queries.deposit(done.deposit.id).state is DepositState.OPENING
    device.break_by(Fault.NONE)

    with pytest.raises(BeingOpened):
        take(done.code, locker, device)
    assert take(done.code, locker, device, hours=1.01).deposit.state is DepositState.TAKEN


def test_a_door_that_was_never_heard_of_again_goes_back_to_the_window(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)
    device.break_by(Fault.UNSURE)
    last_minute = 31 * DAYS - 10.001  # a moment before midnight of its last day
    with pytest.raises(DoorUnsure):
        take(done.code, locker, device, hours=last_minute)
    assert actions.expire_deposits(at=at(last_minute + 0.002)) == []

    (late,) = actions.expire_deposits(at=at(31 * DAYS))

    assert (late.id, late.state) == (done.deposit.id, DepositState.EXPIRED)
    assert queries.lockers(CENTRE)[0].overdue == 1


def test_after_its_last_day_it_goes_back_to_the_window(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)
    assert actions.expire_deposits(at=at(30 * DAYS)) == []
    with pytest.raises(PickUpExpired) as refusal:
        take(done.code, locker, device, hours=31 * DAYS)
    assert refusal.value.facts == {"until": date(2020, 2, 16)}

    (late,) = actions.expire_deposits(at=at(31 * DAYS))

    assert (late.id, late.state) == (done.deposit.id, DepositState.EXPIRED)
    assert actions.expire_deposits(at=at(31 * DAYS)) == []
    with pytest.raises(PickUpExpired):
        take(done.code, locker, device, hours=31 * DAYS)
    assert queries.lockers(CENTRE)[0].overdue == 1
    assert queries.lockers(CENTRE)[0].free == 21
    back = actions.collect_expired(done.deposit.id, device, by=HOUSE, at=at(31 * DAYS))
    assert (back.state, queries.lockers(CENTRE)[0].free) == (DepositState.COLLECTED, 22)


def test_what_is_taken_back_stays_when_its_door_does_not_open(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)
    device.break_by(Fault.JAM)

    with pytest.raises(DoorJammed):
        actions.collect_expired(done.deposit.id, device, by=HOUSE, at=at(1))

    assert queries.deposit(done.deposit.id).state is DepositState.STORED


def test_what_its_owner_took_is_not_taken_back(device: SimulatedLocker, locker: int) -> None:
    done = stored(locker, device)
    take(done.code, locker, device)
    device.close("A01")

    with pytest.raises(DepositStepNotAllowed):
        actions.collect_expired(done.deposit.id, device, by=HOUSE, at=at(2))
    with pytest.raises(DepositNotFound):
        actions.collect_expired(done.deposit.id + 1, device, by=HOUSE, at=at(2))

    assert opened(device) == []


def test_doors_are_listed_with_what_lies_behind_them(device: SimulatedLocker, locker: int) -> None:
    done = stored(locker, device)

    first, second, *_ = queries.slots(locker)
    assert (first.number, first.state, first.reference) == ("A01", DepositState.STORED, CASE)
    assert (second.number, second.deposit_id) == ("A02", None)
    assert [view.id for view in queries.deposits(CENTRE)] == [done.deposit.id]
    assert queries.deposits(CENTRE, state=DepositState.EXPIRED) == []


def test_neither_code_nor_owner_can_be_read_in_the_table(
    device: SimulatedLocker, locker: int
) -> None:
    done = stored(locker, device)

    row = Deposit.objects.get()
    assert done.code.encode() not in bytes(row.code_index or b"")
    assert bytes(row.code_index or b"") != blind_index(done.code)
