"""Parcels and messages of a case over the API: of one's own centre, masked, without codes."""

import pytest
from pytest_django import Settings

from tests.api.conftest import Caller, code_of
from tests.builders import Hall
from tests.cases.office import Office, build_office
from tests.delivery.builders import TO_ZHANG, FakeCarrier, at, scan
from tests.journeys.builders import react
from yimen.reference.people.rules import HOUSE
from yimen.services.delivery import actions, queries
from yimen.services.delivery.queries import ParcelView

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outside(settings: Settings) -> None:
    settings.SMS, settings.CARRIERS = "console:", {"ems": "sim:"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def order(case_id: int, centre_id: int) -> ParcelView:
    made = actions.order(
        TO_ZHANG, reference=f"case:{case_id}", centre_id=centre_id, key="x", by=HOUSE, at=at(0)
    )
    actions.place_orders({"ems": FakeCarrier()}, at=at(0))
    return queries.parcel(made.id)


def test_a_cases_parcels_are_told_with_their_way(office: Office, system: Caller) -> None:
    case = office.received()
    parcel = order(case.id, office.hall.centre_id)
    actions.track("ems", parcel.number, [scan("1", 2), scan("301", 26)], at=at(27))

    (told,) = system.get(f"/cases/{case.number}/parcels").json()

    assert (told["state"], told["number"], told["receiver"]) == ("signed", parcel.number, "张*明")
    assert [event["step"] for event in told["events"]] == ["sign", "pick_up", "book"]
    assert system.get(f"/parcels/{parcel.public_id}").json() == told


def test_another_centres_parcel_is_none(office: Office, system: Caller) -> None:
    parcel = order(office.received().id, office.hall.centre_id + 1)

    for parcel_id in (parcel.public_id, "x", "A" * 22):
        answer = system.get(f"/parcels/{parcel_id}")
        assert (answer.status_code, code_of(answer)) == (404, "delivery.parcel_not_found")


def test_what_was_told_is_told_without_codes(office: Office, system: Caller) -> None:
    case = office.accepted()
    react()

    told = system.get(f"/cases/{case.number}/messages").json()

    assert [message["template"] for message in told] == ["case.received", "case.accepted"]
    assert all("查询码••••" in message["text"] for message in told)


def test_without_a_key_nothing_is_told(office: Office) -> None:
    case = office.received()

    for path in (f"/cases/{case.number}/parcels", f"/cases/{case.number}/messages", "/parcels/x"):
        assert Caller().get(path).status_code == 401
