"""What `doctor` says of SMS, carriers and readers, and of what waits too long for them."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from tests.delivery.builders import booked
from tests.notify.builders import say_accepted

from yimen.cli.findings import State
from yimen.cli.outside import backlog, connections
from yimen.services.delivery.models import Parcel
from yimen.services.notify.models import Sms
from yimen.support.models import ParkedEvent


def test_without_the_outside_the_house_works_and_says_so() -> None:
    found = {finding.name: finding for finding in connections({})}

    assert {finding.state for finding in found.values()} == {State.NOTE}
    assert "消息列表" in found["短信"].found


def test_what_is_set_up_is_good() -> None:
    env = {
        "YIMEN_SMS": "https://sms.example/send",
        "YIMEN_CARRIERS": "ems=https://ems.example/api sf=https://sf.example/api",
        "YIMEN_READER": "agent:http://127.0.0.1:9400/card",
    }

    found = {finding.name: finding for finding in connections(env)}

    assert {finding.state for finding in found.values()} == {State.GOOD}
    assert found["快递"].found == "ems sf"


def test_a_bad_setting_is_left_to_the_settings_own_finding() -> None:
    assert list(connections({"YIMEN_SMS": "pigeon:1"})) == []


@pytest.mark.django_db(transaction=True)
def test_what_waits_too_long_is_bad(settings: Settings) -> None:
    settings.SMS, settings.CARRIERS = "console:", {"ems": "sim:"}
    connection.ensure_connection()
    raw: psycopg.Connection = connection.connection
    assert list(backlog(raw)) == []

    say_accepted()
    Sms.objects.update(due_at=timezone.now() - timedelta(minutes=11))
    booked()
    Parcel.objects.update(alarm="silent", alarm_since=timezone.now())
    ParkedEvent.objects.create(
        follower="x", event_id=1, name="x", at=timezone.now(), topics=[], body={}, error="KeyError",
        parked_at=timezone.now(),
    )  # fmt: skip

    found = {finding.name: finding.state for finding in backlog(raw)}
    assert found == {"后续处理": State.BAD, "短信积压": State.BAD, "寄递预警": State.NOTE}
