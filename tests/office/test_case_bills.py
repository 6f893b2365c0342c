"""What a case costs, on its office page and at the issue window."""

import pytest
from django.urls import reverse
from pytest_django import Settings

from tests.builders import Hall, staff
from tests.cases.office import CONTENT, Office, build_office, ten
from tests.office.builders import browser_of
from yimen.journeys import bills, results
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db

FEE = {"name": "工本费", "fen": 2_000, "highest_fen": 2_000, "basis": "粤价函〔1〕号"}
OPEN_FEE = {"name": "签注费", "fen": 1_500, "highest_fen": 8_000}


@pytest.fixture
def office(hall: Hall, settings: Settings) -> Office:
    settings.PAY_SECRETS = ("secret",)
    return build_office(hall, content={**CONTENT, "fees": [FEE]})


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_a_specialist_sees_what_it_costs_and_only_who_reconciles_opens_the_bill(
    office: Office,
) -> None:
    case = office.accepted()
    bill = bills.raise_for(case.id, by=office.clerk, at=ten(7))
    assert bill is not None
    manager = staff(office.hall, Role.HALL_MANAGER, "7900")
    address = f"/office/cases/{case.public_id}"

    seen, managed = (text(browser_of(who.id).get(address)) for who in (office.handler, manager))

    for page in (seen, managed):
        assert "粤价函〔1〕号" in page
        assert "待缴" in page
    assert reverse("office-bill", args=[bill.id]) not in seen
    assert reverse("office-bill", args=[bill.id]) in managed


def test_the_issue_window_says_why_there_is_no_result_yet(office: Office) -> None:
    case = office.granted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    results.make(case.id, at=ten(60))

    page = text(browser_of(office.issuer.id).get(f"/office/issue/{case.public_id}"))

    assert "还没有缴清费用" in page
    assert "结果还没有制作" in page


def test_an_amount_that_is_not_settled_is_said_so(hall: Hall) -> None:
    office = build_office(hall, content={**CONTENT, "fees": [OPEN_FEE]})
    case = office.accepted()

    page = text(browser_of(office.handler.id).get(f"/office/cases/{case.public_id}"))

    assert "金额待核定" in page
    assert "签注费的金额要由窗口" in page
