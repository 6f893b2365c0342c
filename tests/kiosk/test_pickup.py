"""Taking a result out of a locker at the machine: code and card, and every way it can fail."""

from pathlib import Path

import pytest
from django.utils import timezone

from tests.builders import CITIZEN, Hall
from tests.kiosk.machine import Machine
from yimen.devices.lockers import Door, Fault, SimulatedLocker
from yimen.devices.readers import Fault as ReaderFault
from yimen.devices.readers import SimulatedReader
from yimen.reference.people.rules import HOUSE
from yimen.services.delivery import actions, queries
from yimen.services.delivery.models import Deposit, Locker
from yimen.services.delivery.rules.lockers import DepositState
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(tmp_path: Path) -> SimulatedLocker:
    return SimulatedLocker(tmp_path / "locker.json")


@pytest.fixture
def code(hall: Hall, device: SimulatedLocker, tmp_path: Path) -> str:
    """A result of 张小明 (the first demo card) lies in A01; its code."""
    address = f"sim:{tmp_path}/locker.json"
    locker = actions.enrol_locker(hall.centre_id, "一号柜", "中心东门", address, device, by=HOUSE)
    now = timezone.now()
    kept = actions.deposit(
        locker,
        device,
        size="small",
        reference="case:1",
        holder_index=blind_index(CITIZEN),
        by=HOUSE,
        at=now,
    )
    device.close("A01")
    return actions.store(kept.id, by=HOUSE, at=now).code


def opened(device: SimulatedLocker) -> list[str]:
    return [slot.number for slot in device.slots() if slot.door is Door.OPEN]


def test_code_and_card_open_the_door(
    machine: Machine, simulated_reader: SimulatedReader, device: SimulatedLocker, code: str
) -> None:
    machine.page = machine.client.get("/kiosk/")  # type: ignore[assignment]
    assert "取件柜取件" in machine.text

    machine.press("pick-up", code=code, card="0")

    assert machine.page.status_code == 200
    assert "A01" in machine.text
    assert opened(device) == ["A01"]
    assert queries.deposit(Deposit.objects.get().pk).state is DepositState.TAKEN
    assert "张" not in machine.text


def test_another_card_or_code_opens_nothing_and_says_not_which(
    machine: Machine, simulated_reader: SimulatedReader, device: SimulatedLocker, code: str
) -> None:
    wrong = f"{(int(code) + 1) % 10**8:08}"

    for said, card in ((code, "1"), (wrong, "0")):
        machine.press("pick-up", code=said, card=card)
        assert machine.page.status_code == 403
        assert "身份证与取件码对不上" in machine.text

    assert opened(device) == []


def test_half_a_code_is_said_at_the_field(
    machine: Machine, simulated_reader: SimulatedReader, code: str
) -> None:
    machine.press("pick-up", code="123", card="0")

    assert machine.page.status_code == 422
    assert "取件码是 8 位数字" in machine.text


def test_a_jammed_door_or_a_dead_reader_leaves_it_inside(
    machine: Machine, simulated_reader: SimulatedReader, device: SimulatedLocker, code: str
) -> None:
    device.break_by(Fault.JAM)
    machine.press("pick-up", code=code, card="0")
    assert "柜门没有弹开" in machine.text
    device.break_by(Fault.NONE)
    simulated_reader.break_by(ReaderFault.OFFLINE)
    machine.press("pick-up", code=code, card="0")
    assert "读卡器没有连接" in machine.text

    assert queries.deposit(Deposit.objects.get().pk).state is DepositState.STORED


def test_of_several_lockers_one_is_chosen_first(
    machine: Machine, simulated_reader: SimulatedReader, hall: Hall, code: str
) -> None:
    device = SimulatedLocker()
    actions.enrol_locker(hall.centre_id, "二号柜", "西门", "sim:", device, by=HOUSE)

    machine.press("pick-up", code=code, card="0")
    assert "您的结果在哪一组取件柜" in machine.text
    first = Locker.objects.get(name="一号柜").pk
    machine.press("pick-up", locker=str(first), code=code, card="0")

    assert "A01" in machine.text


def test_without_a_reader_or_a_locker_nothing_is_offered(machine: Machine, hall: Hall) -> None:
    machine.page = machine.client.get("/kiosk/")  # type: ignore[assignment]
    assert "取件柜取件" not in machine.text

    machine.page = machine.client.get("/kiosk/pick-up")  # type: ignore[assignment]

    assert "这里没有取件柜" in machine.text
