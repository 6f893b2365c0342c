"""What was begun at home is gone on with at the window, where its applicant stands with their card.

And what was begun at the window before anybody was called, on the second screen.
"""

from typing import Any

import pytest
from pytest_django import Settings

from tests.builders import Hall, at
from tests.cases.bundled import FROM_AFAR, ONLINE
from tests.cases.office import FORM
from tests.desk import test_bundle_intake
from tests.desk.test_intake import DRAWN, Window, text
from tests.journeys.test_own_bundles import filled, know
from yimen.reference.people.queries import actor_of_citizen
from yimen.services.cases.actions import drafting
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import Applicant, State
from yimen.services.hall import actions as hall_actions
from yimen.services.hall import queries as hall_queries

pytestmark = pytest.mark.django_db
#: The first card of the drawer.
NUMBER, NAME, MOBILE = "441900199003070016", "张小明", "13800000000"


@pytest.fixture(autouse=True)
def reader(settings: Settings) -> None:
    settings.DEMO, settings.READER = True, "sim:"


def begun_at_home(hall: Hall) -> CaseView:
    """A draft of their own, the form filled in."""
    by = actor_of_citizen(know(NUMBER, NAME, MOBILE))
    draft = drafting.begin(
        "jzz",
        centre_id=hall.centre_id,
        channel="mobile",
        by=by,
        at=at(0),
        answers={"who": "self"},
    )
    drafting.identify(draft.id, Person(Applicant.PERSON, NUMBER, NAME, MOBILE), by=by, at=at(1))
    return drafting.fill(draft.id, {**FORM, "name": NAME}, by=by, at=at(2))


def find(window: Any, **said: str) -> str:
    return text(window.browser.post("/desk/1/cases/find", said, follow=True))


def test_a_draft_begun_at_home_is_found_by_its_holders_card_alone(hall: Hall) -> None:
    window = Window(hall)
    draft = begun_at_home(hall)

    typed = find(window, text=NUMBER)
    other = find(window, read="1", demo="1")
    held = find(window, read="1", demo="0")

    assert draft.public_id not in typed
    assert draft.public_id not in other
    assert f"/desk/1/cases/{draft.public_id}/open" in held
    assert NUMBER not in held


def test_it_is_gone_on_with_signed_and_accepted_under_the_number_served(hall: Hall) -> None:
    window = Window(hall)
    draft = begun_at_home(hall)
    find(window, read="1", demo="0")

    opened = window.browser.post(f"/desk/1/cases/{draft.public_id}/open")
    window.address = str(opened.url)  # type: ignore[attr-defined]
    page = text(window.browser.get(window.address))
    window.send("shown")
    window.send("material/lease", way="bring")
    refused = window.send("take", deed="accept")
    shown = window.sign()
    window.send("take", deed="accept")

    present = hall_queries.at_window(hall.windows[1])
    case = cases.case(draft.id)
    assert present is not None
    assert MOBILE in page
    assert "还没有对现在填写的内容签名" in refused
    assert NUMBER in shown
    assert (case.state, case.ticket_id) == (State.ACCEPTED, present.id)
    assert case.channel == "mobile"


def test_a_bundle_begun_at_home_is_gone_on_with_by_the_same_card(hall: Hall) -> None:
    window = test_bundle_intake.Window(hall, fields=ONLINE, asked=FROM_AFAR)
    draft = filled(window.newborn, know(NUMBER, NAME, MOBILE))

    typed = find(window, text=NUMBER)
    held = find(window, read="1", demo="0")
    opened = window.browser.post(f"/desk/1/bundles/{draft.public_id}/open")
    window.address = str(opened.url)  # type: ignore[attr-defined]
    window.send("shown")
    refused = window.send("file")
    window.sign()
    receipt = window.send("file")

    assert draft.public_id not in typed
    assert f"/desk/1/bundles/{draft.public_id}/open" in held
    assert "还没有对现在填写的内容签名" in refused
    assert "一件事受理回执" in receipt


@pytest.fixture
def early(hall: Hall) -> Window:
    """A draft prepared while nobody stands at the window, on its second screen."""
    window = Window(hall)
    hall.press(hall_actions.finish, 1, by=window.clerk)
    window.fill(signed=False)
    assert window.case.ticket_id is None
    window.send("present", shown="1")
    return window


def confirm(window: Window) -> str:
    return text(window.screen().get("/boards/window/confirm", follow=True))


def call(window: Window) -> None:
    window.hall.issue("HZ")
    window.hall.call(1, by=window.clerk)


def test_a_draft_without_a_number_is_shown_and_signed_while_nobody_was_called(
    early: Window,
) -> None:
    page = confirm(early)
    early.screen().post("/boards/window/confirm", {"signature": DRAWN})

    assert MOBILE in page
    assert early.case.signed_at is not None
    early.send("take", deed="receive")
    assert early.case.state is State.RECEIVED


def test_whoever_is_called_next_does_not_see_it_nor_sign_it(early: Window) -> None:
    before = confirm(early)
    call(early)

    after = confirm(early)
    early.screen().post("/boards/window/confirm", {"signature": DRAWN})

    assert MOBILE in before
    assert MOBILE not in after
    assert early.case.signed_at is None


def test_opened_for_the_number_it_is_shown_to_whoever_was_called(early: Window) -> None:
    call(early)
    early.hall.press(hall_actions.start, 1, by=early.clerk)
    early.browser.post(f"/desk/1/cases/{early.case.public_id}/open")
    taken_off = confirm(early)

    shown = early.sign()

    assert MOBILE not in taken_off
    assert MOBILE in shown
    assert early.case.signed_at is not None
