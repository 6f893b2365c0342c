"""A bundle (一件事) filed on the phone in a browser: found, filled in, signed, followed."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import fits, offences
from tests.builders import CITIZEN, build_hall
from tests.cases.bundled import FROM_AFAR, ONLINE, build_newborn
from tests.journeys.builders import react
from tests.journeys.test_reuse import issued
from tests.portal.test_me import ZHANG
from tests.portal.test_own_bundles import photo
from yimen.reference.people import actions as people
from yimen.reference.people.actions import Identity
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.models import Case, CaseBundle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def offered(settings: Settings) -> None:
    """The bundle, a citizen the house knows, and a certificate of theirs."""
    settings.DEMO, settings.SMS = True, "console:"
    newborn = build_newborn(build_hall(), fields=ONLINE, asked=FROM_AFAR)
    issued(newborn.office, "租赁合同")
    people.know_citizen(
        Identity(CITIZEN, ZHANG["name"], ZHANG["phone"]),
        by=HOUSE,
        at=timezone.now(),
        checked=True,
    )


def look(page: Page, shown: str) -> None:
    """The step is there, nothing on it is wrong, and nothing has to be scrolled to sideways."""
    expect(page.get_by_text(shown).first).to_be_visible()
    assert (offences(page), fits(page)) == ([], True)


def log_in(page: Page) -> None:
    for name in ("name", "number", "phone"):
        page.locator(f"input[name={name}]:visible").fill(ZHANG[name])
    page.get_by_role("button", name="获取验证码").click()
    code = page.locator(".phone-code__digits").inner_text()
    page.locator("#code").fill(code)
    page.get_by_role("button", name="登录").click()


def sign(page: Page) -> None:
    """A line across the pad."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 100, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("elder", [False, True])
def test_from_the_guide_to_all_parts_on_one_page(
    page: Page, live_server: LiveServer, elder: bool
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/bundles/newborn")
    if elder:
        page.locator(".topbar__end button").click()
        expect(page.locator("[data-elder]")).to_have_count(1)
    page.get_by_label("要", exact=True).check()
    look(page, "申领表")

    page.get_by_role("link", name="在手机上一次办").click()
    log_in(page)
    look(page, "每样材料只交一次")
    page.get_by_role("button", name="开始办理").click()

    look(page, "还有 2 份要交")
    identity = page.locator("#material-birth-id")
    identity.locator("input[type=file]").set_input_files(
        {"name": "id.png", "mimeType": "image/png", "buffer": photo().read()}
    )
    identity.get_by_role("button", name="上传").click()
    lease = page.locator("#material-gift-lease")
    lease.get_by_label("我同意用于").check()
    lease.get_by_role("button", name="免提交").click()
    look(page, "要交的都有了")

    page.get_by_role("link", name="下一步：申请表").click()
    look(page, "只填这一张表")
    page.get_by_role("button", name="下一步：核对").click()
    look(page, "请在框内签名")
    submit = page.get_by_role("button", name="一次提交全部事项")
    submit.click()
    expect(page.locator(".signature__missing")).to_be_visible()
    sign(page)
    submit.click()

    look(page, "已提交全部事项")
    expect(page.get_by_text("等“居民户口簿”出来后自动提交")).to_be_visible()
    assert Case.objects.count() == 2
    react()
    page.goto(f"{live_server.url}/me/messages")
    page.get_by_role("link", name="出生一件事").first.click()
    expect(page).to_have_url(f"{live_server.url}/me/bundles/{CaseBundle.objects.get().public_id}")
    page.get_by_role("link", name="返回").click()
    look(page, "4 个事项")
