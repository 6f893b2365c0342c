"""Half hours, appointments and check-in over the API."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.api.conftest import Caller, code_of
from tests.booking.builders import LI, ZHANG
from tests.builders import Hall
from yimen.journeys import book as journey
from yimen.reference.people.rules import HOUSE
from yimen.services.booking.models import Appointment, Slot
from yimen.services.booking.rules.slots import Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(hall: Hall) -> int:
    """Tomorrow's first half hour of HZ, with two places."""
    at = timezone.now()
    journey.set_plan(hall.centre_id, "HZ", Places(2, 2), by=HOUSE, at=at)
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return journey.slots(hall.centre_id, "HZ", tomorrow, at=at)[0].id


def asked(slot: int, **more: object) -> dict[str, object]:
    person = {"name": ZHANG.name, "citizen_id": ZHANG.citizen_id, "phone": ZHANG.phone}
    return {"slot": slot, **person, **more}


def booked(system: Caller, slot: int) -> dict[str, Any]:
    body: dict[str, Any] = system.post("/appointments", asked(slot)).json()
    return body


def move_to_now(slot: int) -> None:
    """Its half hour runs at this moment."""
    now = timezone.now()
    day = timezone.localdate(now)
    Slot.objects.filter(pk=slot).update(
        starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(minutes=25), day=day
    )
    Appointment.objects.filter(slot=slot).update(day=day)


def test_half_hours_are_listed_with_places_left(system: Caller, slot: int) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    booked(system, slot)

    one_day = system.get(f"/slots?queue=HZ&day={tomorrow}").json()
    all_days = system.get("/slots?queue=HZ").json()

    assert (one_day[0]["id"], one_day[0]["capacity"], one_day[0]["left"]) == (slot, 2, 1)
    assert len(one_day) == 16
    assert len(all_days) > len(one_day)
    assert code_of(system.get("/slots?queue=NO")) == "hall.queue_not_found"


def test_booking_answers_with_a_code_and_nothing_personal(system: Caller, slot: int) -> None:
    answer = system.post("/appointments", asked(slot))

    body = answer.json()
    assert answer.status_code == 201
    assert (body["queue"], body["state"], body["ticket"]) == ("HZ", "booked", None)
    assert (body["name"], body["phone"]) == ("张*明", "138****1234")
    assert answer["Location"] == f"/api/v1/appointments/{body['id']}"
    assert ZHANG.citizen_id not in answer.content.decode()
    assert system.get(f"/appointments/{body['id']}").json() == body


def test_the_same_key_books_once(system: Caller, slot: int) -> None:
    first = system.post("/appointments", asked(slot), Idempotency_Key="one")
    second = system.post("/appointments", asked(slot), Idempotency_Key="one")

    assert (first.status_code, second.status_code) == (201, 200)
    assert second["Idempotent-Replayed"] == "true"
    assert first.json() == second.json()
    other = system.post(
        "/appointments", asked(slot, citizen_id=LI.citizen_id), Idempotency_Key="one"
    )
    assert (other.status_code, code_of(other)) == (409, "booking.key_reused")


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"citizen_id": "441900199003070017"}, 422, "identifiers.citizen_id"),
        ({"phone": "12"}, 422, "identifiers.mobile"),
        ({"name": "  "}, 422, "booking.name_needed"),
        ({"slot": 2**62}, 404, "booking.slot_not_found"),
        ({"slot": 0}, 422, "api.bad_fields"),
        ({"surname": "x"}, 422, "api.bad_fields"),
    ],
)
def test_what_is_wrong_is_said(
    system: Caller, slot: int, more: dict[str, object], status: int, code: str
) -> None:
    answer = system.post("/appointments", {**asked(slot), **more})

    assert (answer.status_code, code_of(answer)) == (status, code)
    assert Appointment.objects.count() == 0


def test_boards_neither_book_nor_look(board: Caller, system: Caller, slot: int) -> None:
    made = booked(system, slot)

    for answer in (
        board.post("/appointments", asked(slot)),
        board.get(f"/appointments/{made['id']}"),
        board.post("/appointments/check-in", {"code": made["code"]}),
    ):
        assert (answer.status_code, code_of(answer)) == (403, "not_allowed")


def test_giving_back_frees_the_place(system: Caller, slot: int) -> None:
    made = booked(system, slot)

    answer = system.post(f"/appointments/{made['id']}/cancel")

    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert Slot.objects.get(pk=slot).booked == 0
    assert code_of(system.post("/appointments/nobodynobody0000/cancel")) == (
        "booking.appointment_not_found"
    )


@pytest.mark.parametrize("proof", ["code", "citizen_id", "phone"])
def test_checking_in_gives_a_booked_number_once(system: Caller, slot: int, proof: str) -> None:
    made = booked(system, slot)
    move_to_now(slot)
    said = {"code": made["code"], "citizen_id": ZHANG.citizen_id, "phone": ZHANG.phone}[proof]

    first = system.post("/appointments/check-in", {proof: said})
    again = system.post(f"/appointments/{made['id']}/check-in")

    assert first.status_code == again.status_code == 200
    assert first.json()["id"] == again.json()["id"]
    assert (first.json()["ticket_class"], first.json()["state"]) == ("booked", "waiting")
    seen = system.get(f"/appointments/{made['id']}").json()
    assert (seen["state"], seen["ticket"]) == ("checked_in", first.json()["id"])


def test_a_day_early_is_too_early(system: Caller, slot: int) -> None:
    made = booked(system, slot)

    answer = system.post(f"/appointments/{made['id']}/check-in")

    assert (answer.status_code, code_of(answer)) == (409, "booking.too_early")


def test_without_any_proof_nobody_is_found(system: Caller) -> None:
    answer = system.post("/appointments/check-in", {})

    assert (answer.status_code, code_of(answer)) == (404, "booking.appointment_not_found")
