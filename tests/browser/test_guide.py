"""The guide in a browser: search while typing, answers change the list, phone and elder mode."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import build_hall
from tests.catalogue.passport import publish_passport
from yimen.reference.catalogue import queries as catalogue

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _item() -> None:
    build_hall()
    publish_passport()
    catalogue.forget()


def test_from_a_few_letters_to_what_to_bring(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/items/")
    page.get_by_label("要办的事").press_sequentially("huzhao")
    page.get_by_role("link", name="普通护照首次申领").click()
    expect(page.get_by_text("授权委托书")).to_be_visible()

    page.get_by_text("本人", exact=True).click()
    expect(page.get_by_text("授权委托书")).to_have_count(0)

    page.get_by_text("委托他人", exact=True).click()
    expect(page.get_by_text("是近亲属吗？")).to_be_visible()
    assert "a-who=agent" in page.url
    page.reload()
    expect(page.get_by_label("委托他人")).to_be_checked()


def test_nothing_hangs_over_the_phone_in_elder_mode(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/items/?q=huzhao")
    page.get_by_role("button", name="长辈版").click()
    page.get_by_role("link", name="普通护照首次申领").click()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("带走这份指南", exact=True).click()
    expect(page.get_by_role("link", name="打印版")).to_be_visible()


def test_without_script_the_answers_are_a_plain_form(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{live_server.url}/items/?q=huzhao")
    page.get_by_role("link", name="普通护照首次申领").click()
    page.get_by_label("委托他人").check()
    page.get_by_role("button", name="看我要带什么").click()

    expect(page.get_by_text("是近亲属吗？")).to_be_visible()
    context.close()
