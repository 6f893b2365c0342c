"""Paying in a browser: the code, the cashier, and the page that turns by itself."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.builders import build_hall
from tests.payments.builders import PASSPORT
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import HOUSE
from yimen.services.payments import actions
from yimen.services.payments.actions import Payer
from yimen.services.payments.queries import BillView

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bill(settings: Settings) -> BillView:
    settings.PAY, settings.PAY_SECRETS, settings.PUBLIC_URL = "sim:", ("secret",), ""
    settings.MEDIA_ROOT.mkdir(parents=True)
    return actions.make_bill(
        "case:1",
        PASSPORT,
        centre_id=build_hall().centre_id,
        department_id=Department.objects.get().pk,
        by=HOUSE,
        at=timezone.now(),
        payer=Payer("张小明", "441900199003070016"),
    )


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A phone without script."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_the_time_that_is_left_runs_down_and_nothing_hangs_over(
    page: Page, live_server: LiveServer, bill: BillView
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/pay/{bill.public_id}")
    page.get_by_role("button", name="获取缴款二维码").click()

    expect(
        page.get_by_role("img", name="缴款二维码").or_(page.locator(".pay-qr svg"))
    ).to_be_visible()
    expect(page.locator("[data-until]")).to_have_text("14:58", timeout=5_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_script_one_pays_and_sees_it_by_looking_again(
    plain: Page, live_server: LiveServer, bill: BillView
) -> None:
    plain.goto(f"{live_server.url}/pay/{bill.public_id}")
    plain.get_by_role("button", name="获取缴款二维码").click()
    plain.get_by_role("link", name="就在这部手机上付").click()
    plain.get_by_role("button", name="付款", exact=True).click()

    expect(plain.get_by_text("已缴清")).to_be_visible()
    plain.get_by_role("link", name="电子票据").click()
    expect(plain.get_by_text("非税收入一般缴款书（电子）")).to_be_visible()
