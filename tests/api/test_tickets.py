"""Taking, looking at, giving back and rejoining over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.conftest import Caller, code_of
from tests.builders import CITIZEN, Hall
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries
from yimen.services.hall.models import Queue, Ticket

SHAPE = {
    "id", "number", "queue", "queue_name", "area", "level", "ticket_class", "state", "arrived_at",
    "slot_start", "window", "called_at", "started_at", "finished_at", "ahead", "wait",
}  # fmt: skip


def test_a_machine_takes_a_number_for_somebody_without_papers(machine: Caller) -> None:
    answer = machine.post("/tickets", {"queue": "HZ"})

    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == SHAPE
    assert (body["number"], body["state"], body["ahead"]) == ("A001", "waiting", 0)
    assert answer["Location"] == f"/api/v1/tickets/{body['id']}"
    assert Ticket.objects.get().channel == "machine"


def test_the_second_number_has_one_ahead(system: Caller) -> None:
    system.post("/tickets", {"queue": "HZ"})

    assert system.post("/tickets", {"queue": "HZ"}).json()["ahead"] == 1


def test_a_fresh_and_a_looked_up_ticket_have_one_shape(system: Caller) -> None:
    taken = system.post("/tickets", {"queue": "HZ"}).json()

    seen = system.get(f"/tickets/{taken['id']}").json()

    assert set(seen) == set(taken)
    assert {name for name in taken if taken[name] != seen[name]} <= {"arrived_at", "wait"}


def test_what_identifies_somebody_is_kept_sealed_and_never_answered(system: Caller) -> None:
    asked = {"queue": "HZ", "citizen_id": CITIZEN, "name": "张小明", "phone": "13800138000"}

    answer = system.post("/tickets", asked)
    seen = system.get(f"/tickets/{answer.json()['id']}")

    assert answer.status_code == 201
    for text in (answer.content.decode(), seen.content.decode()):
        assert not any(part in text for part in (CITIZEN, "张小明", "13800138000"))
    assert Ticket.objects.get().holder_index is not None


def test_a_second_number_for_the_same_person_and_business_is_refused(system: Caller) -> None:
    first = system.post("/tickets", {"queue": "HZ", "citizen_id": CITIZEN}).json()

    again = system.post("/tickets", {"queue": "HZ", "citizen_id": CITIZEN})

    assert (again.status_code, code_of(again)) == (409, "hall.already_in_line")
    assert again.json()["facts"]["number"] == first["number"]


def test_a_retry_with_the_same_key_gets_the_same_number(system: Caller) -> None:
    asked = {"queue": "HZ", "citizen_id": CITIZEN}
    first = system.post("/tickets", asked, Idempotency_Key="a-1")

    again = system.post("/tickets", asked, Idempotency_Key="a-1")

    assert (first.status_code, again.status_code) == (201, 200)
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert again.json()["id"] == first.json()["id"]
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [{"queue": "CR"}, {"queue": "HZ", "name": "李四"}, {"queue": "HZ", "ticket_class": "priority"}],
)
def test_a_key_used_for_another_request_is_refused(system: Caller, other: dict[str, str]) -> None:
    system.post("/tickets", {"queue": "HZ"}, Idempotency_Key="a-1")

    answer = system.post("/tickets", other, Idempotency_Key="a-1")

    assert (answer.status_code, code_of(answer)) == (409, "hall.key_reused")
    assert Ticket.objects.count() == 1


def test_two_machines_may_use_the_same_key(system: Caller, machine: Caller) -> None:
    numbers = [
        caller.post("/tickets", {"queue": "HZ"}, Idempotency_Key="1").json()["number"]
        for caller in (system, machine)
    ]

    assert numbers == ["A001", "A002"]


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "号"])
def test_a_malformed_key_is_named(system: Caller, key: str) -> None:
    header = key.encode().decode("latin-1")
    answer = system.post("/tickets", {"queue": "HZ"}, Idempotency_Key=header)

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "queue"),
        ({"queue": 7}, "queue"),
        ({"queue": "HZ\x00"}, "queue"),
        ({"queue": "HZ", "name": "a\x00b"}, "name"),
        ({"queue": "HZ", "name": "\ud800"}, "name"),
        ({"queue": "HZ", "name": "长" * 51}, "name"),
        ({"queue": "HZ", "ticket_class": "vip"}, "ticket_class"),
        ({"queue": "HZ", "slot_start": 1}, "slot_start"),
        ({"queue": "HZ", "slot_start": "2026-01-01T10:00:00"}, "slot_start"),
        ({"queue": "HZ", "ticket_class": "booked"}, "slot_start"),
        ({"queue": "HZ", "slot_start": "2026-01-01T10:00:00+08:00"}, "slot_start"),
        (
            {
                "queue": "HZ",
                "ticket_class": "booked",
                "slot_start": "9999-12-31T23:59:59-12:00",
            },
            "slot_start",
        ),
        ({"queue": "HZ", "vip": True}, "vip"),
        ([], "body"),
        ("HZ", "body"),
    ],
)
def test_a_wrong_field_is_named_and_not_repeated(system: Caller, asked: object, field: str) -> None:
    answer = system.post("/tickets", asked)

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"queue": "NONE"}, 404, "hall.queue_not_found"),
        ({"queue": "HZ", "citizen_id": "441900199003070017"}, 422, "identifiers.citizen_id"),
        ({"queue": "HZ", "citizen_id": "\x00"}, 422, "identifiers.citizen_id"),
        ({"queue": "HZ", "phone": "12"}, 422, "identifiers.mobile"),
    ],
)
def test_a_refusal_has_its_own_code(
    system: Caller, asked: dict[str, str], status: int, code: str
) -> None:
    answer = system.post("/tickets", asked)

    assert (answer.status_code, code_of(answer)) == (status, code)


def test_a_business_that_takes_no_numbers_is_no_server_error(hall: Hall, system: Caller) -> None:
    Queue.objects.filter(code="HZ").update(accepting=False)

    answer = system.post("/tickets", {"queue": "HZ"})

    assert (answer.status_code, code_of(answer)) == (409, "hall.queue_closed")
    assert answer.json()["facts"] == {"queue": "HZ", "why": "paused"}


def test_the_last_number_of_a_quota_is_the_last(hall: Hall, system: Caller) -> None:
    Queue.objects.filter(code="HZ").update(quota=1)
    system.post("/tickets", {"queue": "HZ"})

    answer = system.post("/tickets", {"queue": "HZ"})

    assert (answer.status_code, code_of(answer)) == (409, "hall.quota_full")


def test_a_booked_number_waits_from_its_slot(system: Caller) -> None:
    slot = timezone.now()

    answer = system.post(
        "/tickets", {"queue": "HZ", "ticket_class": "booked", "slot_start": slot.isoformat()}
    )

    assert answer.status_code == 201
    assert answer.json()["number"] == "YA001"
    assert answer.json()["slot_start"] == slot.isoformat()


def test_a_window_standing_by_calls_the_arrival_at_once(hall: Hall, system: Caller) -> None:
    hall.open(1)
    system.post(f"/windows/{hall.windows[1]}/call-next")

    body = system.post("/tickets", {"queue": "HZ"}).json()

    assert (body["state"], body["window"]) == ("called", 1)


def test_a_board_may_not_take_numbers(board: Caller) -> None:
    answer = board.post("/tickets", {"queue": "HZ"})

    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")


@pytest.mark.parametrize("ticket_id", ["x", "A" * 16, "%00" * 16, "号" * 16, "A" * 400])
def test_an_unknown_ticket_is_not_found(system: Caller, ticket_id: str) -> None:
    for answer in (
        system.get(f"/tickets/{ticket_id}"),
        system.post(f"/tickets/{ticket_id}/withdraw"),
        system.post(f"/tickets/{ticket_id}/rejoin"),
    ):
        assert (answer.status_code, code_of(answer)) == (404, "hall.ticket_not_found")


def test_another_centres_ticket_looks_like_none(hall: Hall, system: Caller) -> None:
    issued = hall.issue()
    Ticket.objects.filter(pk=issued.id).update(centre_id=hall.centre_id + 1)

    answer = system.get(f"/tickets/{issued.public_id}")

    assert (answer.status_code, code_of(answer)) == (404, "hall.ticket_not_found")


def test_a_number_can_be_given_back_once(hall: Hall, system: Caller) -> None:
    issued = hall.issue()

    first = system.post(f"/tickets/{issued.public_id}/withdraw", {"reason": "改天再来"})
    again = system.post(f"/tickets/{issued.public_id}/withdraw")

    assert (first.status_code, first.json()["state"]) == (200, "withdrawn")
    assert (again.status_code, code_of(again)) == (409, "hall.event_not_allowed")


def test_a_missed_number_rejoins_once(hall: Hall, system: Caller) -> None:
    now = timezone.now()
    taken = system.post("/tickets", {"queue": "HZ"}).json()["id"]
    hall.open(1)
    window = hall.windows[1]

    def miss() -> None:
        system.post(f"/windows/{window}/call-next")
        actions.miss(window, centre_id=hall.centre_id, by=HOUSE, at=now + timedelta(seconds=1))

    miss()
    back = system.post(f"/tickets/{taken}/rejoin")
    miss()
    refused = system.post(f"/tickets/{taken}/rejoin")

    assert (back.status_code, back.json()["state"]) == (200, "waiting")
    assert (refused.status_code, code_of(refused)) == (409, "hall.no_more_returns")


def test_ahead_stops_counting(hall: Hall, system: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yimen.services.hall.queries.AHEAD_LIMIT", 2)
    for _ in range(4):
        last = system.post("/tickets", {"queue": "HZ"}).json()

    assert last["ahead"] == queries.AHEAD_LIMIT
