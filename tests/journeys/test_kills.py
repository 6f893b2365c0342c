"""A worker that is killed at any moment, again and again: no message missing, none doubled."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connection
from pytest_django import Settings

from tests.notify.builders import INDEX, ZHANG
from yimen.devices.sms import OutgoingSms
from yimen.reference.policy.actions import set_value
from yimen.services.notify import actions as notify
from yimen.services.notify.models import Message, Sms
from yimen.services.notify.rules.templates import Key
from yimen.support import following
from yimen.support.events import Announcement, publish
from yimen.support.following import LoggedEvent
from yimen.support.models import ParkedEvent

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NOW = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
EVENTS = 300
KILLS = 25


def say(event: LoggedEvent) -> None:
    """What follows from an event: a message, which takes some statements."""
    notify.say(
        Key.CASE_URGED,
        to=ZHANG,
        subject=f"case:{event.body['number']}",
        occasion=f"urge:{event.id}",
        values={"item": "居住证申领", "case_no": "441900202001170001230"},
        at=event.at,
        soon=False,
    )


class Ledger:
    """A gateway that takes everything and keeps a file of what it was given."""

    def __init__(self, path: str) -> None:
        self.path = path

    def send(self, sms: OutgoingSms, *, at: datetime) -> str:
        """As the protocol says."""
        with open(self.path, "a") as file:  # noqa: PTH123 - one append a line survives a kill
            file.write(f"{sms.id}\n")
        return sms.id


def work(path: str) -> None:
    """What the worker does for ever: react, send."""
    while True:
        following.follow("kills", {"case.urge": say}, at=NOW)
        notify.send_due(Ledger(path), at=NOW)


def killed_worker(path: str, seconds: float) -> None:
    """A process of its own, killed without a chance to say anything."""
    child = os.fork()
    if child == 0:
        inherited = connection.connection
        connection.connection = None  # kept alive: closing it would end the parent's session
        with suppress(BaseException):
            work(path)
        os._exit(0 if inherited else 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_no_message_is_missing_and_none_is_doubled(settings: Settings, tmp_path: object) -> None:
    settings.SMS = "console:"
    path, chance = f"{tmp_path}/sent", random.Random(7)
    for key in ("notify.burst", "notify.per_minute"):
        set_value(key, 10_000, effective_from=NOW.date(), source="测试", staff_id=None)
    for number in range(EVENTS):
        publish(Announcement("case.urge", NOW, ["case:x"], {"number": number}))

    for _ in range(KILLS):
        killed_worker(path, chance.uniform(0.02, 0.3))
    while following.follow("kills", {"case.urge": say}, at=NOW):
        pass
    Sms.objects.filter(state="sending").update(lease_until=NOW)  # the dead are known to be dead
    while notify.send_due(Ledger(path), at=NOW).more:
        pass

    assert Message.objects.filter(recipient_index=INDEX).count() == EVENTS
    assert Counter(Sms.objects.values_list("state", flat=True)) == {"sent": EVENTS}
    with open(path) as file:  # noqa: PTH123
        handed_over = Counter(file.read().split())
    assert len(handed_over) == EVENTS
    assert ParkedEvent.objects.count() == 0
