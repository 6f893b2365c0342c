"""One case in a real browser, from the number to the receipt, signed on the second screen.

Behind the window three people decide; the issue window hands out against a signature.
"""

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import CITIZEN, at, build_hall, device_key
from tests.cases.office import Office, build_office
from yimen.channels.doorway.who import DEVICE_COOKIE
from yimen.journeys import results
from yimen.reference.people.models import Staff
from yimen.reference.people.rules import Actor, DeviceKind
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases
from yimen.services.cases.rules.states import State
from yimen.services.hall import actions as hall_actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def enter(context: BrowserContext, server: LiveServer, actor: Actor) -> Page:
    """A window of the browser in which somebody is logged in with a second factor."""
    staff = Staff.objects.get(pk=actor.id)
    factor, _ = TOTPDevice.objects.get_or_create(user=staff, name="t", confirmed=True)
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session[DEVICE_ID_SESSION_KEY] = factor.persistent_id
    session.save()
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": str(session.session_key),
                "url": server.url,
            }
        ]
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def draw(page: Page) -> None:
    """A stroke on the pad."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 140, box["y"] + 60, steps=4)
    page.mouse.up()


def at_window(browser: Browser, server: LiveServer, office: Office) -> str:
    """Number, intake, second screen, receipt. The receipt's words."""
    clerk = enter(browser.new_context(locale="zh-CN"), server, office.clerk)
    clerk.goto(f"{server.url}/desk/1/")
    clerk.keyboard.press("f")
    clerk.wait_for_url("**/cases/")
    clerk.fill("input[name=q]", "居住证")
    clerk.keyboard.press("Enter")
    clerk.click("main button:has-text('受理')")
    clerk.click("#situation label:has-text('本人')")
    clerk.click("text=保存情形")
    clerk.fill("input[name=number]", CITIZEN)
    clerk.fill("#applicant input[name=name]", "演示张三")
    clerk.fill("#applicant input[name=phone]", "13800000000")
    clerk.click("text=保存申请人")
    clerk.click("text=必要材料都已核对原件")
    clerk.click("#material-lease button:has-text('原件已核')")
    clerk.click("text=保存申请表")
    clerk.click("text=请申请人核对")
    clerk.wait_for_selector("text=请申请人在副屏核对")
    second = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    key = device_key(office.hall, DeviceKind.WINDOW_SCREEN, 1)
    second.add_cookies([{"name": DEVICE_COOKIE, "value": key, "url": server.url}])
    screen = second.new_page()
    screen.goto(f"{server.url}/boards/window/confirm")
    screen.click("text=确认签名")
    assert screen.is_visible("text=请在框内签名 >> nth=-1")
    draw(screen)
    screen.click("text=确认签名")
    screen.wait_for_url("**/boards/window/")
    clerk.reload()
    clerk.keyboard.press("F9")
    clerk.wait_for_selector(".paper__title")
    return clerk.inner_text("main")


def decide(browser: Browser, server: LiveServer, actor: Actor, public_id: str) -> Page:
    """Claim and pass a step on the case's page."""
    page = enter(browser.new_context(locale="zh-CN"), server, actor)
    page.goto(f"{server.url}/office/cases/{public_id}")
    page.locator(f"form[action$='{public_id}/do/claim'] button").click()
    page.wait_for_selector("text=已认领")
    form = page.locator(f"form[action$='{public_id}/do/finish']")
    form.locator("input[value=pass]").check()
    form.locator("textarea").fill("同意")
    form.locator("button:has-text('提交意见')").click()
    page.wait_for_selector("text=意见已提交")
    return page


def test_from_the_number_to_the_signed_hand_out(browser: Browser, live_server: LiveServer) -> None:
    office = build_office(build_hall())
    window = office.hall.windows[1]
    hall_actions.log_in(window, centre_id=office.hall.centre_id, by=office.clerk, at=at(0))
    office.hall.issue("HZ", citizen_id=CITIZEN)
    office.hall.call(1, by=office.clerk)
    office.hall.press(hall_actions.start, 1, by=office.clerk)

    receipt = at_window(browser, live_server, office)

    case = cases.case(Case.objects.get().pk)
    assert case.state is State.ACCEPTED
    assert case.signed_at is not None
    assert "收件回执" in receipt
    assert "居民身份证" in receipt
    for actor in (office.handler, office.reviewer, office.approver):
        decide(browser, live_server, actor, case.public_id)
    results.make(case.id, at=case.made_at)
    issuer = enter(browser.new_context(locale="zh-CN"), live_server, office.issuer)
    issuer.goto(f"{live_server.url}/office/issue/{case.public_id}")
    issuer.fill("#number", CITIZEN)
    issuer.fill("#name", "演示张三")
    draw(issuer)
    issuer.click("text=交给来人")
    issuer.wait_for_selector("text=领取记录")
    assert cases.case(case.id).state is State.DELIVERED
