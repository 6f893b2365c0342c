"""Taking a number at the machine: one test an outcome."""

from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings

from tests.builders import CITIZEN, OTHER_CITIZEN
from tests.kiosk.machine import Machine, published
from yimen.devices.printers import Fault, SimulatedPrinter
from yimen.reference.centres.models import OpeningHours
from yimen.services.hall import queries
from yimen.services.hall.models import Queue, Ticket

pytestmark = pytest.mark.django_db


def test_a_number_is_given_and_shown(machine: Machine) -> None:
    machine.at_confirmation("HZ").press("take")

    ticket = Ticket.objects.get()
    assert machine.page.status_code == 200
    assert (machine.number, ticket.number, ticket.channel) == ("A001", "A001", "machine")
    assert f"/t/{ticket.public_id}" not in machine.text  # only inside the code to scan


def test_the_demo_links_to_the_tickets_page_for_visitors_without_a_phone(
    machine: Machine, settings: Settings
) -> None:
    settings.DEMO = True

    machine.at_confirmation("HZ").press("take")

    assert f'/t/{Ticket.objects.get().public_id}">' in machine.text


def test_pressing_twice_gives_the_same_number_and_prints_once(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    trip = machine.trip

    first = machine.press("take", trip=trip).number
    second = machine.press("take", trip=trip).number

    assert (first, second) == ("A001", "A001")
    assert Ticket.objects.count() == 1
    assert "还是刚才那个号" in machine.text


def test_another_visit_gives_another_number(machine: Machine) -> None:
    first = machine.at_confirmation("HZ").press("take").number
    second = machine.at_confirmation("HZ").press("take").number

    assert (first, second) == ("A001", "A002")


def test_the_green_channel_gives_a_priority_number_and_keeps_no_ground(machine: Machine) -> None:
    machine.at_confirmation("HZ").press("on", to="ground").press("class", ground="expecting")
    machine.press("take")

    ticket = Ticket.objects.get()
    assert (machine.number, ticket.ticket_class) == ("LA001", "priority")
    assert "优先" in machine.text
    assert "孕妇" not in machine.text


def test_an_unknown_ground_gives_an_ordinary_number(machine: Machine) -> None:
    machine.at_confirmation("HZ").press("on", to="ground").press("class", ground="hurry")
    machine.press("take")

    assert Ticket.objects.get().ticket_class == "ordinary"


def test_changing_the_class_after_a_number_asks_for_another_key(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    confirmation = machine.trip
    machine.press("take", trip=confirmation)
    machine.press("class", trip=confirmation, ground="elder").press("take")

    assert machine.number == "LA001"


@pytest.mark.parametrize("typed", [CITIZEN, "4419 0019 9003 0700 16"])
def test_an_identity_number_goes_with_the_ticket_sealed(machine: Machine, typed: str) -> None:
    machine.at_confirmation("HZ", citizen_id=typed)
    assert "441***********0016" in machine.text
    assert CITIZEN not in machine.text

    machine.press("take")

    ticket = Ticket.objects.get()
    assert ticket.holder_index is not None
    assert CITIZEN.encode() not in bytes(ticket.holder_id_sealed)


def test_a_second_number_for_the_same_business_shows_the_one_held(machine: Machine) -> None:
    machine.at_confirmation("HZ", citizen_id=CITIZEN).press("take")
    machine.at_confirmation("HZ", citizen_id=CITIZEN).press("take")

    assert machine.page.status_code == 409
    assert machine.number == "A001"
    assert "您已有这项业务的号" in machine.text
    assert "重新打印" in machine.text
    assert Ticket.objects.count() == 1


def test_the_held_number_can_be_printed_again(machine: Machine) -> None:
    machine.at_confirmation("HZ", citizen_id=CITIZEN).press("take")
    machine.at_confirmation("HZ", citizen_id=CITIZEN).press("take").press("print")

    assert machine.number == "A001"
    assert "号票已重新打印" in machine.text


def test_somebody_else_gets_a_number_of_their_own(machine: Machine) -> None:
    machine.at_confirmation("HZ", citizen_id=CITIZEN).press("take")
    machine.at_confirmation("HZ", citizen_id=OTHER_CITIZEN).press("take")

    assert machine.number == "A002"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.PAPER_OUT, "打印机缺纸"),
        (Fault.PAPER_OUT_MIDWAY, "号票没有打完"),
        (Fault.OFFLINE, "打印机没有回应"),
    ],
)
def test_a_number_stands_when_the_printer_fails_and_the_office_hears(
    machine: Machine, printer: SimulatedPrinter, fault: Fault, sentence: str
) -> None:
    printer.break_by(fault)

    machine.at_confirmation("HZ").press("take")

    assert (machine.page.status_code, machine.number) == (200, "A001")
    assert sentence in machine.text
    assert Ticket.objects.get().state == "waiting"
    (heard,) = published("printer.failed")
    assert heard.topics == [f"centre:{machine.hall.centre_id}"]
    assert heard.body["device"] == machine.name


