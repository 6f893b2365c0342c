"""Who comes back about a bundle: it is found by what they bring, and goes on at the window."""

import pytest

from tests.builders import CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR, ONLINE
from tests.desk.test_bundle_intake import Window
from tests.desk.test_intake import text
from tests.journeys.test_own_bundles import begin, filled, know, submit
from yimen.services.cases.models import CaseBundle
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.custody import papers_of
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


def filed(window: Window) -> str:
    """A bundle whose papers stay; the address to open it again."""
    window.fill()
    kept = [each.merged.key for each in bundles.materials_of(window.view.id)]
    window.send("file", paper=kept)
    next_citizen(window)
    return f"/desk/1/bundles/{window.view.public_id}/open"


def find(window: Window, said: str) -> str:
    return text(window.browser.post("/desk/1/cases/find", {"text": said}, follow=True))


@pytest.mark.parametrize("by", ["number", "receipt", "barcode", "person"])
def test_a_filed_bundle_is_found_and_opens_as_its_receipt(window: Window, by: str) -> None:
    address = filed(window)
    number, birth = window.view.number, window.view.parts[0].case_id or 0
    said = {
        "number": " ".join(number[i : i + 4] for i in range(0, 21, 4)),
        "receipt": f"https://yimen.example.gov.cn/progress?no={number}",
        "barcode": papers_of(birth)[0].barcode,
        "person": CITIZEN,
    }

    page = find(window, said[by])
    opened = text(window.browser.post(address, follow=True))

    assert address in page
    assert CITIZEN not in page
    assert "一件事受理回执" in opened


def test_accepted_parts_stand_behind_the_line_of_their_bundle(window: Window) -> None:
    address = filed(window)

    page = find(window, CITIZEN)

    assert page.count(address) == 1
    assert f"/desk/1/cases/{window.view.parts[0].public_id}/open" not in page


@pytest.mark.parametrize("by", ["number", "person"])
def test_parts_that_wait_to_be_taken_in_are_found_beside_it(hall: Hall, by: str) -> None:
    window = Window(hall, fields=ONLINE, asked=FROM_AFAR)
    citizen_id = know()
    view = submit(filled(window.newborn, citizen_id), citizen_id)

    page = find(window, {"number": view.number, "person": CITIZEN}[by])

    birth, household, _card, gift = view.parts
    assert f"/desk/1/bundles/{view.public_id}/open" in page
    for part in (birth, gift):
        assert f"/desk/1/cases/{part.public_id}/open" in page
    assert household.item_name not in page


def test_a_draft_left_from_before_is_listed_and_goes_on_under_the_next_number(
    window: Window,
) -> None:
    window.begin()
    here = text(window.browser.get("/desk/1/cases/"))
    ticket = next_citizen(window)

    page = text(window.browser.get("/desk/1/cases/"))
    address = f"/desk/1/bundles/{window.view.public_id}/open"
    opened = [window.browser.post(address) for _ in range(2)]

    assert "没交的草稿" not in here
    assert address in page
    assert [answer.url for answer in opened] == [window.address] * 2  # type: ignore[attr-defined]
    assert window.view.ticket_id == ticket
    assert "没交的草稿" not in text(window.browser.get("/desk/1/cases/"))


def test_another_centres_bundle_is_neither_found_nor_opened(window: Window) -> None:
    address = filed(window)
    CaseBundle.objects.update(centre_id=10**6)

    assert address not in find(window, window.view.number)
    assert window.browser.post(address).status_code == 404


def test_what_a_citizen_fills_in_from_afar_is_theirs_alone(hall: Hall) -> None:
    window = Window(hall, fields=ONLINE, asked=FROM_AFAR)
    draft = begin(window.newborn, know())

    assert draft.public_id not in find(window, CITIZEN)
