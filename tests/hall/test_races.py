"""Sixteen machines and sixteen windows at once, and each race again without its lock."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection, transaction

from tests.builders import CITIZEN, at, build_hall
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions
from yimen.services.hall.errors import AlreadyInLine, QuotaFull
from yimen.services.hall.models import NumberSeries, Ticket

T = TypeVar("T")

CLIENTS = 16

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(work: Callable[[int], T], clients: int = CLIENTS) -> list[T]:
    """Run `work` in as many threads, each with its own connection, all starting together."""
    start = Barrier(clients)

    def run(place: int) -> T:
        try:
            start.wait()
            return work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(run, range(clients)))


def test_sixteen_machines_never_give_a_number_twice_nor_leave_one_out() -> None:
    hall = build_hall()

    given = at_once(lambda _: [hall.issue("HZ", 1).number for _ in range(25)])

    numbers = sorted(number for batch in given for number in batch)
    assert numbers == [f"A{serial:03d}" for serial in range(1, CLIENTS * 25 + 1)]


def test_the_harness_would_see_numbers_given_twice() -> None:
    """Guards the test above: reading the last number and adding one, without a lock, repeats it."""
    hall = build_hall()
    NumberSeries.objects.create(centre_id=hall.centre_id, day=at(0).date(), series="A", last=0)
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> int:
        last = NumberSeries.objects.get(series="A").last
        all_have_read.wait()
        NumberSeries.objects.filter(series="A").update(last=last + 1)
        return last + 1

    assert max(Counter(at_once(careless)).values()) > 1


def test_sixteen_windows_never_call_the_same_ticket() -> None:
    hall = build_hall({number: ["HZ", "CR"] for number in range(1, CLIENTS + 1)})
    for place in range(40):
        hall.issue("HZ" if place % 3 else "CR", place / 60)
    hall.open(minutes=2)

    def press_and_serve(place: int) -> list[int]:
        mine = []
        for _ in range(3):
            called = hall.call(place + 1, 10)
            if called is not None:
                mine.append(called)
                window = hall.windows[place + 1]
                actions.start(window, centre_id=hall.centre_id, by=HOUSE, at=at(11))
                actions.finish(window, centre_id=hall.centre_id, by=HOUSE, at=at(12))
        return mine

    called = [ticket for batch in at_once(press_and_serve) for ticket in batch]
    assert len(called) == len(set(called)) == 40
    assert Ticket.objects.filter(state="done").count() == 40


def test_the_harness_would_see_a_ticket_called_twice() -> None:
    """Guards the test above: choose, then write, without the lock, and two share a ticket."""
    hall = build_hall({1: ["HZ"], 2: ["HZ"]})
    hall.issue("HZ")
    both_have_read = Barrier(2)

    def careless(place: int) -> int:
        ticket = Ticket.objects.filter(state="waiting").order_by("line_at").get()
        both_have_read.wait()
        Ticket.objects.filter(pk=ticket.pk).update(
            state="called", window_id=hall.windows[place + 1]
        )
        return ticket.pk

    first, second = at_once(careless, 2)
    assert first == second


def test_a_window_pressed_by_sixteen_hands_calls_one_ticket() -> None:
    hall = build_hall({1: ["HZ"]})
    for place in range(CLIENTS):
        hall.issue("HZ", place / 60)
    hall.open(1)

    called = at_once(lambda _: hall.call(1, 5, key="one-press"))

    assert len(set(called)) == 1
    assert Ticket.objects.filter(state="called").count() == 1


def test_the_database_itself_refuses_a_second_ticket_at_a_window() -> None:
    hall = build_hall({1: ["HZ"]})
    first, second = hall.issue("HZ"), hall.issue("HZ")
    at_window = {"state": "called", "window_id": hall.windows[1]}
    Ticket.objects.filter(pk=first.id).update(**at_window)

    with pytest.raises(IntegrityError, match="hall_ticket_one_per_window"), transaction.atomic():
        Ticket.objects.filter(pk=second.id).update(**at_window)


def test_one_request_sent_sixteen_times_gives_one_number() -> None:
    hall = build_hall()

    given = at_once(lambda _: hall.issue("HZ", key="retry").number)

    assert set(given) == {"A001"}
    assert Ticket.objects.count() == 1
    assert NumberSeries.objects.get().last == 1


def test_one_person_at_sixteen_machines_gets_one_number() -> None:
    hall = build_hall()

    def take(_: int) -> str:
        try:
            return hall.issue("HZ", citizen_id=CITIZEN).number
        except AlreadyInLine as refusal:
            return str(refusal.facts["number"])

    assert set(at_once(take)) == {"A001"}
    assert Ticket.objects.count() == 1


def test_the_last_number_of_a_quota_is_given_once() -> None:
    hall = build_hall()
    actions.set_queue(
        hall.centre_id,
        "HZ",
        by=HOUSE,
        at=at(0),
        accepting=True,
        quota=10,
        last_ticket_at=None,
    )

    def take(_: int) -> bool:
        try:
            hall.issue("HZ")
        except QuotaFull:
            return False
        return True

    assert at_once(take).count(True) == 10
    assert Ticket.objects.count() == 10
