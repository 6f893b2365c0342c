"""A number's page misses no event, whatever it is doing when one comes."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.builders import Hall
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import HOUSE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEARD = "document.body.dispatchEvent(new CustomEvent('live:any'))"
#: While the page's part is exchanged for a newer one.
MEANWHILE = f"document.body.addEventListener('htmx:beforeSwap', () => {HEARD}, {{once: true}})"


def test_an_event_that_comes_while_the_page_is_renewed_renews_it_again(
    page: Page, live_server: LiveServer, hall: Hall
) -> None:
    taken = take_ticket(
        centre_id=hall.centre_id, queue_code="HZ", by=HOUSE, at=timezone.now(), channel="mobile"
    )
    asked: list[str] = []
    address = f"{live_server.url}/t/{taken.public_id}"
    page.goto(address)
    page.on("request", lambda request: asked.append(request.url))

    page.evaluate(f"{MEANWHILE}; {HEARD}")
    page.wait_for_timeout(4000)

    assert asked.count(address) == 2
