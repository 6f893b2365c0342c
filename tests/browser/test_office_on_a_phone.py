"""Every page of the office's menu: nothing to scroll to sideways, on a phone or at a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import fits, log_in, offences
from tests.builders import build_hall
from tests.cases.office import Office, build_office
from yimen.channels.office.frame import MENU
from yimen.reference.people.models import RoleGrant
from yimen.reference.people.rules import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_ADDRESSES = sorted({task.url for entry in MENU for task in (entry.tabs or (entry,))})


@pytest.fixture
def office(page: Page, live_server: LiveServer) -> Office:
    """Somebody who may do everything, before a centre with a case."""
    made = build_office(build_hall())
    made.granted()
    made.accepted()
    for role in Role:
        RoleGrant.objects.get_or_create(staff_id=made.supervisor.id, role=role.value)
    log_in(page, live_server, made.supervisor.id)
    return made


def test_every_entry_of_the_menu_fits_and_offends_nobody(
    office: Office, page: Page, live_server: LiveServer
) -> None:
    wide, wrong = [], {}
    for address in _ADDRESSES:
        page.set_viewport_size({"width": 1440, "height": 900})
        answer = page.goto(live_server.url + reverse(address))
        assert answer is not None
        assert answer.status == 200, address
        if found := offences(page):
            wrong[address] = found
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            if not fits(page):
                wide.append((address, width))
    page.goto("about:blank")  # no request may run on while the database is emptied

    assert wide == []
    assert wrong == {}


def test_the_menu_of_a_phone_begins_at_the_page_one_is_on(
    office: Office, page: Page, live_server: LiveServer
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("office-staff"))

    entry = page.locator(".sidenav [aria-current]").bounding_box()
    page.goto("about:blank")

    assert entry is not None
    assert 0 <= entry["x"] <= 390 - entry["width"]
