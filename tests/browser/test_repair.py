"""A bad rating repaired: the officer's steps on one page, and the rater's own word on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import fits, log_in, offences
from tests.builders import build_hall
from tests.office.test_repair_pages import Office
from yimen.services.feedback.rules.repair import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(page: Page, live_server: LiveServer) -> Office:
    """A repair just opened, before its officer."""
    made = Office(build_hall())
    log_in(page, live_server, made.officer.id)
    page.goto(f"{live_server.url}/office/ratings/repairs/{made.id}")
    return made


def step(page: Page, label: str, note: str = "", choice: str = "") -> None:
    """Fill in the form of a step and take it."""
    card = page.get_by_role("region", name=label, exact=True)
    if choice:
        card.get_by_text(choice, exact=True).click()
    if note:
        card.locator("textarea").fill(note)
    card.get_by_role("button", name=label).click()
    page.wait_for_load_state()


def test_a_repair_goes_from_its_sign_to_the_raters_word_and_its_end(
    office: Office, browser: Browser, page: Page, live_server: LiveServer
) -> None:
    step(page, "签收")
    step(page, "首次联系", "已致电，确认当时排队较久", "已联系上")
    step(page, "整改反馈", "已增开两个窗口", "立行立改")
    assert office.state is State.ANSWERED
    assert offences(page) == []
    step(page, "请评价人评价整改")
    address = page.locator(".one-time__key").inner_text()
    page.get_by_role("link", name="已发给评价人").click()

    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    phone = context.new_page()
    phone.goto(address)
    expect(phone.get_by_text("已增开两个窗口")).to_be_visible()
    phone.get_by_role("button", name="满意", exact=True).click()
    phone.get_by_label("还想说的").fill("好多了")
    assert fits(phone)
    assert offences(phone) == []
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("谢谢您再次评价")).to_be_visible()
    context.close()

    page.reload()
    expect(page.get_by_text("好多了")).to_be_visible()
    step(page, "回访", "已回访，评价人满意", "已接通")
    step(page, "办结", "已整改")
    expect(page.get_by_text("这件整改已经结束。")).to_be_visible()
    assert office.state.value == State.CLOSED.value
