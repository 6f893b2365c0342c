"""The phone in English: the number's page in its states, the rating of every grade."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import Hall
from tests.languages import COOKIE, chinese_in, translate_names
from tests.portal.builders import call_today, deed, issue_today, open_today
from yimen.journeys.serve import finish
from yimen.reference.people.rules import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(client: Client, hall: Hall) -> Client:
    """A phone whose owner has chosen English."""
    translate_names(hall)
    client.cookies[COOKIE] = "en"
    return client


def test_the_home_page_is_english_throughout(english: Client) -> None:
    page = english.get("/")

    assert "How to take a number" in page.content.decode()
    assert chinese_in(page.content) == set()


@pytest.mark.parametrize(
    ("deeds", "sentence"),
    [
        ([], "You are first in line"),
        (["call"], "Please go to window 1"),
        (["call", "start"], "Being served at window 1"),
        (["call", "start", "hold"], "The window is waiting for your documents"),
        (["call", "miss"], "You may rejoin the queue once"),
        (["call", "start", "finish"], "All done, thank you"),
    ],
)
def test_the_numbers_page_is_english_in_every_state(
    english: Client, hall: Hall, deeds: list[str], sentence: str
) -> None:
    public_id = issue_today(hall)
    open_today(hall)
    for name in deeds:
        if name == "call":
            call_today(hall)
        else:
            deed(hall, name)

    page = english.get(f"/t/{public_id}")

    assert sentence in page.content.decode()
    assert chinese_in(page.content) == set()


def test_people_ahead_are_counted_in_the_right_form(english: Client, hall: Hall) -> None:
    issue_today(hall)
    second, third = issue_today(hall), issue_today(hall)

    assert ">1 person<" in english.get(f"/t/{second}").content.decode()
    assert ">2 people<" in english.get(f"/t/{third}").content.decode()


def test_a_cancelled_number_and_the_question_before_are_english(
    english: Client, hall: Hall
) -> None:
    public_id = issue_today(hall)

    asked = english.get(f"/t/{public_id}/withdraw")
    after = english.post(f"/t/{public_id}/withdraw", follow=True)

    assert "Cancel this number?" in asked.content.decode()
    assert "This number was cancelled" in after.content.decode()
    assert chinese_in(asked.content) | chinese_in(after.content) == set()


@pytest.mark.parametrize("stars", ["", "1", "2", "3", "4", "5"])
def test_rating_is_english_with_the_reasons_of_every_grade(
    english: Client, hall: Hall, stars: str
) -> None:
    issue_today(hall)
    open_today(hall)
    call_today(hall)
    deed(hall, "start")
    _, token = finish(hall.windows[1], centre_id=hall.centre_id, by=HOUSE, at=timezone.now())

    page = english.get(f"/r/{token}?stars={stars}")

    assert "How satisfied are you?" in page.content.decode()
    assert chinese_in(page.content) == set()


@pytest.mark.parametrize("address", ["/r/thanks", "/r/unknown", "/t/unknown", "/nowhere"])
def test_thanks_and_what_is_not_found_are_english(english: Client, address: str) -> None:
    assert chinese_in(english.get(address).content) == set()
