"""Walls and window screens in English: names translated, no sentence left in Chinese."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.builders import Hall, device_key
from tests.languages import COOKIE, chinese_in, translate_names

from yimen.journeys.serve import finish
from yimen.journeys.take_ticket import take_ticket
from yimen.reference.people.rules import HOUSE, DeviceKind
from yimen.services.hall import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(hall: Hall) -> Hall:
    """A hall whose window 1 has called a number a moment ago."""
    translate_names(hall)
    now = timezone.now()
    take_ticket(centre_id=hall.centre_id, queue_code="HZ", by=HOUSE, at=now, channel="machine")
    actions.log_in(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now)
    actions.call_next(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=now, key=None)
    return hall


def english(hall: Hall, kind: DeviceKind, window: int | None = None) -> Client:
    client = Client()
    client.cookies["yimen_device"] = device_key(hall, kind, window)
    client.cookies[COOKIE] = "en"
    return client


def test_the_wall_names_the_called_business_in_english(called: Hall) -> None:
    text = english(called, DeviceKind.BOARD).get("/boards/").content.decode()
    words = re.search(r'<script id="wall-words"[^>]*>(.*?)</script>', text, re.DOTALL)

    assert words is not None
    assert ">Service HZ<" in text
    assert json.loads(words[1])["businesses"]["HZ"] == "Service HZ"
    # what is said aloud has its own languages, whatever the page's
    assert chinese_in(text.replace(words[1], "").encode()) == set()


def test_the_window_screen_is_english_throughout(called: Hall) -> None:
    page = english(called, DeviceKind.WINDOW_SCREEN, 1).get("/boards/window/")

    assert "Please come to this window" in page.content.decode()
    assert chinese_in(page.content) == set()


@pytest.mark.parametrize("stars", ["", "1", "5"])
def test_rating_on_the_screen_is_english_when_chosen(called: Hall, stars: str) -> None:
    at = timezone.now()
    actions.start(called.windows[1], centre_id=called.centre_id, by=HOUSE, at=at)
    _, token = finish(called.windows[1], centre_id=called.centre_id, by=HOUSE, at=at)
    screen = english(called, DeviceKind.WINDOW_SCREEN, 1)

    page = screen.get(f"/boards/window/rate/{token}?lang=en&stars={stars}")

    assert page.status_code == 200
    assert chinese_in(page.content) == set()
