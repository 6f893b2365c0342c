"""A database that goes away between two presses: "busy", and the same press again does it once."""

import pytest
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import path

from tests.builders import Hall, at, build_hall
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import queries
from yimen.services.hall.models import NumberSeries, Ticket, TicketEvent
from yimen.support.models import Event


def _hall(request: HttpRequest) -> Hall:
    return Hall(
        int(request.POST["centre"]), windows={1: int(request.POST["window"])}, queues={"HZ": 0}
    )


def take(request: HttpRequest) -> JsonResponse:
    issued = _hall(request).issue("HZ", key=request.POST["key"])
    return JsonResponse({"number": issued.number})


def call(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ticket": _hall(request).call(1, 5, key=request.POST["key"], by=HOUSE)})


urlpatterns = [path("take", take), path("call", call)]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall() -> Hall:
    hall = build_hall()
    hall.open(1)
    queries.queues(hall.centre_id)  # as in a process that has answered before
    return hall


def lose_the_connection() -> None:
    """What a restarting server does to the process's connection, seen from outside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()


def press(client: Client, hall: Hall, what: str, key: str = "press-1") -> tuple[int, object]:
    form = {"centre": hall.centre_id, "window": hall.windows[1], "key": key}
    answer = client.post(f"/{what}", form)
    good = answer.status_code == 200
    return answer.status_code, answer.json() if good else answer.headers["Retry-After"]


def test_a_number_is_given_once_though_the_connection_was_lost_before(
    client: Client, hall: Hall
) -> None:
    lose_the_connection()

    answers = [press(client, hall, "take") for _ in range(3)]

    assert answers == [(503, "3"), (200, {"number": "A001"}), (200, {"number": "A001"})]
    assert Ticket.objects.count() == NumberSeries.objects.get().last == 1


def test_a_number_whose_answer_was_lost_is_given_again(client: Client, hall: Hall) -> None:
    press(client, hall, "take")
    lose_the_connection()

    answers = [press(client, hall, "take") for _ in range(2)]

    assert answers == [(503, "3"), (200, {"number": "A001"})]
    assert Ticket.objects.count() == TicketEvent.objects.count() == 1
    assert Event.objects.filter(name="ticket.issued").count() == 1


def test_a_call_interrupted_by_a_restart_calls_one_ticket(client: Client, hall: Hall) -> None:
    first, second = hall.issue("HZ", 0), hall.issue("HZ", 1)
    lose_the_connection()

    answers = [press(client, hall, "call") for _ in range(3)]

    assert answers == [(503, "3"), (200, {"ticket": first.id}), (200, {"ticket": first.id})]
    assert [t.state for t in Ticket.objects.order_by("id")] == ["called", "waiting"]
    assert queries.ticket(second.id).calls == 0
    assert Event.objects.filter(name="ticket.called").count() == 1


def test_a_call_whose_answer_was_lost_is_answered_again(client: Client, hall: Hall) -> None:
    first = hall.issue("HZ", 0)
    hall.issue("HZ", 1)
    press(client, hall, "call")
    lose_the_connection()

    answers = [press(client, hall, "call") for _ in range(2)]

    assert answers == [(503, "3"), (200, {"ticket": first.id})]
    assert Ticket.objects.filter(state="called").count() == 1
    assert queries.history(first.id)[-1][3] == at(5)
