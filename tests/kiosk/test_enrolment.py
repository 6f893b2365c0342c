"""Making a browser a device."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall
from tests.kiosk.machine import Machine
from yimen.channels.doorway.who import DEVICE_COOKIE, DEVICE_COOKIE_AGE
from yimen.devices.printers import Fault, SimulatedPrinter
from yimen.devices.readers import Fault as ReaderFault
from yimen.devices.readers import SimulatedReader
from yimen.reference.people import actions, queries
from yimen.reference.people.models import AccessKey
from yimen.reference.people.rules import HOUSE, DeviceKind

pytestmark = pytest.mark.django_db


def test_the_code_of_the_office_makes_a_device(client: Client, hall: Hall) -> None:
    _, code = actions.add_device(
        "取号机 7", DeviceKind.TICKET_MACHINE, centre_id=hall.centre_id, by=HOUSE, at=timezone.now()
    )

    response = client.post("/kiosk/enrol", {"code": code})

    cookie = client.cookies[DEVICE_COOKIE]
    assert (response.status_code, response["Location"]) == (302, "/kiosk/")
    assert (cookie["httponly"], cookie["max-age"]) == (True, DEVICE_COOKIE_AGE)
    assert queries.key(cookie.value).name == "取号机 7"


def test_a_code_works_once(client: Client, hall: Hall) -> None:
    _, code = actions.add_device(
        "取号机 7", DeviceKind.TICKET_MACHINE, centre_id=hall.centre_id, by=HOUSE, at=timezone.now()
    )
    client.post("/kiosk/enrol", {"code": code})

    response = Client().post("/kiosk/enrol", {"code": code})

    assert response.status_code == 422
    assert "登记码不对或已过期" in response.content.decode()


def test_a_code_ends_after_a_quarter_of_an_hour(client: Client, hall: Hall) -> None:
    before = timezone.now() - timedelta(minutes=16)
    _, code = actions.add_device(
        "取号机 7", DeviceKind.TICKET_MACHINE, centre_id=hall.centre_id, by=HOUSE, at=before
    )

    assert client.post("/kiosk/enrol", {"code": code}).status_code == 422


def test_something_else_than_eight_digits_is_said_at_the_field(client: Client) -> None:
    response = client.post("/kiosk/enrol", {"code": "1234"})

    assert response.status_code == 422
    assert "登记码是 8 位数字" in response.content.decode()


def test_guessing_is_stopped_and_the_right_code_too_has_to_wait(client: Client, hall: Hall) -> None:
    _, code = actions.add_device(
        "取号机 7", DeviceKind.TICKET_MACHINE, centre_id=hall.centre_id, by=HOUSE, at=timezone.now()
    )
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _ in range(10):
        client.post("/kiosk/enrol", {"code": wrong})

    response = client.post("/kiosk/enrol", {"code": code})

    assert response.status_code == 422
    assert "输错的次数太多，请 5 分钟后再试" in response.content.decode()


def test_a_key_in_the_address_is_not_looked_at(client: Client, machine: Machine) -> None:
    client.get(f"/kiosk/enrol?key={machine.key}")

    assert DEVICE_COOKIE not in client.cookies


@pytest.mark.parametrize("kind", ["ticket_machine", "board", "window_screen"])
def test_the_demo_enrols_by_a_press(
    client: Client, hall: Hall, settings: Settings, kind: str
) -> None:
    settings.DEMO = True

    response = client.post("/kiosk/enrol", {"kind": kind, "window": "2"})

    device = queries.key(client.cookies[DEVICE_COOKIE].value)
    assert response.status_code == 302
    assert device.kind.value == kind
    assert device.window_id == (hall.windows[2] if kind == "window_screen" else None)


def test_outside_the_demo_a_press_makes_nothing(client: Client, hall: Hall) -> None:
    response = client.post("/kiosk/enrol", {"kind": "ticket_machine"})

    assert response.status_code == 422
    assert AccessKey.objects.count() == 0


def test_the_demo_makes_no_system_keys(client: Client, hall: Hall, settings: Settings) -> None:
    settings.DEMO = True

    assert client.post("/kiosk/enrol", {"kind": "system"}).status_code == 403
    assert AccessKey.objects.count() == 0


def test_the_demos_printer_can_be_broken_and_mended(
    machine: Machine, printer: SimulatedPrinter, settings: Settings
) -> None:
    settings.DEMO = True

    felt = []
    for fault in ("paper_out", "none"):
        machine.press("simulator", fault=fault)
        felt.append(printer.fault)

    assert felt == [Fault.PAPER_OUT, Fault.NONE]


def test_the_demos_reader_can_be_broken_and_mended(
    machine: Machine,
    printer: SimulatedPrinter,
    simulated_reader: SimulatedReader,
    settings: Settings,
) -> None:
    settings.DEMO = True

    felt = []
    for fault in ("removed", "none", "nonsense"):
        machine.press("simulator", reader=fault)
        felt.append(simulated_reader.fault)

    assert felt == [ReaderFault.REMOVED, ReaderFault.NONE, ReaderFault.NONE]
    machine.page = machine.client.get("/kiosk/simulator")  # type: ignore[assignment]
    assert "卡拿开得太早" in machine.text


def test_outside_the_demo_nobody_breaks_the_printer(
    machine: Machine, printer: SimulatedPrinter
) -> None:
    machine.press("simulator", fault="paper_out")

    assert machine.page.status_code == 403
    assert printer.fault is Fault.NONE
