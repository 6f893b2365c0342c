"""The machine's other pages: ways to a number, what is typed, looks, help, and who may see them."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.builders import CITIZEN, Hall, device_key
from tests.kiosk.machine import Machine, published
from yimen.channels.doorway.who import DEVICE_COOKIE
from yimen.devices.readers import Fault, SimulatedReader
from yimen.reference.people.rules import DeviceKind
from yimen.services.hall import queries

pytestmark = pytest.mark.django_db
INSIDE = ("on", "back", "identify", "phone", "choose", "search", "class", "take", "print")


def test_a_browser_without_a_key_is_sent_to_enrol(client: Client) -> None:
    assert client.get("/kiosk/")["Location"] == "/kiosk/enrol"


def test_a_board_is_no_ticket_machine(client: Client, hall: Hall) -> None:
    client.cookies[DEVICE_COOKIE] = device_key(hall, DeviceKind.BOARD)

    assert client.get("/kiosk/")["Location"] == "/kiosk/enrol"


def test_the_start_page_offers_every_way_and_the_halls_figures(machine: Machine) -> None:
    machine.hall.open(1, 2)
    page = machine.client.get("/kiosk/").content.decode()

    for way in ("card", "phone", "field", "search", "ground"):
        assert f'name="way" value="{way}"' in page
    assert "正在等候" in page


def test_the_figures_alone_are_a_fragment(machine: Machine) -> None:
    page = machine.client.get("/kiosk/figures").content.decode()

    assert page.strip().startswith('<div class="stats stats--strip" id="figures"')


@pytest.mark.parametrize("deed", INSIDE)
def test_an_address_inside_a_visit_leads_to_the_start_page(machine: Machine, deed: str) -> None:
    response = machine.client.get(f"/kiosk/{deed}")

    assert (response.status_code, response["Location"]) == (302, "/kiosk/")


def test_no_page_is_kept_for_the_next_citizen(machine: Machine) -> None:
    machine.at_confirmation("HZ", citizen_id=CITIZEN)

    assert machine.page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("441900199003070017", "最后一位校验不符"),
        ("441900199002300010", "出生日期不存在"),
        ("44190019900307001", "位数不对"),
        ("44190019900307001A", "含有不该有的字符"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong_at_the_field(
    machine: Machine, typed: str, fault: str
) -> None:
    machine.press("start", way="card").press("identify", citizen_id=typed)

    assert machine.page.status_code == 422
    assert fault in machine.text
    assert 'aria-invalid="true"' in machine.text


def test_a_wrong_phone_number_says_so_at_the_field(machine: Machine) -> None:
    machine.press("start", way="phone").press("phone", phone="1380000")

    assert machine.page.status_code == 422
    assert "请输入 11 位手机号" in machine.text


def test_a_phone_number_is_shown_masked(machine: Machine) -> None:
    machine.press("start", way="phone").press("phone", phone="13800000000")
    machine.press("choose", queue="HZ")

    assert "138****0000" in machine.text
    assert "13800000000" not in machine.text


def test_a_demo_card_can_be_laid_on_the_reader_in_the_demo(
    machine: Machine, simulated_reader: SimulatedReader
) -> None:
    machine.press("start", way="card").press("identify", card="0").press("choose", queue="HZ")

    assert "张*明 · 441***********0016" in machine.text


def test_without_a_reader_there_are_no_demo_cards(machine: Machine) -> None:
    machine.press("start", way="card").press("identify", card="0")

    assert machine.page.status_code == 422


def test_an_expired_card_is_refused_with_its_last_day_and_another_way(
    machine: Machine, simulated_reader: SimulatedReader
) -> None:
    machine.press("start", way="card").press("identify", card="6")

    assert machine.page.status_code == 422
    assert "这张身份证已过期（2019-06-30）" in machine.text
    assert "没带身份证，输入号码" in machine.text


def test_a_card_taken_too_early_is_laid_down_again(
    machine: Machine, simulated_reader: SimulatedReader
) -> None:
    simulated_reader.break_by(Fault.REMOVED)
    machine.press("start", way="card").press("identify", card="0")
    assert "身份证拿开得太早" in machine.text

    simulated_reader.break_by(Fault.NONE)
    machine.press("identify", card="0").press("choose", queue="HZ")

    assert "张*明 · 441***********0016" in machine.text


def test_a_reader_that_is_gone_still_leaves_the_keyboard(
    machine: Machine, simulated_reader: SimulatedReader
) -> None:
    simulated_reader.break_by(Fault.OFFLINE)

    machine.press("start", way="card").press("identify", card="0")

    assert machine.page.status_code == 503
    assert "读卡器没有连接" in machine.text
    assert "没带身份证，输入号码" in machine.text


def test_a_machine_with_a_real_reader_has_a_button_to_read(
    machine: Machine, settings: Settings
) -> None:
    settings.READER = "agent:http://127.0.0.1:9/card"

    machine.press("start", way="card")

    assert "身份证放好了，读卡" in machine.text
    assert "演示卡" not in machine.text


def test_search_finds_by_a_part_of_the_name(machine: Machine) -> None:
    machine.press("start", way="search").press("search", q="业务CR")

    assert 'value="CR"' in machine.text
    assert 'value="HZ"' not in machine.text


def test_search_that_finds_nothing_says_what_else_to_do(machine: Machine) -> None:
    machine.press("start", way="search").press("search", q="火星")

    assert "没有找到" in machine.text
    assert "按部门查找" in machine.text


def test_typing_asks_for_the_hits_alone(machine: Machine) -> None:
    machine.press("start", way="search")

    response = machine.client.post(
        "/kiosk/search", {"trip": machine.trip, "q": "HZ"}, headers={"HX-Request": "true"}
    )

    assert response.content.decode().strip().startswith('<section id="hits"')


def test_back_leads_through_the_visit_to_its_start(machine: Machine) -> None:
    machine.press("start", way="card").press("identify", citizen_id=CITIZEN)
    machine.press("choose", queue="HZ")

    machine.press("back")
    assert "您要办哪个部门的事" in machine.text
    machine.press("back")
    assert "请输入身份证号码" in machine.text
    machine.press("back")
    assert machine.page["Location"] == "/kiosk/bye"


def test_the_language_changes_in_the_middle_of_a_visit(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    machine.press("look", language="en")

    assert machine.client.cookies["yimen_language"].value == "en"
    assert '<html lang="en"' in machine.text
    machine.press("take")
    assert machine.number == "A001"


def test_elder_mode_keeps_the_page(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    machine.press("look", elder="1")

    assert "data-elder" in machine.text
    assert machine.trip != ""


def test_the_end_of_a_visit_gives_the_next_citizen_a_plain_machine(machine: Machine) -> None:
    machine.press("look", language="en")

    response = machine.client.get("/kiosk/bye")

    assert response["Location"] == "/kiosk/"
    assert machine.client.cookies["yimen_language"].value == ""
    assert machine.client.cookies[DEVICE_COOKIE].value == machine.key


def test_help_calls_a_person_and_the_visit_can_go_on(machine: Machine) -> None:
    machine.at_confirmation("HZ")
    machine.press("help")

    (asked,) = published("help.asked")
    assert asked.body == {"device": machine.name}
    machine.press("on")
    assert "取号" in machine.text
    assert machine.press("take").number == "A001"


def test_a_start_page_without_a_database_offers_to_try_again(machine: Machine) -> None:

    with patch("yimen.channels.kiosk.views.home.hall.lines", side_effect=OperationalError("gone")):
        response = machine.client.get("/kiosk/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")


def test_the_list_of_businesses_costs_the_same_for_one_and_three_in_line(machine: Machine) -> None:
    def cost() -> int:
        queries.forget()
        with CaptureQueriesContext(connection) as captured:
            machine.press("start", way="field")
            return len(captured)

    machine.at_confirmation("HZ").press("take")
    one = cost()
    machine.at_confirmation("HZ").press("take")
    machine.at_confirmation("CR").press("take")

    assert (cost(), one > 0) == (one, True)
