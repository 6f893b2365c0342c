"""An item whose name may not be said: nobody is told, and everything else follows all the same."""

import pytest
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import build_office, ten
from tests.delivery.builders import HOME, FakeCarrier, scan
from tests.journeys.builders import react, told
from tests.journeys.test_bills import FEE, pay, with_fees
from yimen.devices.simulated_gateway import SimulatedGateway
from yimen.journeys import bills, parcels, results
from yimen.services.cases.queries import cases
from yimen.services.cases.rules.states import State
from yimen.services.certificates import queries as issued
from yimen.services.delivery import actions, queries
from yimen.services.notify.rules.values import says_somebody

pytestmark = pytest.mark.django_db
#: Written like the number of a passport.
NAME = "换领AB1234567式居住证"


@pytest.fixture(autouse=True)
def _outside(settings: Settings) -> None:
    settings.SMS, settings.CARRIERS, settings.PAY_SECRETS = (
        "console:",
        {"ems": "sim:"},
        ("present",),
    )


def test_the_name_looks_like_somebodys_number() -> None:
    assert says_somebody(NAME)


def test_the_result_of_a_granted_case_is_made(hall: Hall) -> None:
    case = build_office(hall, fields={"TASK_NAME": NAME}).granted()

    react()

    assert cases.case(case.id).state is State.CERTIFIED
    assert len(issued.results_of(results.reference(case.id))) == 1
    assert told() == []


def test_the_result_of_a_case_that_was_paid_is_made(hall: Hall) -> None:
    office = build_office(hall, content=with_fees(FEE), fields={"TASK_NAME": NAME})
    case = office.granted()
    react()
    bill = bills.bill_of(case.id)
    assert bill is not None
    assert cases.case(case.id).state is State.GRANTED

    pay(bill, SimulatedGateway("present"))
    react()

    assert cases.case(case.id).state is State.CERTIFIED


def test_a_signed_parcel_hands_the_result_over(hall: Hall) -> None:
    office = build_office(hall, fields={"TASK_NAME": NAME})
    case = office.granted()
    results.make(case.id, at=ten(60))
    results.print_results(case.id, by=office.issuer, at=ten(80))
    parcel = parcels.post_result(case.id, by=office.issuer, at=ten(90), to=HOME)
    actions.place_orders({"ems": FakeCarrier()}, at=ten(91))
    number = queries.parcel(parcel.id).number
    for place, code in enumerate(("1", "204", "301")):
        told_at = scan(code, 10 + place + 0.1).happened_at
        actions.track("ems", number, [scan(code, 10 + place)], at=told_at)

    react()

    assert cases.case(case.id).state is State.DELIVERED
