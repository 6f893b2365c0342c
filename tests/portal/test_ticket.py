"""A number's own page: every state as a sentence, giving it back, returning to the line."""

import re

import pytest
from django.test import Client

from tests.builders import Hall, at
from tests.portal.builders import call_today, deed, issue_today, open_today
from yimen.services.hall import queries
from yimen.services.hall.models import Ticket

pytestmark = pytest.mark.django_db


def state_of(public_id: str) -> str:
    return queries.ticket_by_public_id(public_id).state.value


def page(client: Client, public_id: str) -> str:
    return client.get(f"/t/{public_id}").content.decode()


def title(text: str) -> str:
    found = re.search(r'phone-said__title">([^<]+)<', text)
    return found[1] if found else ""


def test_waiting_shows_the_number_and_how_many_stand_before(client: Client, hall: Hall) -> None:
    issue_today(hall)
    issue_today(hall)
    mine = issue_today(hall)

    text = page(client, mine)

    assert title(text) == "等候中"
    assert ">A003<" in text
    assert "2 位" in text


def test_the_first_in_line_is_told_so(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)

    assert title(page(client, mine)) == "您排在第一位"


def test_a_called_number_is_told_its_window(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)
    open_today(hall)
    call_today(hall)

    assert title(page(client, mine)) == "请到 1 号窗口"


@pytest.mark.parametrize(
    ("deeds", "sentence"),
    [
        (("start",), "正在 1 号窗口办理"),
        (("start", "hold"), "窗口在等您的材料"),
        (("miss",), "已过号"),
        (("start", "finish"), "已办结，谢谢您"),
    ],
)
def test_each_state_is_a_sentence(
    client: Client, hall: Hall, deeds: tuple[str, ...], sentence: str
) -> None:
    mine = issue_today(hall)
    open_today(hall)
    call_today(hall)
    for name in deeds:
        deed(hall, name)

    assert title(page(client, mine)) == sentence


def test_a_number_of_another_day_has_expired(client: Client, hall: Hall) -> None:
    old = hall.issue("HZ").public_id

    text = page(client, old)

    assert title(text) == "这个号已过期"
    assert "hx-trigger" not in text.split('id="standing"')[1].split(">")[0]
    assert "取消这个号" not in text


def test_an_unknown_address_is_not_found(client: Client, hall: Hall) -> None:
    assert client.get("/t/nobody").status_code == 404


def test_htmx_gets_the_living_part_alone(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)

    response = client.get(f"/t/{mine}", headers={"HX-Request": "true"})

    assert (
        response.content.decode()
        .strip()
        .startswith('<div class="stack stack--tight" id="standing"')
    )


def test_the_page_follows_its_own_number_and_its_line(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)

    text = page(client, mine)

    assert "data-live=" in text
    assert "every 20s" in text
    assert "delay:1s" in text


def test_the_page_is_never_cached_and_holds_no_person(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)

    assert "no-store" in client.get(f"/t/{mine}")["Cache-Control"]


def test_giving_it_back_asks_first(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)

    response = client.get(f"/t/{mine}/withdraw")

    assert "取消这个号吗" in response.content.decode()
    assert state_of(mine) == "waiting"


def test_giving_it_back_twice_is_once(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)

    first = client.post(f"/t/{mine}/withdraw")
    second = client.post(f"/t/{mine}/withdraw")

    assert [first.status_code, second.status_code] == [302, 302]
    assert title(page(client, mine)) == "这个号已取消"


def test_a_number_being_served_is_not_given_back(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)
    open_today(hall)
    call_today(hall)
    deed(hall, "start")

    assert client.get(f"/t/{mine}/withdraw").status_code == 302
    assert client.post(f"/t/{mine}/withdraw").status_code == 409
    assert state_of(mine) == "serving"


def test_a_missed_number_returns_to_the_line_once(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)
    open_today(hall)
    call_today(hall)
    deed(hall, "miss")
    assert "重新排队" in page(client, mine)

    client.post(f"/t/{mine}/rejoin")
    assert state_of(mine) == "waiting"

    call_today(hall)
    deed(hall, "miss")
    text = page(client, mine)
    assert "重新排队" not in text
    assert "这个号不能再恢复" in text
    assert client.post(f"/t/{mine}/rejoin").status_code == 409


def test_returning_twice_is_once(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)
    open_today(hall)
    call_today(hall)
    deed(hall, "miss")

    answers = [client.post(f"/t/{mine}/rejoin").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert state_of(mine) == "waiting"


def test_returning_needs_a_press_not_an_address(client: Client, hall: Hall) -> None:
    assert client.get(f"/t/{issue_today(hall)}/rejoin").status_code == 405


def test_english_readers_get_an_english_page(client: Client, hall: Hall) -> None:
    client.cookies["yimen_language"] = "en"

    assert '<html lang="en"' in page(client, issue_today(hall))


def test_a_number_abandoned_by_the_end_of_the_day_says_so(client: Client, hall: Hall) -> None:
    mine = issue_today(hall)
    Ticket.objects.update(state="abandoned", called_at=at(0))

    assert title(page(client, mine)) == "这个号已过期"
