"""The phone's page of the way, and the map on a number's own page."""

import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.catalogue.passport import CODE, publish_passport
from tests.laid_out import on_one_line
from yimen.channels.doorway.ways import words
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.centres import queries as centres
from yimen.reference.centres.rules.directions import directions
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def city(drawn_centre: int, db: None) -> int:
    """The demonstration centre's id."""
    return drawn_centre


def told(city: int, goal: str, language: str = "zh-hans", *, free: bool = False) -> list[str]:
    """The directions from the entrance in a language."""
    way = centres.way(city, "entrance", goal, step_free=free)
    with translation.override(language):
        return words.sentences(directions(way))


def text(client: Client, address: str) -> str:
    return on_one_line(client.get(address).content.decode())


def test_directions_read_like_a_person_who_shows_the_way(city: int) -> None:
    assert told(city, "w12") == [
        "从正门直走 45 米，经过电梯",
        "左转，走 40 米，进入 A 区",
        "12 号窗口就在前面",
    ]
    assert told(city, "w96", free=True) == [
        "从正门直走 30 米到电梯",
        "乘电梯到 2 楼",
        "出电梯右转，走 15 米",
        "右转，走 40 米，进入 D 区",
        "右转，走 10 米",
        "96 号窗口在左手边",
    ]
    assert told(city, "desk") == ["从正门直走 15 米", "服务台就在前面"]


def test_directions_are_told_in_three_languages(city: int) -> None:
    assert told(city, "w96", "en")[:3] == [
        "From the main entrance go straight on for 25 m to the escalator",
        "Take the escalator to floor 2",
        "Off the escalator, go straight on for 20 m, past the lift",
    ]
    assert told(city, "w96", "zh-hant")[-1] == "96 號窗口在左手邊"
    for number in range(1, 271, 7):
        assert not any(CHINESE.search(line) for line in told(city, f"w{number}", "en"))


def test_the_page_draws_each_floor_of_the_way_and_what_is_around_the_window(
    client: Client, city: int
) -> None:
    page = text(client, "/way/dongguan?window=150")

    assert "怎么走到 150 号窗口" in page
    assert page.count('<svg class="plan') == 3
    assert page.count("您在这里") == 1
    assert "1 楼平面图" in page
    assert "3 楼平面图" in page
    assert "乘电梯到 3 楼" in page


def test_a_plan_says_in_words_what_it_draws(client: Client, city: int) -> None:
    page = text(client, "/way/dongguan?window=12")

    assert 'role="img" aria-labelledby="plan-1-title" aria-describedby="plan-1-text"' in page
    assert '<desc id="plan-1-text">从正门直走 45 米，经过电梯；左转' in page


def test_ids_on_the_page_are_given_once(client: Client, city: int) -> None:
    ids = re.findall(r'\sid="([^"]+)"', text(client, "/way/dongguan?window=150"))

    assert len(ids) == len(set(ids))


def test_no_style_or_script_stands_in_the_page(client: Client, city: int) -> None:
    page = text(client, "/way/dongguan?window=150")

    assert " style=" not in page
    assert "<style" not in page


def test_without_steps_no_escalator_is_told(client: Client, city: int) -> None:
    steep = text(client, "/way/dongguan?window=60")
    free = text(client, "/way/dongguan?window=60&free=1")

    assert "乘扶梯到 2 楼" in steep
    assert "?window=60&amp;free=1" in steep
    assert "乘扶梯到 2 楼" not in free
    assert "乘电梯到 2 楼" in free


def test_one_may_start_at_a_machine_or_an_area(client: Client, city: int) -> None:
    assert "从取号机直走" in text(client, "/way/dongguan?window=12&from=machine-1")
    assert "从 H 区直走" in text(client, "/way/dongguan?to=toilet-5&from=area-h")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("window=999", 404, "平面图上没有这个地方"),
        ("window=十二号", 422, "窗口号是数字"),
        ("window=-3", 422, "窗口号是数字"),
        ("window=99999999999999999999", 422, "窗口号是数字"),
        ("to=moon", 404, "平面图上没有这个地方"),
        ("window=12&from=<script>", 404, "平面图上没有这个地方"),
    ],
)
def test_bad_questions_are_answered_with_the_form(
    client: Client, city: int, query: str, status: int, said: str
) -> None:
    response = client.get(f"/way/dongguan?{query}")

    assert response.status_code == status
    assert said in response.content.decode()
    assert 'name="window"' in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_without_a_question_there_is_the_form_alone(client: Client, city: int) -> None:
    page = text(client, "/way/dongguan")

    assert "您要去哪里？" in page
    assert '<svg class="plan' not in page


def _ticket(city: int) -> str:
    return take_ticket(
        centre_id=city, queue_code="SB", by=HOUSE, at=timezone.now(), channel="machine"
    ).public_id


def test_a_waiting_number_shows_the_way_to_its_area(client: Client, city: int) -> None:
    page = text(client, f"/t/{_ticket(city)}")

    assert "怎么走到 C 区" in page
    assert 'id="way-area-c"' in page
    assert page.count('<svg class="plan') == 2


def test_the_map_is_not_sent_again_while_the_goal_is_the_same(client: Client, city: int) -> None:
    address = f"/t/{_ticket(city)}"
    answer = client.get(f"{address}?goal=area-c", headers={"HX-Request": "true"})
    same = on_one_line(answer.content.decode())

    assert '<div id="way-area-c" hx-preserve="true"></div>' in same
    assert '<svg class="plan' not in same


def test_a_called_number_shows_the_way_to_its_window(client: Client, city: int) -> None:
    public_id = _ticket(city)
    window = next(duty for duty in queries.duties(city) if "SB" in duty.queues)
    actions.log_in(window.window_id, centre_id=city, by=HOUSE, at=timezone.now())
    actions.call_next(window.window_id, centre_id=city, by=HOUSE, at=timezone.now())

    page = client.get(
        f"/t/{public_id}?goal=area-c", headers={"HX-Request": "true"}
    ).content.decode()

    assert f"怎么走到 {window.window} 号窗口" in page
    assert page.count('<svg class="plan') == 3


def test_a_guide_leads_to_the_area_of_its_queue(client: Client, city: int) -> None:
    publish_passport(queue="CR")

    page = text(client, f"/items/{CODE}")

    address = re.search(r'href="(/way/dongguan\?to=[^"]+)"', page)
    assert address is not None
    assert "A 区就在前面" in text(client, address[1])
