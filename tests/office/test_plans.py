"""The office's page of plans: every number drawn, and windows nobody can reach named."""

import pytest
from django.test import Client

from tests.builders import Hall
from tests.office.builders import as_role
from yimen.reference.centres import queries as centres
from yimen.reference.centres.models import WalkEdge
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(drawn_centre: int, db: None) -> Client:
    """The manager of the centre whose plans are drawn."""
    return as_role(Hall(drawn_centre), Role.HALL_MANAGER)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_floor_shows_the_number_of_each_of_its_windows(manager: Client) -> None:
    page = text(manager, "/office/plans/?floor=3")

    for number in range(107, 173):
        assert f">{number}</text>" in page
    assert ">106</text>" not in page
    assert "270 个窗口从正门都走得到" in page


@pytest.mark.parametrize("floor", ["", "9", "x"])
def test_without_a_good_floor_the_first_is_shown(manager: Client, floor: str) -> None:
    assert "1 楼平面图" in text(manager, f"/office/plans/?floor={floor}")


def test_windows_without_a_way_are_named(manager: Client) -> None:
    WalkEdge.objects.filter(b__code="w7").delete()
    WalkEdge.objects.filter(a__code="w7").delete()
    centres.forget_plans()

    page = text(manager, "/office/plans/")

    assert "1 个窗口从正门走不到" in page


def test_windows_that_only_steps_lead_to_are_named(manager: Client) -> None:
    WalkEdge.objects.filter(passage="lift").delete()
    centres.forget_plans()

    assert "224 个窗口没有无台阶的路" in text(manager, "/office/plans/")


def test_only_who_runs_the_hall_sees_them(drawn_centre: int, db: None) -> None:
    clerk = as_role(Hall(drawn_centre), Role.CLERK)

    assert clerk.get("/office/plans/").status_code == 403