def test_the_slip_is_offered_again_once_there_is_paper(
    machine: Machine, printer: SimulatedPrinter
) -> None:
    printer.break_by(Fault.PAPER_OUT)
    machine.at_confirmation("HZ").press("take")

    printer.break_by(Fault.NONE)
    machine.press("print")

    assert (machine.number, len(published("printer.failed"))) == ("A001", 1)
    assert "号票已重新打印" in machine.text


def test_a_paused_business_says_so_and_offers_others(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    Queue.objects.filter(code="HZ").update(accepting=False)
    queries.forget()

    machine.press("take")

    assert machine.page.status_code == 503
    assert "暂停取号" in machine.text
    assert "选择别的业务" in machine.text


def test_a_full_quota_says_how_many_there_were(machine: Machine) -> None:
    Queue.objects.filter(code="HZ").update(quota=1)
    queries.forget()
    machine.at_confirmation("HZ").press("take")

    machine.at_confirmation("HZ").press("take")

    assert machine.page.status_code == 503
    assert "今天的 1 个号已经取完" in machine.text


def test_after_the_last_ticket_it_says_until_when_numbers_were_given(machine: Machine) -> None:
    Queue.objects.filter(code="HZ").update(last_ticket_at=time(0, 0))
    queries.forget()

    machine.at_confirmation("HZ").press("take")

    assert machine.page.status_code == 503
    assert "00:00 已停止取号" in machine.text


def test_a_closed_day_is_told(machine: Machine) -> None:
    OpeningHours.objects.all().delete()

    machine.at_confirmation("HZ").press("take")

    assert machine.page.status_code == 503
    assert "今天不开放" in machine.text


def test_an_unknown_business_is_told(machine: Machine) -> None:
    machine.press("start", way="field").press("choose", queue="XX")

    assert machine.page.status_code == 404
    assert "没有这项业务" in machine.text


@pytest.mark.django_db(transaction=True)
def test_a_database_that_restarts_gets_the_same_request_again(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    trip = machine.trip
    with patch(
        "yimen.channels.kiosk.views.taking.take_ticket", side_effect=OperationalError("gone")
    ):
        machine.press("take")
    assert machine.page.status_code == 503
    assert "系统正在恢复" in machine.text
    assert machine.trip == trip

    machine.press("take")

    assert machine.number == "A001"


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_was_lost_is_given_again(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    trip = machine.trip
    with patch("yimen.channels.kiosk.views.taking.standing", side_effect=OperationalError("gone")):
        machine.press("take")
    assert (machine.page.status_code, Ticket.objects.count()) == (503, 1)

    machine.press("take", trip=trip)

    assert (machine.number, Ticket.objects.count()) == ("A001", 1)


def test_a_visit_is_worth_nothing_after_a_quarter_of_an_hour(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    later = timezone.now() + timedelta(minutes=16)
    with patch("yimen.channels.kiosk.door.timezone.now", return_value=later):
        machine.press("take")

    assert (machine.page.status_code, machine.page["Location"]) == (302, "/kiosk/bye")
    assert Ticket.objects.count() == 0


def test_a_visit_nobody_sealed_is_refused(machine: Machine) -> None:
    machine.press("take", trip="bm9uc2Vuc2U=")

    assert machine.page["Location"] == "/kiosk/bye"
    assert Ticket.objects.count() == 0
