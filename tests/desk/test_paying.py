"""Money at the window: the bill on the receipt's page, the code on the second screen."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import CONTENT
from tests.desk.test_intake import Window, text
from yimen.devices.simulated_gateway import Deed
from yimen.journeys import bills
from yimen.services.hall import actions as hall_actions
from yimen.services.payments import actions, queries
from yimen.services.payments.queries import BillView
from yimen.services.payments.rules.states import BillState

pytestmark = pytest.mark.django_db

FEE = {"name": "工本费", "fen": 2_000, "highest_fen": 2_000, "basis": "粤价函〔1〕号"}
OPEN_FEE = {"name": "签注费", "fen": 1_500, "highest_fen": 8_000}


@pytest.fixture(autouse=True)
def _till(settings: Settings) -> None:
    settings.PAY, settings.PAY_SECRETS, settings.PUBLIC_URL = "sim:", ("secret",), ""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)


def accepted(hall: Hall, fee: dict[str, object] = FEE) -> tuple[Window, str]:
    """A window where a case was accepted just now, and its receipt's page."""
    window = Window(hall, content={**CONTENT, "fees": [fee]})
    window.fill()
    page = window.send("take", deed="accept")
    return window, page


def bill_of(window: Window) -> BillView:
    found = bills.bill_of(window.case.id)
    assert found is not None
    return found


def paid(window: Window) -> None:
    """The citizen's phone pays what the code asks for."""
    gateway, [payment] = actions.simulated(), queries.payments_of(bill_of(window).id)
    assert gateway is not None
    for told in gateway.do(payment.order_no, Deed.PAY, at=timezone.now()):
        actions.receive_callback(told.body, told.headers, at=timezone.now())


def test_an_accepted_case_shows_what_it_costs_at_once(hall: Hall) -> None:
    window, page = accepted(hall)

    assert bill_of(window).state is BillState.OPEN
    assert "¥20.00" in page
    assert "待缴" in page
    assert "在副屏显示缴款码" in page


def test_a_case_without_fees_shows_nothing_of_money(hall: Hall) -> None:
    window = Window(hall)
    window.fill()

    assert "缴费" not in window.send("take", deed="accept")


def test_the_code_is_on_the_second_screen_until_it_is_paid(hall: Hall) -> None:
    window, _page = accepted(hall)
    screen = window.screen()
    before = screen.get("/boards/window/")

    page = window.send("pay")
    led = screen.get("/boards/window/")
    shown = text(screen.get("/boards/window/pay"))
    paid(window)
    part = text(window.browser.get(window.address + "bill"))
    after = screen.get("/boards/window/")

    assert before.status_code == 200
    assert "缴款码已显示在副屏上" in page
    assert led.headers["Location"] == "/boards/window/pay"
    assert "¥20.00" in shown
    assert "演**三" in shown
    assert "演示张三" not in shown
    assert '<span id="cost-word" hx-swap-oob="true">已缴清</span>' in part
    assert "电子票据" in part
    assert after.status_code == 200


def test_nobody_but_the_windows_own_screen_shows_the_code(hall: Hall) -> None:
    window, _page = accepted(hall)
    window.send("pay")

    assert window.browser.get("/boards/window/pay").status_code == 403
    assert Client().get("/boards/window/pay").status_code == 302


def test_the_next_number_does_not_see_the_code_of_the_last(hall: Hall) -> None:
    window, _page = accepted(hall)
    window.send("pay")
    screen = window.screen()
    hall.press(hall_actions.finish, 1, by=window.clerk)

    assert screen.get("/boards/window/pay").headers["Location"] == "/boards/window/"
    assert screen.get("/boards/window/").status_code == 200


def test_an_amount_that_depends_is_settled_by_the_clerk_within_its_range(hall: Hall) -> None:
    window, page = accepted(hall, OPEN_FEE)
    before = bills.bill_of(window.case.id)

    refused = window.send("settle", **{"fee-0": "80.01"})
    nonsense = window.send("settle", **{"fee-0": "八十"})
    settled = window.send("settle", **{"fee-0": "46.5"})

    assert before is None
    assert "金额待核定" in page
    assert "¥15.00 到 ¥80.00 之间" in refused
    assert "之间" in nonsense
    assert "¥46.50" in settled
    assert bill_of(window).total_fen == 4_650


def test_an_instant_case_is_made_when_it_is_paid(hall: Hall) -> None:
    window = Window(hall, content={**CONTENT, "fees": [FEE]}, PROJECT_TYPE="1")
    window.fill()
    page = window.send("take", deed="grant")

    assert "待缴" in page
    assert window.case.state.value == "granted"
