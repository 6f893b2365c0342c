"""Pressed twice at once, each result is registered as one paper."""

from threading import Barrier

import pytest

from tests.builders import build_hall
from tests.cases.office import Office, build_office, ten
from tests.hall.test_races import CLIENTS, at_once
from yimen.journeys import results
from yimen.services.cases.actions import custody
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperKind, Place, PlaceKind

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office() -> Office:
    return build_office(build_hall())


def made(office: Office) -> CaseView:
    """A case with its result issued."""
    case = office.granted()
    results.make(case.id, at=ten(60))
    return case


def test_sixteen_presses_register_each_result_once(office: Office) -> None:
    case = made(office)

    answers = at_once(lambda _: results.print_results(case.id, by=office.issuer, at=ten(70)))

    (paper,) = papers.papers_of(case.id)
    assert [[each.barcode for each in found] for found in answers] == [[paper.barcode]] * CLIENTS


def test_the_harness_would_see_papers_looked_for_first_and_registered_after(office: Office) -> None:
    """Guards the test above: all look before anybody has registered; the lock comes too late."""
    case = made(office)
    all_have_looked = Barrier(CLIENTS)

    def careless(_: int) -> list[PaperView]:
        known = papers.papers_of(case.id)
        all_have_looked.wait()
        sheets = [] if known else [Sheet(PaperKind.RESULT, "居住证")]
        place = Place(PlaceKind.ISSUE_WINDOW)
        return custody.register(case.id, sheets, place, by=office.issuer, at=ten(70))

    at_once(careless)

    assert len(papers.papers_of(case.id)) == CLIENTS
