"""SMS in the office: what did not arrive and why, tried again; in the demonstration every word."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall
from tests.notify.builders import ACCEPTED, SUBJECT, ZHANG, Gateway
from tests.office.builders import as_role
from yimen.devices.sms import SmsRefused
from yimen.reference.people.rules import Role
from yimen.services.notify import actions
from yimen.services.notify.models import Sms
from yimen.services.notify.rules.templates import Key
from yimen.services.notify.tasks import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _gateway(settings: Settings, tmp_path: Path) -> None:
    settings.SMS, settings.DEMO = f"console:{tmp_path}/sms.json", False


@pytest.fixture
def manager(hall: Hall) -> Client:
    return as_role(hall, Role.HALL_MANAGER, "2001")


def say(occasion: str = "accepted") -> None:
    actions.say(
        Key.CASE_ACCEPTED,
        to=ZHANG,
        subject=SUBJECT,
        occasion=occasion,
        values=ACCEPTED,
        at=timezone.now(),
        soon=False,
    )
    Sms.objects.update(due_at=timezone.now())


def text(client: Client, query: str = "") -> str:
    answer = client.get(f"/office/messages/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_did_not_arrive_is_shown_with_its_reason_and_tried_again(manager: Client) -> None:
    say()
    actions.send_due(Gateway([SmsRefused("blacklisted")]), at=timezone.now())
    message_id = Sms.objects.get().pk
    page = text(manager)
    assert "blacklisted" in page
    assert "138****0000" in page
    assert "13800000000" not in page
    assert "482913" not in page

    assert manager.post(f"/office/messages/{message_id}/revive").status_code == 302

    assert Sms.objects.get().state == "queued"
    assert manager.post(f"/office/messages/{message_id}/revive").status_code == 409


def test_the_list_is_filtered_by_state(manager: Client) -> None:
    say()

    assert "138****0000" in text(manager, "?state=waiting")
    assert "没有这样的短信" in text(manager, "?state=dead")
    assert "138****0000" in text(manager, "?state=nonsense")


def test_without_a_gateway_the_page_says_so(manager: Client, settings: Settings) -> None:
    settings.SMS = ""

    assert "没有接短信网关" in text(manager)


def test_the_demonstration_shows_codes_and_can_break_its_gateway(
    manager: Client, settings: Settings
) -> None:
    settings.DEMO = True
    say()
    assert "查询码482913" in text(manager)
    assert "短信（演示）" in text(manager)

    assert manager.post("/office/messages/fault", {"fault": "refuses"}).status_code == 302
    send_due(timestamp=0)

    assert "短信网关拒绝发送" in text(manager)
    assert manager.post("/office/messages/fault", {"fault": "x"}).status_code == 404


def test_outside_the_demonstration_nobody_breaks_the_gateway(manager: Client) -> None:
    assert manager.post("/office/messages/fault", {"fault": "down"}).status_code == 404


def test_only_who_runs_the_hall_reads_what_was_said(hall: Hall) -> None:
    clerk = as_role(hall, Role.CLERK, "2002")

    assert clerk.get("/office/messages/").status_code == 403
    assert clerk.post("/office/messages/1/revive").status_code == 403
