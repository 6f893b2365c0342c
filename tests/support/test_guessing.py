"""Wrong codes are counted by who asks, all of them, and forgotten when they are long past."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from yimen.support import guessing
from yimen.support.guessing import Limit, TooManyGuesses
from yimen.support.models import Guesses
from yimen.support.secrets import blind_index

TEN = datetime(2019, 11, 5, 2, 0, tzinfo=UTC)
LIMIT = Limit(3, timedelta(minutes=15))
CLIENTS = 16


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def wrong(times: int, minutes: float = 0, who: str = "192.0.2.1") -> int:
    return [guessing.count("t", who, LIMIT, at=at(minutes)) for _ in range(times)][-1]


@pytest.mark.django_db
def test_as_many_as_are_allowed_go_through_and_the_next_is_told_to_wait() -> None:
    wrong(2)
    guessing.check("t", "192.0.2.1", LIMIT, at=at(1))
    wrong(1)

    with pytest.raises(TooManyGuesses) as refusal:
        guessing.check("t", "192.0.2.1", LIMIT, at=at(1))

    assert refusal.value.facts == {"minutes": 14}


@pytest.mark.django_db
def test_others_and_other_things_are_counted_apart() -> None:
    wrong(3)

    guessing.check("t", "192.0.2.2", LIMIT, at=at(1))
    guessing.check("other", "192.0.2.1", LIMIT, at=at(1))


@pytest.mark.django_db
def test_the_wait_runs_from_the_last_wrong_one_and_then_counting_begins_anew() -> None:
    wrong(3)

    guessing.check("t", "192.0.2.1", LIMIT, at=at(15))

    assert wrong(1, minutes=16) == 1


@pytest.mark.django_db
def test_who_asks_is_not_kept_in_clear_and_dropped_when_it_is_old() -> None:
    wrong(1)

    kept = bytes(Guesses.objects.get().who)

    assert kept == blind_index("192.0.2.1")
    assert guessing.forget(at(-1)) == 0
    assert guessing.forget(at(1)) == 1


def at_once(deed: Callable[[], object]) -> None:
    def run(_: int) -> None:
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(run, range(CLIENTS)))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted() -> None:
    at_once(lambda: wrong(1))

    assert Guesses.objects.get().failures == CLIENTS


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_harness_would_see_a_count_that_is_read_first_and_written_after() -> None:
    """Guards the test above: read, wait for the others, write."""
    wrong(1)
    all_have_read = Barrier(CLIENTS)

    def careless() -> None:
        row = Guesses.objects.get()
        all_have_read.wait()
        row.failures += 1
        row.save(update_fields=["failures"])

    at_once(careless)

    assert Guesses.objects.get().failures < CLIENTS
