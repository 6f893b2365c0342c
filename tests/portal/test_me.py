"""Logging in by a code, a citizen's own pages, and leaving them for whoever comes next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.payments.builders import PASSPORT
from yimen.reference.catalogue.models import Department
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.models import Citizen
from yimen.reference.people.rules import HOUSE
from yimen.services.notify.models import Message, Sms
from yimen.services.payments import actions as payments
from yimen.services.payments.actions import Payer

pytestmark = pytest.mark.django_db

ZHANG = {"name": "张小明", "number": CITIZEN, "phone": "13800001234"}


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO, settings.SMS = True, "console:"


def ask(client: Client, **change: str) -> str:
    """The code the demonstration shows; empty where none is."""
    text = client.post("/me/log-in", ZHANG | change).content.decode()
    found = re.search(r'phone-code__digits num">(\d{6})<', text)
    return found[1] if found else ""


def log_in(client: Client, following: str = "") -> str:
    code = ask(client)
    answer = client.post("/me/log-in", ZHANG | {"code": code, "next": following})
    return str(answer.headers.get("Location", answer.status_code))


def test_a_stranger_is_sent_to_log_in_and_comes_back(client: Client) -> None:
    sent = client.get("/me/").headers["Location"]

    assert sent == "/me/log-in?next=%2Fme%2F"
    assert log_in(client, "/me/bills") == "/me/bills"


def test_the_log_in_leads_to_no_other_house(client: Client) -> None:
    assert log_in(client, "https://evil.example/") == "/me/"


def test_the_first_log_in_registers_and_greets_with_a_masked_name(client: Client) -> None:
    log_in(client)

    text = client.get("/me/").content.decode()

    assert "张*明，您好" in text
    assert "手机已验证" in text
    assert "张小明" not in text
    assert CITIZEN not in text
    assert Citizen.objects.count() == 1


def test_the_code_goes_out_as_an_sms_and_outside_the_demonstration_nowhere_else(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = False

    assert ask(client) == ""
    assert (Message.objects.count(), Sms.objects.count()) == (1, 1)


def test_a_wrong_code_is_refused_and_the_right_one_still_counts(client: Client) -> None:
    code = ask(client)
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    answer = client.post("/me/log-in", ZHANG | {"code": wrong})

    assert answer.status_code == 422
    assert "验证码不对" in answer.content.decode()
    assert client.post("/me/log-in", ZHANG | {"code": code}).status_code == 302


def test_five_wrong_codes_lock_the_right_one(client: Client) -> None:
    code = ask(client)
    for _ in range(5):
        client.post("/me/log-in", ZHANG | {"code": f"{(int(code) + 1) % 10**6:06d}"})

    assert client.post("/me/log-in", ZHANG | {"code": code}).status_code == 422


def test_a_second_code_at_once_is_not_sent_and_the_page_stays(client: Client) -> None:
    ask(client)

    text = client.post("/me/log-in", ZHANG).content.decode()

    assert "验证码刚刚发出" in text
    assert 'name="code"' in text


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"number": "441900199003070017"}, {"phone": "12345"}]
)
def test_what_cannot_be_is_asked_again(client: Client, change: dict[str, str]) -> None:
    answer = client.post("/me/log-in", ZHANG | change)

    assert answer.status_code == 422
    assert 'name="code"' not in answer.content.decode()


def test_own_bills_need_a_card_that_a_window_has_seen(client: Client, hall: Hall) -> None:
    bill = payments.make_bill(
        "case:1",
        PASSPORT,
        centre_id=hall.centre_id,
        department_id=Department.objects.get().pk,
        by=HOUSE,
        at=timezone.now(),
        payer=Payer("张小明", CITIZEN),
    )
    log_in(client)
    before = client.get("/me/bills")

    people.know_citizen(
        Identity(CITIZEN, "张小明", "13800001234"), by=HOUSE, at=timezone.now(), checked=True
    )
    after = client.get("/me/bills").content.decode()

    assert before.status_code == 403
    assert "核验身份" in before.content.decode()
    assert f"/pay/{bill.public_id}" in after
    assert "待缴" in after


def test_somebody_elses_bills_are_not_shown(client: Client, hall: Hall) -> None:
    payments.make_bill(
        "case:1",
        PASSPORT,
        centre_id=hall.centre_id,
        department_id=Department.objects.get().pk,
        by=HOUSE,
        at=timezone.now(),
        payer=Payer("李四", "441900200001010023"),
    )
    people.know_citizen(
        Identity(CITIZEN, "张小明", "13800001234"), by=HOUSE, at=timezone.now(), checked=True
    )
    log_in(client)

    assert "没有账单" in client.get("/me/bills").content.decode()


def test_who_is_done_leaves_nobody_behind(client: Client) -> None:
    log_in(client)

    client.post("/me/leave")

    assert client.get("/me/").status_code == 302


def test_the_log_in_changes_the_sessions_key(client: Client) -> None:
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    log_in(client)

    assert client.session.session_key != before


def test_a_citizen_who_does_nothing_for_a_while_is_out(client: Client) -> None:
    log_in(client)
    session = client.session
    earlier = timezone.now() - timedelta(minutes=16)
    session["citizen"] = session["citizen"] | {"used_at": earlier.isoformat()}
    session.save()

    assert client.get("/me/").status_code == 302


def test_a_citizen_who_is_no_longer_known_is_out(client: Client) -> None:
    log_in(client)
    Citizen.objects.all().delete()

    assert client.get("/me/").status_code == 302
