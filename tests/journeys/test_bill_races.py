"""One bill a case, whoever makes it at the same moment, and whatever ends the case meanwhile."""

from collections import Counter

import pytest
from pytest_django import Settings

from tests.builders import build_hall
from tests.cases.office import Office, build_office, ten
from tests.hall.test_races import CLIENTS, at_once
from tests.journeys.test_bills import FEE, with_fees
from tests.payments.test_races import answer
from yimen.journeys import bills
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import deciding
from yimen.services.cases.queries import cases
from yimen.services.payments.models import Bill
from yimen.services.payments.rules.states import BillState

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(settings: Settings) -> Office:
    settings.PAY_SECRETS = ("present",)
    return build_office(build_hall(), content=with_fees(FEE))


def test_sixteen_at_once_make_one_bill(office: Office) -> None:
    case = office.accepted()

    made = at_once(lambda _: bills.raise_for(case.id, by=HOUSE, at=ten(7)))

    assert Bill.objects.count() == 1
    assert len({bill.id for bill in made if bill is not None}) == 1


def test_the_harness_would_see_bills_that_are_looked_for_first_and_made_after(
    office: Office,
) -> None:
    """Guards the test above: without the lock all make one; the constraint refuses all but one."""
    case = office.accepted()
    found = bills.owed_by(case)

    answers = Counter(
        at_once(lambda _: answer(lambda: bills._make(case, found.lines, by=HOUSE, at=ten(7))))
    )

    assert answers == {"done": 1, "payments.bill_exists": CLIENTS - 1}


@pytest.mark.parametrize("turn", range(3))
def test_a_case_that_is_withdrawn_meanwhile_never_keeps_an_open_bill(
    office: Office, turn: int
) -> None:
    case = office.accepted()

    def both(place: int) -> str:
        if place == turn:
            return answer(lambda: deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(8)))
        return answer(lambda: bills.raise_for(case.id, by=HOUSE, at=ten(7)))

    assert Counter(at_once(both)) == {"done": CLIENTS}
    bills.end(cases.case(case.id), refused=False, at=ten(9))

    late = bills.raise_for(case.id, by=HOUSE, at=ten(10))
    assert late is None or late.state is BillState.CANCELLED
    assert not Bill.objects.filter(state="open").exists()
