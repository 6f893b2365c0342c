"""Followers of the log: every event once, whatever dies; a mistake of ours holds nobody up."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event as Signal
from threading import Lock

import pytest
from django.db import OperationalError, connection, transaction

from tests.hall.test_races import at_once
from yimen.kernel.errors import NotAllowed
from yimen.support import following
from yimen.support.events import Announcement, publish
from yimen.support.following import LoggedEvent
from yimen.support.models import Follower, ParkedEvent

NOW = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)


def tell(number: int, name: str = "case.accept") -> None:
    """Something happens."""
    publish(Announcement(name, NOW + timedelta(minutes=number), ["case:x"], {"number": number}))


def read(heard: list[int], name: str = "tests") -> int:
    """Follow to the end."""
    read_now = 0
    reactions = {"case.accept": lambda event: heard.append(event.body["number"])}
    while came := following.follow(name, reactions, at=NOW):
        read_now += came
    return read_now


@pytest.mark.django_db(transaction=True)
def test_events_are_read_in_order_each_once() -> None:
    for number in range(120):
        tell(number)
    heard: list[int] = []

    assert read(heard) == 120
    assert read(heard) == 0
    tell(120)
    assert read(heard) == 1

    assert heard == list(range(121))


@pytest.mark.django_db(transaction=True)
def test_only_what_one_reacts_to_is_read_and_the_rest_is_not_read_again() -> None:
    tell(1)
    tell(2, "ticket.called")
    tell(3)
    heard: list[int] = []

    assert read(heard) == 2

    assert heard == [1, 3]


@pytest.mark.django_db(transaction=True)
def test_two_followers_read_for_themselves() -> None:
    tell(1)
    first: list[int] = []
    second: list[int] = []

    read(first, "one")
    read(second, "two")

    assert first == second == [1]
    assert Follower.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_event_of_a_transaction_that_ends_late_is_not_missed() -> None:
    """It was written first and is seen last: the follower waits for it instead of passing it."""
    written, may_commit = Signal(), Signal()

    def slow() -> None:
        try:
            with transaction.atomic():
                tell(1)
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    heard: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow)
        written.wait(10)
        tell(2)
        assert read(heard) == 0
        may_commit.set()
        running.result(10)

    read(heard)

    assert sorted(heard) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_what_was_not_committed_is_reacted_to_again() -> None:
    tell(1)
    heard: list[int] = []

    class Killed(BaseException):
        """The process dies in the middle."""

    def dies(event: LoggedEvent) -> None:
        heard.append(0)
        raise Killed

    with pytest.raises(Killed):
        following.follow("tests", {"case.accept": dies}, at=NOW)

    read(heard)

    assert heard == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_parks_nothing() -> None:
    tell(1)

    def gone(event: LoggedEvent) -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        following.follow("tests", {"case.accept": gone}, at=NOW)

    heard: list[int] = []
    assert (read(heard), ParkedEvent.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_mistake_of_ours_parks_its_event_and_lets_the_others_pass() -> None:
    for number in (1, 2, 3):
        tell(number)
    heard: list[int] = []

    def react(event: LoggedEvent) -> None:
        if event.body["number"] == 2:
            raise KeyError("oops")
        heard.append(event.body["number"])

    assert following.follow("tests", {"case.accept": react}, at=NOW) == 3
    assert heard == [1, 3]
    assert (following.parked(), ParkedEvent.objects.get().error) == (1, "KeyError")

    assert following.retry_parked("tests", {"case.accept": react}, at=NOW) == 0
    assert ParkedEvent.objects.get().tries == 2

    mended = {"case.accept": lambda event: heard.append(event.body["number"])}
    assert following.retry_parked("tests", mended, at=NOW) == 1
    assert (heard, following.parked()) == ([1, 3, 2], 0)


@pytest.mark.django_db(transaction=True)
def test_what_a_failed_reaction_wrote_is_undone() -> None:
    tell(1)

    def half(event: LoggedEvent) -> None:
        tell(99, "half.done")
        raise ValueError

    following.follow("tests", {"case.accept": half}, at=NOW)

    heard: list[int] = []
    reactions = {"half.done": lambda event: heard.append(event.body["number"])}
    following.follow("another", reactions, at=NOW)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_an_answer() -> None:
    tell(1)

    def refuse(event: LoggedEvent) -> None:
        raise NotAllowed

    assert following.follow("tests", {"case.accept": refuse}, at=NOW) == 1

    assert following.parked() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_sixteen_workers_react_to_each_event_once() -> None:
    for number in range(200):
        tell(number)
    heard: Counter[int] = Counter()
    lock = Lock()

    def react(event: LoggedEvent) -> None:
        with lock:
            heard[event.body["number"]] += 1

    def work(_: int) -> None:
        for _round in range(20):
            following.follow("tests", {"case.accept": react}, at=NOW)

    at_once(work)
    while following.follow("tests", {"case.accept": react}, at=NOW):
        pass

    assert Counter(heard.values()) == {1: 200}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_harness_would_see_an_event_reacted_to_twice() -> None:
    """Guards the test above: who reads the place without holding it reacts to what others do."""
    tell(1)
    Follower.objects.create(name="tests")
    heard: Counter[int] = Counter()
    lock = Lock()

    def careless(_: int) -> None:
        place = Follower.objects.get(pk="tests")
        events, _horizon = following._unread(place, ["case.accept"])
        for event in events:
            with lock:
                heard[event.body["number"]] += 1

    at_once(careless)

    assert heard[1] > 1
