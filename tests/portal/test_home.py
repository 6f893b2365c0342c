"""The phone's start page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import Hall
from tests.portal.builders import issue_today
from yimen.services.hall import queries

pytestmark = pytest.mark.django_db


def test_it_names_the_centre_and_its_lines(client: Client, hall: Hall) -> None:
    issue_today(hall, "HZ")
    issue_today(hall, "HZ")

    text = client.get("/").content.decode()

    assert "测试中心" in text
    assert "业务HZ" in text
    assert "共 2 位等候" in text


def test_a_hall_that_never_closes_says_so_without_a_clock(client: Client, hall: Hall) -> None:
    text = client.get("/").content.decode()

    assert "今天全天开放" in text
    assert "00:00" not in text


def test_no_number_stands_on_it(client: Client, hall: Hall) -> None:
    public_id = issue_today(hall)

    text = client.get("/").content.decode()

    assert "A001" not in text
    assert public_id not in text


def test_before_there_is_a_centre_it_says_so(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert "这里还没有服务中心" in response.content.decode()


def test_htmx_gets_the_lines_alone(client: Client, hall: Hall) -> None:
    response = client.get("/", headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<ul class="list" id="lines"')


def test_it_costs_the_same_for_one_and_three_in_line(client: Client, hall: Hall) -> None:
    def cost() -> int:
        queries.forget()
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
            return len(captured)

    issue_today(hall)
    one = cost()
    issue_today(hall)
    issue_today(hall, "CR")

    assert (cost(), one > 0) == (one, True)
