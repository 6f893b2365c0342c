"""What waits for my decision, in the office: a page, counts in the menu, the way to the deed."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from tests.office.builders import as_role, browser_of
from yimen.reference.people.rules import Role
from yimen.services.cases.actions import special
from yimen.services.cases.models import SpecialProcedure
from yimen.services.cases.rules.clocks import StopReason

pytestmark = pytest.mark.django_db
PAGE = "/office/cases/awaited"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def reviewer(office: Office) -> Client:
    return browser_of(office.reviewer.id)


def ask(office: Office) -> tuple[str, int]:
    """A special procedure that was asked for three days ago: its case's address and its id."""
    case = office.accepted()
    asked = special.ask(
        case.id, StopReason.TESTING, days=10, reason="送检样品", by=office.handler, at=ten(10)
    )
    at = timezone.now() - timedelta(days=3)
    SpecialProcedure.objects.filter(pk=asked.id).update(asked_at=at)
    return case.public_id, asked.id


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def counts(page: str) -> list[str]:
    return re.findall(r'class="count">(\d+)<', page)


def test_a_row_says_what_who_and_how_long_and_leads_to_the_deed(
    office: Office, reviewer: Client
) -> None:
    public_id, asked = ask(office)

    page = text(reviewer, PAGE)

    assert "3 天" in page
    assert "检测，10 个工作日" in page
    assert "送检样品" in page
    assert "演示人员7002" in page
    place = f"special-decide-{asked}"
    assert f'href="/office/cases/{public_id}#{place}"' in page
    assert f'id="{place}"' in text(reviewer, f"/office/cases/{public_id}")


def test_the_menu_and_the_tab_count_what_waits_on_every_page(
    office: Office, reviewer: Client
) -> None:
    before = counts(text(reviewer, "/office/cases/"))
    ask(office)
    ask(office)

    assert before == []
    assert counts(text(reviewer, "/office/cases/")) == ["2", "2"]
    assert counts(text(reviewer, "/office/papers/")) == ["2"]
    assert counts(text(browser_of(office.handler.id), "/office/cases/")) == []


def test_nothing_waiting_says_so(reviewer: Client) -> None:
    assert "没有等您决定的事" in text(reviewer, PAGE)


def test_it_is_for_who_decides(hall: Hall) -> None:
    assert as_role(hall, Role.CLERK).get(PAGE).status_code == 403
