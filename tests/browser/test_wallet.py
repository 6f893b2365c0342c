"""The wallet and the verification page in a browser: opened, shown, verified, at every size."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import fits, offences
from tests.builders import CITIZEN, build_hall
from tests.certificates.test_certificates import result
from tests.portal.test_me import ZHANG
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.rules import HOUSE
from yimen.services.certificates import actions
from yimen.services.certificates.queries import CertificateView

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def made(settings: Settings) -> CertificateView:
    settings.DEMO, settings.SMS = True, "console:"
    build_hall()
    now = timezone.now()
    people.know_citizen(
        Identity(CITIZEN, ZHANG["name"], ZHANG["phone"]), by=HOUSE, at=now, checked=True
    )
    return actions.issue(result(), by=HOUSE, at=now)


def log_in(page: Page, server: LiveServer) -> None:
    """From the phone's home, as a citizen does it."""
    page.goto(f"{server.url}/")
    page.get_by_role("link", name="我的证照").click()
    for name in ("name", "number", "phone"):
        page.locator(f"input[name={name}]:visible").fill(ZHANG[name])
    page.get_by_role("button", name="获取验证码").click()
    code = page.locator(".phone-code__digits").inner_text()
    page.locator("#code").fill(code)
    page.get_by_role("button", name="登录").click()


def test_a_holder_opens_a_certificate_shows_it_and_a_stranger_verifies_it(
    page: Page, browser: Browser, live_server: LiveServer, made: CertificateView
) -> None:
    page.set_viewport_size(PHONE)
    log_in(page, live_server)
    expect(page.get_by_text(made.number)).to_have_count(0)
    assert (offences(page), fits(page)) == ([], True)

    page.get_by_role("link", name=re.compile("居住证")).click()
    expect(page.get_by_text(made.number)).to_be_visible()
    assert (offences(page), fits(page)) == ([], True)

    page.get_by_role("button", name="出示给别人看").click()
    expect(page.get_by_text("请对方扫这个码")).to_be_visible()
    expect(page.locator("[data-until]")).to_have_text(re.compile(r"0[45]:\d\d"))
    assert (offences(page), fits(page)) == ([], True)

    stranger = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()
    stranger.goto(f"{live_server.url}/v/")
    stranger.locator("#code").fill(made.code.lower())
    stranger.get_by_role("button", name="核验").click()
    expect(stranger.get_by_text("证照有效")).to_be_visible()
    expect(stranger.get_by_text("演**三")).to_be_visible()
    assert (offences(stranger), fits(stranger)) == ([], True)
    stranger.context.close()


@pytest.mark.parametrize("size", [(390, 844), (1440, 900)])
def test_the_verification_fits_in_elder_mode_too(
    page: Page, live_server: LiveServer, made: CertificateView, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{live_server.url}/v/{made.code}")
    page.locator(".topbar__end button").click()

    expect(page.locator("[data-elder]")).to_have_count(1)
    expect(page.get_by_text("证照有效")).to_be_visible()
    assert (offences(page), fits(page)) == ([], True)
