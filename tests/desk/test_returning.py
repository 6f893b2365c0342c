"""Who comes back with another number: the case is found again and goes on at the window."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import CITIZEN, Hall
from tests.desk.test_intake import Window, text
from yimen.services.cases.actions import adopting
from yimen.services.cases.models import Case, CaseEvent
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.rules.states import State
from yimen.services.hall import actions as hall_actions
from yimen.services.hall import queries as hall_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(hall: Hall) -> Window:
    return Window(hall)


def next_citizen(window: Window) -> int:
    """Whoever was served goes; the next one, with another number, comes."""
    hall = window.hall
    hall.press(hall_actions.finish, 1, by=window.clerk)
    hall.issue("HZ")
    hall.call(1, by=window.clerk)
    hall.press(hall_actions.start, 1, by=window.clerk)
    present = hall_queries.at_window(hall.windows[1])
    assert present is not None
    return present.id


def told(window: Window) -> str:
    """A case that lacks something; its number."""
    window.fill()
    window.send("take", deed="supplement", paper="id", **{"flaw-lease": "合同没有签名"})
    return window.case.number or ""


@pytest.mark.parametrize("by", ["number", "typed with blanks", "barcode", "person", "small x"])
def test_days_later_the_case_is_found_and_goes_on(window: Window, by: str) -> None:
    number = told(window)
    said = {
        "number": number,
        "barcode": papers_of(window.case.id)[0].barcode,
        "typed with blanks": " ".join(number[i : i + 4] for i in range(0, 21, 4)),
        "person": CITIZEN,
        "small x": CITIZEN.lower(),
    }
    ticket = next_citizen(window)

    page = text(window.browser.post("/desk/1/cases/find", {"text": said[by]}))
    opened = window.browser.post(f"/desk/1/cases/{window.case.public_id}/open")

    assert f"/desk/1/cases/{window.case.public_id}/open" in page
    assert CITIZEN not in page
    assert opened.url == window.address  # type: ignore[attr-defined]
    assert window.case.ticket_id == ticket
    assert "居住证申领" in text(window.browser.get("/desk/1/cases/"))


def test_the_supplement_is_brought_with_another_number(window: Window) -> None:
    number = told(window)
    next_citizen(window)

    window.browser.post("/desk/1/cases/find", {"text": number})
    window.browser.post(f"/desk/1/cases/{window.case.public_id}/open")
    window.send("material/lease", way="bring")
    window.send("take", deed="receive")
    window.send("take", deed="accept")

    assert window.case.state is State.ACCEPTED
    assert CaseEvent.objects.filter(case_id=window.case.id, event="adopt").count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("4419 0020 2611 2900 0002 1", "校验"),
        ("一二三", "编号"),
        ("440524188001010010", "号码"),
        ("", "编号"),
    ],
)
def test_what_cannot_be_looked_for_is_said(window: Window, said: str, sentence: str) -> None:
    page = text(window.browser.post("/desk/1/cases/find", {"text": said}, follow=True))

    assert sentence in page


def test_another_centres_case_is_neither_found_nor_opened(window: Window) -> None:
    number = told(window)
    Case.objects.update(centre_id=0)

    page = text(window.browser.post("/desk/1/cases/find", {"text": number}, follow=True))

    assert f"{window.case.public_id}/open" not in page
    assert window.browser.post(f"/desk/1/cases/{window.case.public_id}/open").status_code == 404


def test_a_draft_left_from_before_is_listed_and_opened_twice_is_once(window: Window) -> None:
    window.address = window.begin()
    ticket = next_citizen(window)

    page = text(window.browser.get("/desk/1/cases/"))
    for _ in range(2):
        window.browser.post(f"/desk/1/cases/{window.case.public_id}/open")

    assert "没交的草稿" in page
    assert window.case.ticket_id == ticket
    assert CaseEvent.objects.filter(case_id=window.case.id, event="adopt").count() == 1
    assert "没交的草稿" not in text(window.browser.get("/desk/1/cases/"))


def test_an_accepted_case_opens_as_its_receipt_and_keeps_its_number(window: Window) -> None:
    window.fill()
    window.send("take", deed="accept")
    ticket = window.case.ticket_id
    next_citizen(window)

    page = text(window.browser.post(f"/desk/1/cases/{window.case.public_id}/open", follow=True))

    assert window.case.ticket_id == ticket
    assert "回执" in page


def shows(screen: Client) -> bool:
    return CITIZEN in text(screen.get("/boards/window/confirm", follow=True))


def test_the_second_screen_shows_nobody_once_the_case_moved(window: Window) -> None:
    screen = window.screen()
    window.fill()
    window.send("present", shown="1")
    before = shows(screen)

    window.send("take", deed="accept")

    assert before
    assert not shows(screen)
    assert window.case.presented_at is None


def test_the_second_screen_shows_nobody_to_the_next_citizen(window: Window) -> None:
    screen = window.screen()
    window.fill()
    window.send("present", shown="1")
    before = shows(screen)

    next_citizen(window)

    assert before
    assert not shows(screen)


def test_who_goes_on_elsewhere_takes_it_off_the_screen(window: Window, hall: Hall) -> None:
    window.fill()
    window.send("present", shown="1")
    case, there = window.case, hall.windows[2]

    adopting.adopt(case.id, window_id=there, ticket_id=None, by=window.clerk, at=timezone.now())

    assert not shows(window.screen())
    assert window.case.presented_at is None
