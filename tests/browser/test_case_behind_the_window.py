"""Behind the window in a browser: three people decide a case, and four eyes are seen to count."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import build_hall
from tests.cases.office import Office, build_office
from tests.office.builders import browser_of
from yimen.reference.people.models import RoleGrant
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.queries import cases
from yimen.services.cases.rules.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sit_down(page: Page, live_server: LiveServer, actor: Actor) -> None:
    """Somebody's own browser, at the list of what may be claimed."""
    session = browser_of(actor.id).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/office/cases/open")


def decide(page: Page, opinion: str) -> None:
    """From the list to the opinion."""
    page.get_by_role("button", name="认领").click()
    page.get_by_label("同意", exact=True).check()
    page.get_by_label("说明").fill(opinion)
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("意见已提交。")).to_be_visible()


def test_handler_reviewer_and_approver_decide_and_nobody_twice(
    page: Page, live_server: LiveServer
) -> None:
    office: Office = build_office(build_hall())
    case = office.accepted()
    RoleGrant.objects.create(
        staff_id=office.handler.id, role=Role.APPROVER.value, department_id=office.department_id
    )

    sit_down(page, live_server, office.handler)
    decide(page, "材料齐全")
    sit_down(page, live_server, office.reviewer)
    decide(page, "核查无误")

    sit_down(page, live_server, office.handler)
    page.get_by_role("link", name="居住证申领").click()
    expect(page.get_by_text("您在这个办件里承办过，须由另一位同事办理这一步。")).to_be_visible()
    expect(page.get_by_role("button", name="认领")).to_be_disabled()
    page.goto(f"{live_server.url}/office/cases/open")
    page.get_by_role("button", name="认领").click()
    expect(page.get_by_role("alert")).to_contain_text("须由另一位同事办理")

    sit_down(page, live_server, office.approver)
    decide(page, "同意发证")
    expect(page.get_by_text("准予").first).to_be_visible()
    page.goto("about:blank")  # no request may run on while the database is emptied
    assert cases.case(case.id).state is State.GRANTED
