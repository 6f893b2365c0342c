"""One visit through four screens in a real browser, with the real live stream, in Chinese.

Machine → phone → wall board → desk → the citizen's screen at the window. The board and the screen
hear of the call and of the finished service from the live process, not by asking again.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.conf import LazySettings
from django.db import connection
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import Hall, build_hall, device_key
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.rules import DeviceKind, Role
from yimen.services.feedback.models import Rating
from yimen.services.hall.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "演示-only-2020"
SOURCE = Path(__file__).resolve().parents[2] / "src"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    parts = connection.settings_dict
    login = f"{quote(parts['USER'])}:{quote(parts['PASSWORD'])}"
    place = f"host={parts['HOST']}&port={parts['PORT']}" if parts["HOST"] else ""
    return f"postgresql://{login}@/{parts['NAME']}?{place}"


@pytest.fixture
def live_stream(transactional_db: None, settings: LazySettings) -> Iterator[None]:
    """The real live process on the test's own database."""
    port = free_port()
    settings.LIVE_PORT = port
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {**policy, "connect-src": ["'self'", f"*:{port}"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": sources}
    variables = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "yimen.settings",
        "PYTHONPATH": str(SOURCE),
        "YIMEN_SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port)]
    command += ["--host", "127.0.0.1", "--log-level", "warning", "yimen.asgi:application"]
    with subprocess.Popen(command, env=variables) as process:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/livez")
            yield
        finally:
            process.terminate()


def wait_until_up(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address, timeout=1):  # noqa: S310 - our own process
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"{address} did not come up")


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    return build_hall()


def screen(
    browser: Browser, live_server: LiveServer, width: int, height: int, key: str = ""
) -> Page:
    """A device with its own browser; enrolled where a key is given."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN"
    )
    if key:
        context.add_cookies([{"name": "yimen_device", "value": key, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def log_in(page: Page, live_server: LiveServer, hall: Hall) -> None:
    """A clerk's first log-in of the day: number, password, one-time code, window 1."""
    clerk = Staff.objects.create_user("1001", PASSWORD, name="演示综窗")
    RoleGrant.objects.create(staff=clerk, role=Role.CLERK.value, centre_id=hall.centre_id)
    factor = TOTPDevice.objects.create(user=clerk, name="动态码", confirmed=True)
    page.goto(f"{live_server.url}/desk/")
    page.get_by_label("工号").fill("1001")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("动态码").fill(f"{totp(factor.bin_key):06d}")
    page.get_by_role("button", name="登录").click()
    page.get_by_label("窗口号").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_have_attribute("data-scene", "idle")


def take_number(page: Page, live_server: LiveServer) -> str:
    """At the machine, by phone number. The number given."""
    page.goto(f"{live_server.url}/kiosk/")
    page.get_by_role("button", name="手机号取号").click()
    page.get_by_label("手机号码").fill("13800000000")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="业务HZ").click()
    page.get_by_role("button", name="取号", exact=True).click()
    number = page.locator(".machine-number").inner_text().strip()
    assert re.fullmatch(r"A\d{3}", number)
    return number


def test_a_visit_goes_from_machine_to_board_desk_and_rating(
    browser: Browser, live_server: LiveServer, live_stream: None, hall: Hall
) -> None:
    machine = screen(browser, live_server, 1080, 1920, device_key(hall, DeviceKind.TICKET_MACHINE))
    board = screen(browser, live_server, 1920, 1080, device_key(hall, DeviceKind.BOARD))
    window = screen(browser, live_server, 1024, 768, device_key(hall, DeviceKind.WINDOW_SCREEN, 1))
    phone, desk = screen(browser, live_server, 390, 844), screen(browser, live_server, 1440, 900)
    board.goto(f"{live_server.url}/boards/")
    expect(board.get_by_text("还没有叫号")).to_be_visible()
    window.goto(f"{live_server.url}/boards/window/")
    log_in(desk, live_server, hall)

    number = take_number(machine, live_server)
    ticket = Ticket.objects.get(number=number)
    phone.goto(f"{live_server.url}/t/{ticket.public_id}")
    expect(phone.get_by_text(number).first).to_be_visible()

    desk.keyboard.press("Space")
    expect(desk.locator("#desk")).to_have_attribute("data-number", number)
    expect(board.locator(f'[data-call="{number}"]').first).to_be_visible()
    expect(board.locator(f'[data-call="{number}"]').first).to_contain_text("1 号窗口")
    expect(window.get_by_text(number).first).to_be_visible()
    expect(phone.get_by_text("1 号窗口").first).to_be_visible()

    desk.wait_for_timeout(800)
    desk.keyboard.press("Enter")
    expect(desk.locator("#desk")).to_have_attribute("data-scene", "serving")
    desk.wait_for_timeout(800)
    desk.keyboard.press("Enter")
    expect(desk.locator("dialog[open]")).to_contain_text("确定办结吗")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    expect(desk.locator("#desk")).to_have_attribute("data-scene", "idle")

    expect(window.get_by_text("请您评价这次服务")).to_be_visible()
    window.get_by_text("非常满意", exact=True).click()
    window.get_by_text("服务热情效率高").click()
    window.get_by_role("button", name="提交评价").click()
    expect(window.get_by_text("谢谢您的评价")).to_be_visible()
    expect(phone.get_by_text("已办结").first).to_be_visible()

    rating = Rating.objects.get()
    assert (rating.stars, rating.reasons, rating.is_default) == (5, [517], False)
    assert Ticket.objects.get(pk=ticket.pk).state == "done"
    for page in (machine, board, window, phone, desk):
        page.context.close()
