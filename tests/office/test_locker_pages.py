"""Lockers in the office: laid in, closed up, taken back, mended; and what refusals say."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from tests.journeys.builders import printed, waiting
from tests.office.builders import as_role
from yimen.devices.lockers import Fault, SimulatedLocker
from yimen.reference.people.rules import HOUSE, Role
from yimen.services.cases.actions import choosing, deciding, filing
from yimen.services.delivery import actions, queries
from yimen.services.delivery.models import Deposit, Slot
from yimen.services.notify.models import Sms

pytestmark = pytest.mark.django_db


@pytest.fixture
def device(tmp_path: Path, settings: Settings) -> SimulatedLocker:
    settings.SMS = "console:"
    return SimulatedLocker(tmp_path / "locker.json")


@pytest.fixture
def locker(hall: Hall, device: SimulatedLocker, tmp_path: Path) -> int:
    address = f"sim:{tmp_path}/locker.json"
    return actions.enrol_locker(hall.centre_id, "一号柜", "中心东门", address, device, by=HOUSE)


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def issuer(hall: Hall) -> Client:
    return as_role(hall, Role.RESULT_CLERK, "2001")


def lay_in(client: Client, locker: int, number: str, size: str = "small") -> int:
    fields = {"number": number, "size": size}
    return int(client.post(f"/office/lockers/{locker}/lay-in", fields).status_code)


def press(client: Client, deed: str) -> int:
    deposit = Deposit.objects.latest("pk").pk
    return int(client.post(f"/office/lockers/doors/{deposit}/{deed}").status_code)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_result_is_laid_in_closed_up_and_its_owner_told(
    office: Office, issuer: Client, locker: int
) -> None:
    case = waiting(office)
    assert "空 22 / 22" in text(issuer, "/office/lockers/")

    assert lay_in(issuer, locker, case.number) == 302
    assert "已关门" in text(issuer, f"/office/lockers/{locker}")
    assert press(issuer, "close") == 302

    page = text(issuer, f"/office/lockers/{locker}")
    assert "待取" in page
    assert "居住证申领" in page
    assert Sms.objects.get().message.template == "locker.stored"
    assert "1 件待取" in text(issuer, "/office/lockers/")


def test_a_wrong_number_and_a_second_time_are_said_at_the_form(
    office: Office, issuer: Client, locker: int
) -> None:
    case = waiting(office)

    assert lay_in(issuer, locker, "441900201911050000010") == 422
    assert lay_in(issuer, locker, f"{case.number[:6]} {case.number[6:]}") == 302
    assert lay_in(issuer, locker, case.number) == 422
    assert lay_in(issuer, locker, office.received().number) == 422

    assert Deposit.objects.count() == 1


def test_a_door_left_open_is_not_closed_up(
    office: Office, issuer: Client, locker: int, device: SimulatedLocker
) -> None:
    lay_in(issuer, locker, waiting(office).number)
    device.break_by(Fault.LEFT_OPEN)

    assert press(issuer, "close") == 409

    assert Deposit.objects.get().state == "reserved"
    device.break_by(Fault.NONE)
    assert press(issuer, "give-up") == 302
    assert Deposit.objects.get().state == "void"


def test_what_lies_there_is_taken_back(office: Office, issuer: Client, locker: int) -> None:
    lay_in(issuer, locker, waiting(office).number)
    press(issuer, "close")

    assert press(issuer, "take-back") == 302

    assert Deposit.objects.get().state == "collected"
    assert "柜里没有东西" in text(issuer, f"/office/lockers/{locker}")


def test_a_jammed_door_is_shown_and_mended(issuer: Client, locker: int) -> None:
    slot = Slot.objects.get(number="A01")
    Slot.objects.filter(pk=slot.pk).update(broken_at="2020-01-17T02:00Z")
    assert "A01 号柜门" in text(issuer, f"/office/lockers/{locker}")

    assert issuer.post(f"/office/lockers/{locker}/mend/{slot.pk}").status_code == 302

    assert queries.lockers(slot.locker.centre_id)[0].free == 22
    assert issuer.post(f"/office/lockers/{locker}/mend/{slot.pk + 999}").status_code == 404


def test_only_who_hands_out_comes_near_a_locker(hall: Hall, locker: int) -> None:
    clerk = as_role(hall, Role.CLERK, "2002")

    for address in ("/office/lockers/", f"/office/lockers/{locker}"):
        assert clerk.get(address).status_code == 403
    assert lay_in(clerk, locker, "1") == 403


def test_another_centres_locker_is_not_found(
    hall: Hall, issuer: Client, device: SimulatedLocker
) -> None:
    other = actions.enrol_locker(hall.centre_id + 1, "x", "y", "sim:", device, by=HOUSE)

    assert issuer.get(f"/office/lockers/{other}").status_code == 404


def test_a_locker_is_taken_into_use_by_who_manages_devices(hall: Hall, tmp_path: Path) -> None:
    manager = as_role(hall, Role.HALL_MANAGER, "2002")
    fields = {"name": "二号柜", "place": "西门", "address": f"sim:{tmp_path}/two.json"}

    assert manager.post("/office/lockers/add", {**fields, "address": "usb:1"}).status_code == 422
    assert manager.post("/office/lockers/add", fields).status_code == 302

    assert [view.total for view in queries.lockers(hall.centre_id)] == [22]


def test_what_its_applicant_wants_from_a_locker_is_listed_until_it_lies_there(
    office: Office, issuer: Client, locker: int
) -> None:
    draft = office.filled()
    choosing.choose_hand_over(draft.id, "locker", None, by=office.clerk, at=ten(4))
    filing.receive(draft.id, by=office.clerk, at=ten(5))
    filing.accept(draft.id, by=office.clerk, at=ten(6))
    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, draft.id)
    number = deciding.certify(draft.id, by=HOUSE, at=ten(60)).number
    printed(office, draft.id)
    assert "打开小格口" in text(issuer, f"/office/lockers/{locker}")

    lay_in(issuer, locker, number)

    assert "打开小格口" not in text(issuer, f"/office/lockers/{locker}")


def test_in_the_demonstration_a_locker_can_be_broken(
    issuer: Client, locker: int, device: SimulatedLocker, settings: Settings
) -> None:
    settings.DEMO = True
    assert "演示取件柜" in text(issuer, f"/office/lockers/{locker}")

    assert issuer.post(f"/office/lockers/{locker}/fault", {"fault": "jam"}).status_code == 302
    assert device.fault is Fault.JAM
    assert issuer.post(f"/office/lockers/{locker}/fault", {"fault": "x"}).status_code == 404

    settings.DEMO = False
    assert issuer.post(f"/office/lockers/{locker}/fault", {"fault": "none"}).status_code == 404


def test_who_manages_devices_takes_a_locker_into_use_and_sees_nothing_in_it(
    hall: Hall, device: SimulatedLocker, tmp_path: Path
) -> None:
    admin = as_role(hall, Role.SYSTEM_ADMIN, "9001")
    given = {"name": "二号柜", "place": "西门", "address": f"sim:{tmp_path}/locker.json"}

    page = admin.post("/office/lockers/add", given, follow=True).content.decode()

    kept = queries.lockers(hall.centre_id)[0]
    assert "取件柜已启用" in page
    assert "二号柜" in page
    assert f"/office/lockers/{kept.id}" not in page
    assert admin.get(f"/office/lockers/{kept.id}").status_code == 403
