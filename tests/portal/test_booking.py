"""Booking on the phone, page by page, as a browser without script walks it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.booking.builders import LI, ZHANG, person
from tests.builders import Hall
from yimen.journeys import book as journey
from yimen.reference.people.rules import HOUSE
from yimen.services.booking.actions import Person
from yimen.services.booking.models import Appointment, Slot
from yimen.services.booking.rules.slots import Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(hall: Hall) -> int:
    """Tomorrow's first half hour of HZ, with two places."""
    at = timezone.now()
    journey.set_plan(hall.centre_id, "HZ", Places(2, 2), by=HOUSE, at=at)
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return journey.slots(hall.centre_id, "HZ", tomorrow, at=at)[0].id


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def form_of(who: Person, **more: str) -> dict[str, str]:
    return {"name": who.name, "citizen_id": who.citizen_id, "phone": who.phone, **more}


def booked(client: Client, slot: int, who: Person = ZHANG) -> str:
    """Book; the address of the booking's own page."""
    answer: Any = client.post(f"/book/s/{slot}", form_of(who))
    assert answer.status_code == 302
    return str(answer.url)


def test_one_question_a_page_leads_to_a_code(client: Client, slot: int) -> None:
    address, tomorrow = "/book/", timezone.localdate() + timedelta(days=1)
    for wanted in ("/book/q/HZ", f"/book/q/HZ/{tomorrow}", f"/book/s/{slot}"):
        assert f'href="{wanted}"' in page(client, address)
        address = wanted
    text = page(client, address)
    key = re.search(r'name="key" value="([^"]+)"', text)
    assert key is not None

    first = client.post(address, form_of(ZHANG, key=key[1]))
    second = client.post(address, form_of(ZHANG, key=key[1]))

    assert first["Location"] == second["Location"]
    done = page(client, first["Location"])
    code = Appointment.objects.get().code or ""
    assert f"{code[:4]} {code[4:]}" in done
    assert "09:00–09:30" in done
    assert ZHANG.citizen_id not in done
    assert ZHANG.phone not in done


def test_a_fault_is_said_at_its_field_and_keeps_the_rest(client: Client, slot: int) -> None:
    answer = client.post(f"/book/s/{slot}", form_of(ZHANG) | {"citizen_id": "441900199003070017"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "最后一位校验不符" in text
    assert 'value="张小明"' in text
    assert Appointment.objects.count() == 0


@pytest.mark.parametrize(
    "agent", [{"agent_name": "李芳"}, {"agent_id": LI.citizen_id}], ids=["name", "number"]
)
def test_an_agent_needs_name_and_number(client: Client, slot: int, agent: dict[str, str]) -> None:
    answer = client.post(f"/book/s/{slot}", form_of(ZHANG, **agent))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "代办人的姓名和身份证号都要填。" in text
    assert '<details class="phone-agent" open>' in text


def test_a_place_lost_meanwhile_is_told_on_the_page(client: Client, slot: int) -> None:
    booked(client, slot, person(1))
    booked(client, slot, person(2))

    answer = client.post(f"/book/s/{slot}", form_of(ZHANG))

    assert answer.status_code == 409
    assert "这个时段刚刚约满" in answer.content.decode()


def test_a_full_half_hour_is_shown_without_a_way_in(client: Client, slot: int) -> None:
    booked(client, slot, person(1))
    booked(client, slot, person(2))
    tomorrow = timezone.localdate() + timedelta(days=1)

    text = page(client, f"/book/q/HZ/{tomorrow}")

    assert f"/book/s/{slot}" not in text
    assert "约满" in text


def test_a_search_finds_and_says_when_it_does_not(client: Client, slot: int) -> None:
    assert "/book/q/HZ" in page(client, "/book/?q=hz")
    assert "没有找到可预约的业务" in page(client, "/book/?q=登月")


def test_the_next_release_is_announced(client: Client, slot: int) -> None:
    assert "放出。" in page(client, "/book/q/HZ")


def test_code_and_last_four_lead_to_the_booking(client: Client, slot: int) -> None:
    address = booked(client, slot)
    code = Appointment.objects.get().code

    right = client.post("/book/find", {"code": code, "tail": "1234"})
    wrong = client.post("/book/find", {"code": code, "tail": "9999"})

    assert right["Location"] == address
    assert wrong.status_code == 422
    assert "没有找到预约" in wrong.content.decode()


def test_giving_back_asks_once(client: Client, slot: int) -> None:
    address = booked(client, slot)
    assert "取消这个预约吗？" in page(client, f"{address}/cancel")
    assert Slot.objects.get(pk=slot).booked == 1

    client.post(f"{address}/cancel")
    again = client.get(f"{address}/cancel")

    assert Slot.objects.get(pk=slot).booked == 0
    assert "这个预约已取消" in page(client, address)
    assert again["Location"] == address


def test_who_lost_the_half_hour_is_told_what_to_do(client: Client, slot: int) -> None:
    address = booked(client, slot)
    Appointment.objects.update(displaced_at=timezone.now())

    text = page(client, address)

    assert "大厅这个时间改为不开放" in text
    assert "取消，改约其他时间" in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("checked_in", "已签到"), ("done", "已办理，谢谢您"), ("cancelled", "这个预约已取消"),
        ("called_off", "大厅取消了这个预约"), ("late", "已过预约时段"),
        ("no_show", "没有按时到，记一次爽约"), ("expired", "这个预约已过期"),
    ],
)  # fmt: skip
def test_every_state_is_a_sentence(
    client: Client, hall: Hall, slot: int, state: str, said: str
) -> None:
    address = booked(client, slot)
    ticket = hall.issue().id if state in ("checked_in", "done", "late") else None
    Appointment.objects.update(state=state, ticket_id=ticket)

    assert said in page(client, address)


@pytest.mark.parametrize("address", ["/book/s/999999", "/book/q/NO", "/book/a/nobody"])
def test_what_does_not_exist_is_a_page_that_says_so(
    client: Client, slot: int, address: str
) -> None:
    page(client, address, status=404)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "What would you like to do?"), ("zh-hant", "您要辦甚麼？")]
)
def test_the_pages_speak_other_languages(
    client: Client, slot: int, language: str, said: str
) -> None:
    client.cookies["yimen_language"] = language

    assert said in page(client, "/book/")
