"""Sixteen at once: the same said by all, the same outbox emptied by all, and each without care."""

from collections import Counter
from datetime import timedelta
from threading import Barrier

import pytest
from django.db.models import F
from pytest_django import Settings

from tests.hall.test_races import CLIENTS, at_once
from tests.notify.builders import INDEX, TEN, Gateway, at, say_accepted
from yimen.services.notify import actions, queries
from yimen.services.notify.models import Budget, Message, Sms

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _gateway(settings: Settings) -> None:
    settings.SMS = "console:"


def test_sixteen_who_say_the_same_say_it_once() -> None:
    said = at_once(lambda _: say_accepted())

    assert len([message for message in said if message is not None]) == 1
    assert (Message.objects.count(), Sms.objects.count()) == (1, 1)
    assert queries.unread(INDEX) == 1


def test_the_harness_would_see_the_same_said_twice() -> None:
    """Guards the test above: who looks first and says then, says it again."""
    all_have_looked = Barrier(CLIENTS)

    def careless(place: int) -> bool:
        said = Message.objects.filter(subject="case:1").exists()
        all_have_looked.wait()
        if not said:
            say_accepted("case:1", occasion=f"accepted:{place}")
        return said

    at_once(careless)

    assert Message.objects.count() == CLIENTS


def test_sixteen_workers_hand_each_sms_over_once() -> None:
    for number in range(80):
        say_accepted(occasion=f"accepted:{number}")
    gateway = Gateway()

    def work(_: int) -> int:
        sent = 0
        while (bite := actions.send_due(gateway, at=at(1))).more:
            sent += bite.sent
        return sent

    assert sum(at_once(work)) == 80
    assert Counter(Counter(heard.id for heard in gateway.heard).values()) == {1: 80}


def test_the_harness_would_see_an_sms_handed_over_twice() -> None:
    """Guards the test above: who reads what is due and marks it then, shares it with all."""
    say_accepted()
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> int:
        due = list(Sms.objects.filter(state="queued").values_list("pk", flat=True))
        all_have_read.wait()
        Sms.objects.filter(pk__in=due).update(
            state="sending", lease_until=TEN + timedelta(minutes=2)
        )
        return len(due)

    assert sum(at_once(careless)) == CLIENTS


def test_sixteen_workers_together_keep_to_the_minutes_share() -> None:
    for number in range(40):
        say_accepted(occasion=f"accepted:{number}")
    Budget.objects.create(gateway="sms", tokens=7, filled_at=TEN)
    gateway = Gateway()

    at_once(lambda _: actions.send_due(gateway, at=TEN))

    assert len(gateway.heard) == 7
    assert Budget.objects.get().tokens == 0


def test_the_harness_would_see_a_share_spent_twice() -> None:
    """Guards the test above: who reads the bucket and takes then, takes what others took."""
    Budget.objects.create(gateway="sms", tokens=CLIENTS, filled_at=TEN)
    all_have_read = Barrier(CLIENTS)

    def careless(_: int) -> float:
        tokens = Budget.objects.get().tokens
        all_have_read.wait()
        Budget.objects.update(tokens=tokens - 1)
        return tokens

    assert set(at_once(careless)) == {float(CLIENTS)}
    assert Budget.objects.get().tokens == CLIENTS - 1


def test_the_database_itself_refuses_an_overdrawn_share() -> None:
    Budget.objects.create(gateway="sms", tokens=0, filled_at=TEN)

    with pytest.raises(Exception, match="notify_budget_not_overdrawn"):
        Budget.objects.update(tokens=F("tokens") - 1)
