"""Lockers by address: the simulator and every fault, and an agent over a real socket."""

from pathlib import Path

import pytest

from tests.servers import answering, hanging_up
from yimen.devices.errors import (
    DoorJammed,
    DoorLeftOpen,
    DoorUnsure,
    LockerError,
    LockerOffline,
    SlotUnknown,
    UnknownLocker,
)
from yimen.devices.lockers import (
    AgentLocker,
    Door,
    Fault,
    SimulatedLocker,
    Size,
    SlotState,
    locker_at,
)

SLOTS = {"slots": [{"slot": "01", "size": "small", "door": "closed"}]}


def doors(locker: SimulatedLocker) -> set[str]:
    """Which stand open."""
    return {slot.number for slot in locker.slots() if slot.door is Door.OPEN}


def test_doors_come_in_three_sizes_and_are_closed() -> None:
    locker = SimulatedLocker()

    assert {slot.size for slot in locker.slots()} == set(Size)
    assert doors(locker) == set()


def test_the_door_told_to_opens_and_is_closed_again() -> None:
    locker = SimulatedLocker()
    locker.open_slot("A02")
    assert doors(locker) == {"A02"}

    locker.check_closed("A02")

    assert doors(locker) == set()


def test_a_jammed_door_stays_closed() -> None:
    locker = SimulatedLocker()
    locker.break_by(Fault.JAM)

    with pytest.raises(DoorJammed):
        locker.open_slot("A01")

    assert doors(locker) == set()


def test_a_door_whose_answer_is_lost_stands_open() -> None:
    locker = SimulatedLocker()
    locker.break_by(Fault.UNSURE)

    with pytest.raises(DoorUnsure):
        locker.open_slot("A01")

    assert doors(locker) == {"A01"}


def test_a_door_left_open_is_refused_until_somebody_pushes_it() -> None:
    locker = SimulatedLocker()
    locker.open_slot("A01")
    locker.break_by(Fault.LEFT_OPEN)
    with pytest.raises(DoorLeftOpen):
        locker.check_closed("A01")

    locker.close("A01")

    locker.check_closed("A01")


def test_a_locker_that_is_gone_opens_nothing() -> None:
    locker = SimulatedLocker()
    locker.break_by(Fault.OFFLINE)

    for deed in (locker.slots, lambda: locker.open_slot("A01"), lambda: locker.check_closed("A01")):
        with pytest.raises(LockerOffline):
            deed()


def test_a_door_that_is_not_there_is_not_opened() -> None:
    locker = SimulatedLocker()

    with pytest.raises(SlotUnknown):
        locker.open_slot("Z99")
    with pytest.raises(SlotUnknown):
        locker.check_closed("Z99")


def test_processes_share_doors_and_fault_by_the_file(tmp_path: Path) -> None:
    here, there = (SimulatedLocker(tmp_path / "locker.json") for _ in range(2))

    here.open_slot("B01")

    assert doors(there) == {"B01"}


@pytest.mark.parametrize("address", ["", "usb:1", "agent:", "agent:ftp://127.0.0.1/"])
def test_an_address_that_makes_no_sense_is_refused(address: str) -> None:
    with pytest.raises(UnknownLocker):
        locker_at(address)


def test_a_simulated_locker_is_found_by_its_address(tmp_path: Path) -> None:
    assert isinstance(locker_at(f"sim:{tmp_path}/l.json"), SimulatedLocker)


def test_an_agent_tells_its_doors() -> None:
    with answering(200, SLOTS) as server:
        assert locker_at(f"agent:{server.url}/").slots() == (
            SlotState("01", Size.SMALL, Door.CLOSED),
        )

    assert [(a.method, a.path) for a in server.asked] == [("GET", "/slots")]


def test_an_agent_opens_the_door_it_is_told() -> None:
    with answering(204) as server:
        locker_at(f"agent:{server.url}").open_slot("01")

    assert [(a.method, a.path) for a in server.asked] == [("POST", "/slots/01/open")]


@pytest.mark.parametrize(
    ("status", "refusal"), [(404, SlotUnknown), (409, DoorJammed), (500, LockerOffline)]
)
def test_an_agents_trouble_is_the_lockers(status: int, refusal: type[LockerError]) -> None:
    with answering(status) as server, pytest.raises(refusal):
        locker_at(f"agent:{server.url}").open_slot("01")


def test_an_agent_that_falls_silent_may_have_opened() -> None:
    with answering(204, wait=10) as server, pytest.raises(DoorUnsure):
        AgentLocker(server.url, timeout_seconds=0.05).open_slot("01")
    with hanging_up() as url, pytest.raises(DoorUnsure):
        locker_at(f"agent:{url}").open_slot("01")


def test_an_agent_that_is_gone_has_opened_nothing() -> None:
    with answering() as server:
        pass

    with pytest.raises(LockerOffline):
        locker_at(f"agent:{server.url}").open_slot("01")


@pytest.mark.parametrize(
    ("door", "refusal"), [("open", DoorLeftOpen), ("ajar", LockerOffline), (None, LockerOffline)]
)
def test_a_door_is_closed_only_if_the_agent_says_so(
    door: str | None, refusal: type[LockerError]
) -> None:
    said = {"slots": [{"slot": "01", "size": "small", "door": door}]}

    with answering(200, said) as server, pytest.raises(refusal):
        locker_at(f"agent:{server.url}").check_closed("01")


def test_a_closed_door_is_believed_and_an_unknown_one_is_not() -> None:
    with answering(200, SLOTS) as server:
        locker_at(f"agent:{server.url}").check_closed("01")

        with pytest.raises(SlotUnknown):
            locker_at(f"agent:{server.url}").check_closed("02")
