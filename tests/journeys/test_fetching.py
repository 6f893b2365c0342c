"""Papers from the citizen's door: asked for on a page, fetched, opened once, and registered."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from tests.delivery.builders import HOME, FakeCarrier, scan
from tests.office.builders import browser_of
from yimen.journeys.fetching import fetch_materials, unpack
from yimen.kernel.errors import NotAllowed
from yimen.services.cases.actions import filing, supplementing
from yimen.services.cases.errors import NotEditable
from yimen.services.cases.queries import cases, progress
from yimen.services.cases.queries.custody import papers_of
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import Place, PlaceKind
from yimen.services.cases.rules.states import MaterialState, State
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import StepNotAllowed
from yimen.services.delivery.queries import Direction, ParcelView

pytestmark = pytest.mark.django_db
WHERE = {
    "name": HOME.name,
    "phone": HOME.phone,
    "region": HOME.region,
    "street": HOME.street,
}


@pytest.fixture(autouse=True)
def _outside(settings: Settings) -> None:
    settings.SMS, settings.CARRIERS = "console:", {"ems": "sim:"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def to_supplement(office: Office) -> CaseView:
    """A case whose lease is to be brought anew."""
    case = office.received()
    supplementing.ask(case.id, {"lease": "合同没有签名。"}, by=office.clerk, at=ten(7))
    return cases.case(case.id)


def arrived(parcel: ParcelView) -> ParcelView:
    """Fetched and brought here."""
    actions.place_orders({"ems": FakeCarrier()}, at=parcel.ordered_at)
    number = queries.parcel(parcel.id).number
    actions.track("ems", number, [scan("1", 12), scan("301", 20)], at=scan("301", 20).happened_at)
    return queries.parcel(parcel.id)


def came(office: Office, case: CaseView) -> ParcelView:
    return arrived(fetch_materials(case.id, HOME, by=office.clerk, at=ten(8)))


def ask(case: CaseView, **more: str) -> str:
    fields = {"no": case.number, "code": progress.query_code(case.id), **more}
    return text(Client().post("/progress", fields))


def test_an_applicant_asks_for_a_courier_while_something_is_to_be_supplemented(
    office: Office,
) -> None:
    case = to_supplement(office)
    assert "预约上门取件" in ask(case)

    wrong = ask(case, deed="fetch", **{**WHERE, "phone": "1"})
    assert "寄递地址不对" in wrong
    page = ask(case, deed="fetch", **WHERE)
    ask(case, deed="fetch", **WHERE)

    (parcel,) = queries.parcels_of(f"case:{case.id}")
    assert (parcel.direction, parcel.sender) == (Direction.FROM_CITIZEN, HOME.masked)
    assert f"/p/{parcel.public_id}" in page
    assert "预约上门取件" not in page


def test_nobody_is_sent_for_papers_that_cannot_come_any_more(office: Office) -> None:
    case = office.accepted()

    assert "预约上门取件" not in ask(case)
    ask(case, deed="fetch", **WHERE)
    with pytest.raises(NotEditable):
        fetch_materials(case.id, HOME, by=office.clerk, at=ten(8))

    assert queries.parcels_of(f"case:{case.id}") == []


def test_what_lay_in_a_parcel_is_registered_and_answers_the_supplement(office: Office) -> None:
    case = to_supplement(office)
    parcel = came(office, case)
    browser = browser_of(office.clerk.id)
    assert "待拆件" in text(browser.get("/office/parcels/"))
    assert "合同没有签名" in text(browser.get(f"/office/parcels/{parcel.id}"))

    answer = browser.post(f"/office/parcels/{parcel.id}/open", {"material": "lease"})

    assert answer.status_code == 302
    (paper,) = papers_of(case.id)
    assert (paper.name, paper.place, paper.holder) == (
        "租赁合同",
        Place(PlaceKind.MATERIAL_ROOM),
        office.clerk.id,
    )
    lease = next(each for each in materials(case.id) if each.key == "lease")
    assert lease.state is MaterialState.GIVEN
    assert "待拆件" not in text(browser.get("/office/parcels/"))
    assert "已拆件登记" in text(browser.get(f"/office/parcels/{parcel.id}"))
    supplementing.supply(case.id, by=office.clerk, at=ten(9000))
    assert cases.case(case.id).state is State.RECEIVED


def test_a_parcel_is_opened_once_and_not_before_it_has_arrived(office: Office) -> None:
    case = to_supplement(office)
    coming = fetch_materials(case.id, HOME, by=office.clerk, at=ten(8))
    with pytest.raises(StepNotAllowed):
        unpack(coming.id, ["lease"], by=office.clerk, at=ten(9))
    assert papers_of(case.id) == []
    arrived(coming)

    unpack(coming.id, ["lease"], by=office.clerk, at=ten(9000))
    with pytest.raises(StepNotAllowed):
        unpack(coming.id, ["lease"], by=office.colleague, at=ten(9001))

    assert len(papers_of(case.id)) == 1


def test_a_second_parcel_may_be_asked_for_once_the_first_has_come(office: Office) -> None:
    case = to_supplement(office)
    first = came(office, case)

    second = fetch_materials(case.id, HOME, by=office.clerk, at=ten(9000))

    assert second.id != first.id


def test_a_parcel_that_comes_too_late_is_not_registered(office: Office) -> None:
    case = office.received()
    parcel = came(office, case)
    filing.accept(case.id, by=office.clerk, at=ten(6))
    browser = browser_of(office.clerk.id)

    browser.post(f"/office/parcels/{parcel.id}/open", {"material": "lease"})

    assert papers_of(case.id) == []
    assert queries.parcel(parcel.id).opened_at is None


def test_only_who_takes_papers_in_sends_for_them_and_opens_them(office: Office) -> None:
    case = to_supplement(office)
    parcel = came(office, case)
    issuer = browser_of(office.issuer.id)

    with pytest.raises(NotAllowed):
        fetch_materials(case.id, HOME, by=office.handler, at=ten(8))

    assert issuer.post(f"/office/parcels/{parcel.id}/open").status_code == 403
    assert issuer.get("/office/parcels/fetch").status_code == 403
    assert "拆件登记" not in text(issuer.get(f"/office/parcels/{parcel.id}"))


def test_a_clerk_sends_for_papers_from_the_list_of_parcels(office: Office) -> None:
    case = to_supplement(office)
    browser = browser_of(office.clerk.id)
    assert 'href="/office/parcels/"' in text(browser.get("/office/"))
    assert "/office/parcels/fetch" in text(browser.get("/office/parcels/"))

    wrong = browser.post("/office/parcels/fetch", {"number": case.number, **WHERE, "phone": "1"})
    done = browser.post("/office/parcels/fetch", {"number": case.number, **WHERE})

    assert (wrong.status_code, done.status_code) == (422, 302)
    (parcel,) = queries.parcels_of(f"case:{case.id}")
    assert parcel.direction is Direction.FROM_CITIZEN
