"""A centre whose plans nobody drew works all the same."""

import pytest
from django.test import Client

from tests.builders import Hall
from tests.kiosk.machine import Machine
from tests.office.builders import as_role
from tests.portal.builders import issue_today
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db


def test_the_page_of_the_way_says_that_the_place_is_not_drawn(client: Client, hall: Hall) -> None:
    assert client.get("/way/test").status_code == 200
    assert client.get("/way/test?window=1").status_code == 404
    assert client.get("/way/nowhere").status_code == 404


def test_a_number_keeps_its_plain_directions(client: Client, hall: Hall) -> None:
    page = client.get(f"/t/{issue_today(hall)}").content.decode()

    assert "去哪里" in page
    assert "就在 1 楼，不用上楼" in page
    assert "hx-preserve" not in page


def test_the_machine_offers_no_map(hall: Hall) -> None:
    machine = Machine(hall).at_confirmation("HZ").press("take")

    assert machine.number == "A001"
    assert 'data-dialog="way"' not in machine.text


def test_the_office_says_so(hall: Hall) -> None:
    manager = as_role(hall, Role.HALL_MANAGER)

    assert "还没有平面图" in manager.get("/office/plans/").content.decode()
