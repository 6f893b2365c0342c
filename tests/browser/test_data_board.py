"""The data board on both walls: loads, fits, cuts nothing off, and axe finds nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import offences
from tests.builders import Hall, build_hall, device_key
from yimen.demo import past
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import HOUSE, DeviceKind
from yimen.services.hall import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Cards whose content is cut: a child ends below the card, or a row is shown in half.
CUT = """() => [...document.querySelectorAll('.data-card, .data-tile')].flatMap(card => {
  const box = card.getBoundingClientRect();
  const rows = [...card.querySelectorAll(':scope > *, li, dd, .data-area > *')];
  return rows.filter(row => {
    const it = row.getBoundingClientRect();
    const list = (row.closest('ul, ol') ?? card).getBoundingClientRect();
    const outOfSight = it.left >= list.right - 1;
    return !outOfSight && it.height > 0 && (it.bottom > box.bottom + 1 || it.right > box.right + 1);
  }).map(row => `${card.className}: ${row.textContent.trim().slice(0, 20)}`);
})"""


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    """A hall with a week behind it, people waiting since an hour, and calls made today."""
    codes = ("HZ", "CR", "CG", "WF", "SB", "YB", "GJ")
    hall = build_hall(dict.fromkeys(range(1, 10), codes), codes)
    now = timezone.now()
    past.load_past(hall.centre_id, at=now)
    for number in range(1, 8):
        actions.log_in(hall.windows[number], centre_id=hall.centre_id, by=HOUSE, at=now)
    for code in codes:
        for _ in range(3):
            take_ticket(
                centre_id=hall.centre_id,
                queue_code=code,
                by=HOUSE,
                at=now - timedelta(minutes=40),
                channel="machine",
            )
    for number in range(1, 8):
        actions.call_next(hall.windows[number], centre_id=hall.centre_id, by=HOUSE, at=now)
    return hall


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 1080)])
def test_the_board_fits_its_wall_and_cuts_nothing_off(
    hall: Hall, page: Page, live_server: LiveServer, width: int, height: int
) -> None:
    key = device_key(hall, DeviceKind.BOARD)
    page.context.add_cookies([{"name": "yimen_device", "value": key, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": height})

    page.goto(f"{live_server.url}/boards/data")

    expect(page.get_by_role("heading", name="最近七天")).to_be_visible()
    expect(page.locator(".data-chart svg:visible")).to_have_count(1)
    expect(page.locator(".data-card--alarm li:visible").first).to_contain_text("等候超时")
    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [width, height]
    assert page.evaluate(CUT) == []
    assert offences(page) == []
    page.goto("about:blank")
