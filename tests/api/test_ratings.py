"""Ratings over the API: one a visit, however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.api.conftest import Caller, code_of
from tests.builders import Hall, build_hall, device_key
from yimen.reference.people.rules import DeviceKind
from yimen.services.feedback.models import Rating


def visit(hall: Hall, system: Caller, number: int = 1) -> str:
    """The token of a visit just finished."""
    hall.open(number)
    window = f"/windows/{hall.windows[number]}"
    system.post("/tickets", {"queue": "HZ"})
    system.post(f"{window}/call-next")
    system.post(f"{window}/start")
    return str(system.post(f"{window}/finish").json()["rating_token"])


def test_a_visit_is_rated_once(hall: Hall, system: Caller) -> None:
    token = visit(hall, system)

    first = system.post("/ratings", {"token": token, "stars": 5, "reasons": [510], "comment": "好"})
    again = system.post("/ratings", {"token": token, "stars": 1})

    assert first.status_code == 201
    assert first.json() == {"id": Rating.objects.get().pk}
    assert (again.status_code, code_of(again)) == (409, "feedback.invitation_refused")


def test_a_retry_with_its_key_gets_the_same_answer(hall: Hall, system: Caller) -> None:
    asked = {"token": visit(hall, system), "stars": 5}

    first = system.post("/ratings", asked, Idempotency_Key="r-1")
    again = system.post("/ratings", asked, Idempotency_Key="r-1")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again["Idempotent-Replayed"] == "true"
    assert again.json() == first.json()


def test_a_key_used_for_another_rating_is_refused(hall: Hall, system: Caller) -> None:
    first, second = visit(hall, system, 1), visit(hall, system, 2)
    system.post("/ratings", {"token": first, "stars": 5}, Idempotency_Key="r-1")

    answer = system.post("/ratings", {"token": second, "stars": 5}, Idempotency_Key="r-1")

    assert (answer.status_code, code_of(answer)) == (409, "hall.key_reused")
    assert Rating.objects.count() == 1


def test_a_refused_rating_leaves_its_key_unused(hall: Hall, system: Caller) -> None:
    token = visit(hall, system)
    asked = {"token": token, "stars": 5, "reasons": [108]}
    refused = system.post("/ratings", asked, Idempotency_Key="r-1")

    mended = system.post("/ratings", {"token": token, "stars": 5}, Idempotency_Key="r-1")

    assert (refused.status_code, code_of(refused)) == (422, "feedback.bad_reasons")
    assert mended.status_code == 201


def test_a_screen_passes_on_its_own_windows_ratings_only(
    hall: Hall, system: Caller, screen: Caller
) -> None:
    own, other = visit(hall, system, 1), visit(hall, system, 2)

    accepted = screen.post("/ratings", {"token": own, "stars": 4})
    refused = screen.post("/ratings", {"token": other, "stars": 4})

    assert accepted.status_code == 201
    assert Rating.objects.get().channel == "window"
    assert (refused.status_code, refused.json()["facts"]) == (409, {"why": "unknown"})


def test_a_board_may_not_rate(board: Caller) -> None:
    answer = board.post("/ratings", {"token": "x", "stars": 4})

    assert (answer.status_code, code_of(answer)) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"token": "x", "stars": 6}, "stars"),
        ({"token": "x", "stars": True}, "stars"),
        ({"token": "x", "stars": 10**400}, "stars"),
        ({"token": "x\x00", "stars": 5}, "token"),
        ({"token": "x", "stars": 5, "comment": "\x00"}, "comment"),
        ({"token": "x", "stars": 5, "comment": "\udfff"}, "comment"),
    ],
)
def test_a_malformed_rating_names_its_field(
    system: Caller, asked: dict[str, object], field: str
) -> None:
    answer = system.post("/ratings", asked)

    assert (answer.status_code, code_of(answer)) == (422, "api.bad_fields")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_retries_at_once_rate_once() -> None:
    hall = build_hall()
    system = Caller(device_key(hall, DeviceKind.SYSTEM))
    asked = {"token": visit(hall, system), "stars": 5}
    start = Barrier(8)

    def press(_: int) -> int:
        try:
            start.wait()
            return int(system.post("/ratings", asked, Idempotency_Key="r-1").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(press, range(8)))

    assert statuses == [200] * 7 + [201]
    assert Rating.objects.count() == 1
