"""Checking in at the machine: card, code, phone; early, late, twice, several, nobody."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.booking.builders import LI, ZHANG
from tests.builders import Hall
from tests.kiosk.machine import Machine
from yimen.channels.kiosk.checkin.forms import ProofForm
from yimen.devices.printers import SimulatedPrinter
from yimen.journeys import book as journey
from yimen.reference.people.rules import HOUSE
from yimen.services.booking import queries
from yimen.services.booking.models import Appointment, Slot
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.slots import Places
from yimen.services.booking.rules.states import State

pytestmark = pytest.mark.django_db


def booked(hall: Hall, minutes: int = -5, queue: str = "HZ") -> AppointmentView:
    """A booking whose half hour begins so many minutes from now."""
    at = timezone.now()
    journey.set_plan(hall.centre_id, queue, Places(2, 2), by=HOUSE, at=at)
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    slot = journey.slots(hall.centre_id, queue, tomorrow, at=at)[0].id
    made, _ = journey.book(
        slot, ZHANG, centre_id=hall.centre_id, by=HOUSE, at=at, channel="reception"
    )
    starts = at + timedelta(minutes=minutes)
    today = timezone.localdate(at)
    Slot.objects.filter(pk=slot).update(
        starts_at=starts, ends_at=starts + timedelta(minutes=30), day=today
    )
    Appointment.objects.filter(pk=made.id).update(day=today)
    return queries.appointment(made.id)


def state_of(view: AppointmentView) -> State:
    return queries.appointment(view.id).state


@pytest.mark.parametrize("proof", ["code", "citizen_id", "phone"])
def test_any_proof_becomes_a_booked_number_and_a_slip(
    machine: Machine, printer: SimulatedPrinter, proof: str
) -> None:
    view = booked(machine.hall)
    said = {"code": view.code, "citizen_id": ZHANG.citizen_id, "phone": ZHANG.phone}[proof]

    machine.press("start", way="checkin").press("checkin", proof=said)

    assert machine.number
    assert "预约" in machine.text
    assert state_of(view) is State.CHECKED_IN
    assert ZHANG.citizen_id not in machine.text


def test_a_second_check_in_shows_the_number_again(machine: Machine) -> None:
    view = booked(machine.hall)
    first = machine.press("start", way="checkin").press("checkin", proof=view.code).number

    second = machine.press("start", way="checkin").press("checkin", proof=view.code).number

    assert first == second != ""
    assert "还是刚才那个号" in machine.text


def test_too_early_says_from_when(machine: Machine) -> None:
    view = booked(machine.hall, minutes=120)

    machine.press("start", way="checkin").press("checkin", proof=view.code)

    assert machine.page.status_code == 409
    assert "起可以签到" in machine.text
    assert state_of(view) is State.BOOKED


def test_late_gives_an_ordinary_number(machine: Machine) -> None:
    view = booked(machine.hall, minutes=-40)

    machine.press("start", way="checkin").press("checkin", proof=view.code)

    assert machine.number == "A001"
    assert state_of(view) is State.LATE


def test_nobody_is_found_politely(machine: Machine) -> None:
    booked(machine.hall)

    machine.press("start", way="checkin").press("checkin", proof=LI.citizen_id)

    assert machine.page.status_code == 404
    assert "没有找到预约" in machine.text


def test_of_several_one_is_chosen(machine: Machine) -> None:
    first, second = booked(machine.hall), booked(machine.hall, minutes=-4, queue="CR")
    machine.press("start", way="checkin").press("checkin", proof=ZHANG.phone)
    assert "先办哪个" in machine.text

    machine.press("checkin/take", booking=second.public_id)

    assert machine.number
    assert (state_of(first), state_of(second)) == (State.BOOKED, State.CHECKED_IN)


def test_a_booking_that_is_not_ones_own_cannot_be_pressed(machine: Machine) -> None:
    view = booked(machine.hall)
    machine.press("start", way="checkin")

    machine.press("checkin/take", booking=view.public_id)

    assert machine.page.status_code == 302
    assert state_of(view) is State.BOOKED


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1234 5678", {"code": "12345678"}),
        ("138 0000 1234", {"phone": "13800001234"}),
        (ZHANG.citizen_id, {"citizen_id": ZHANG.citizen_id}),
    ],
)
def test_the_length_tells_what_was_meant(text: str, found: dict[str, str]) -> None:
    form = ProofForm({"proof": text}, today=date(2026, 1, 1))

    assert form.is_valid()
    assert form.cleaned_data["proof"] == found


@pytest.mark.parametrize("text", ["1", "12345", "1234567890", "441900199003070017", "99999999999"])
def test_what_fits_nothing_is_refused_at_the_field(text: str) -> None:
    form = ProofForm({"proof": text}, today=date(2026, 1, 1))

    assert not form.is_valid()
    assert form.errors["proof"]
