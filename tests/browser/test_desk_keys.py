"""The desk by keys alone: next, start, finish, and what keeps a slip of the finger harmless."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import Hall, build_hall, staff
from tests.desk.builders import Desk, logged_in
from yimen.reference.people.rules import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Longer than the moment in which a second press of Enter or Space counts as the same one.
BREATH_MS = 800


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    return build_hall()


@pytest.fixture
def desk(hall: Hall, live_server: LiveServer, page: Page) -> Iterator[Desk]:
    """A clerk at window 2 in a browser, nobody in line."""
    clerk = staff(hall, Role.CLERK)
    made = Desk(hall, clerk, logged_in(clerk.id), 2)
    session = made.client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_have_attribute("data-scene", "idle")
    yield made
    page.goto("about:blank")  # no request may run on while the database is emptied


def shows(page: Page, scene: str, number: str = "") -> None:
    """Wait for the middle of the desk, then until it hears a second press."""
    expect(page.locator("#desk")).to_have_attribute("data-scene", scene)
    expect(page.locator("#desk")).to_have_attribute("data-number", number)
    page.wait_for_timeout(BREATH_MS)


def press(page: Page, *keys: str) -> None:
    """Press keys one after another."""
    for key in keys:
        page.keyboard.press(key)


#: The second Enter of a nervous hand, in the very moment in which the scene has changed.
PRESS_AGAIN_AT_ONCE = """() => {
  const seen = new MutationObserver(() => {
    if (document.querySelector('#desk').dataset.scene !== 'serving') return;
    seen.disconnect();
    document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    window.pressedAgain = true;
  });
  seen.observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


def test_a_citizen_is_called_served_and_finished_by_keys(desk: Desk, page: Page) -> None:
    first, second = desk.arrive(), desk.arrive()

    press(page, "Space")
    shows(page, "called", first.number)
    press(page, "Enter")
    shows(page, "serving", first.number)
    press(page, "Enter")
    expect(page.locator("dialog[open]")).to_contain_text("确定办结吗")
    press(page, "ArrowRight", "Enter")
    shows(page, "idle")
    press(page, "Space")
    shows(page, "called", second.number)

    assert desk.state(first.id) == "done"


def test_a_double_press_does_not_start_and_finish_at_once(desk: Desk, page: Page) -> None:
    ticket = desk.arrive()
    press(page, "Space")
    shows(page, "called", ticket.number)

    page.evaluate(PRESS_AGAIN_AT_ONCE)
    press(page, "Enter")

    shows(page, "serving", ticket.number)
    page.wait_for_function("window.pressedAgain")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert desk.state(ticket.id) == "serving"


def test_a_missed_number_asks_once_and_no_is_the_default(desk: Desk, page: Page) -> None:
    ticket = desk.arrive()
    press(page, "Space")
    shows(page, "called", ticket.number)

    press(page, "m")
    expect(page.locator("dialog[open]")).to_contain_text(ticket.number)
    press(page, "Enter")
    assert desk.state(ticket.id) == "called"

    press(page, "m", "ArrowRight", "Enter")
    shows(page, "idle")
    assert desk.state(ticket.id) == "missed"


def test_a_transfer_is_typed_and_entered(desk: Desk, page: Page) -> None:
    ticket = desk.arrive("HZ")
    press(page, "Space")
    shows(page, "called", ticket.number)
    press(page, "Enter")
    shows(page, "serving", ticket.number)

    press(page, "t")
    page.keyboard.type("cr")
    press(page, "Enter")

    # Window 2 serves both businesses, so the citizen is in its line again.
    shows(page, "idle")
    assert desk.state(ticket.id) == "waiting"


def test_keys_are_letters_while_typing(desk: Desk, page: Page) -> None:
    ticket = desk.arrive()
    press(page, "Space")
    shows(page, "called", ticket.number)
    press(page, "Enter")
    shows(page, "serving", ticket.number)

    press(page, "t")
    page.keyboard.type("h q")
    press(page, "Escape")

    shows(page, "serving", ticket.number)
    assert desk.state(ticket.id) == "serving"


def test_a_pause_is_two_keys_and_so_is_its_end(desk: Desk, page: Page) -> None:
    press(page, "F10")
    expect(page.locator("#ask-pause")).to_be_visible()
    press(page, "1")
    shows(page, "paused")
    expect(page.locator("#person-title")).to_contain_text("用餐")

    press(page, "p")
    shows(page, "idle")


def test_a_refusal_is_read_and_stays_while_the_desk_is_drawn_anew(desk: Desk, page: Page) -> None:
    ticket = desk.arrive()
    press(page, "Space")
    shows(page, "called", ticket.number)

    press(page, "r")
    expect(page.locator("#notice")).to_contain_text("秒后再呼")

    page.wait_for_timeout(BREATH_MS)  # the refresh after a refusal has come by now
    expect(page.locator("#notice")).to_contain_text("秒后再呼")
    shows(page, "called", ticket.number)


def test_an_arrival_called_to_a_waiting_window_takes_the_focus(desk: Desk, page: Page) -> None:
    press(page, "Space")
    shows(page, "standby")

    ticket = desk.arrive()
    page.evaluate("document.getElementById('desk').dispatchEvent(new CustomEvent('desk:refresh'))")

    shows(page, "called", ticket.number)
    expect(page.locator("#person-title")).to_be_focused()
