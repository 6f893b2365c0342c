"""What a case costs, on the applicant's progress: pay now, paid, receipt, waived."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests.builders import Hall
from tests.cases.office import CONTENT, Office, build_office, ten
from tests.portal.test_progress import ask
from yimen.devices.simulated_gateway import Deed
from yimen.journeys import bills
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import deciding
from yimen.services.cases.queries import cases
from yimen.services.payments import actions, queries

pytestmark = pytest.mark.django_db

FEE = {"name": "工本费", "fen": 2_000, "highest_fen": 2_000}
OPEN_FEE = {"name": "签注费", "fen": 1_500, "highest_fen": 8_000}


@pytest.fixture(autouse=True)
def _till(settings: Settings) -> None:
    settings.PAY, settings.PAY_SECRETS, settings.PUBLIC_URL = "sim:", ("secret",), ""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)


def an_office(hall: Hall, *fees: dict[str, object]) -> Office:
    return build_office(hall, content={**CONTENT, "fees": list(fees)})


def paid(public_id: str) -> None:
    bill, gateway = queries.bill_by_public_id(public_id), actions.simulated()
    assert gateway is not None
    payment = actions.start_payment(bill.id, by=HOUSE, at=timezone.now())
    for told in gateway.do(payment.order_no, Deed.PAY, at=timezone.now()):
        actions.receive_callback(told.body, told.headers, at=timezone.now())


def test_what_is_due_leads_to_the_cashier_and_afterwards_to_the_receipt(hall: Hall) -> None:
    office = an_office(hall, FEE)
    case = office.accepted()
    bill = bills.raise_for(case.id, by=office.clerk, at=ten(7))
    assert bill is not None

    due = ask(case)
    paid(bill.public_id)
    after = ask(case)

    assert "¥20.00" in due
    assert f'href="/pay/{bill.public_id}"' in due
    assert "去缴款" in due
    assert "去缴款" not in after
    assert f'href="/pay/{bill.public_id}/receipt"' in after


def test_a_granted_case_says_that_it_waits_for_the_money(hall: Hall) -> None:
    office = an_office(hall, FEE)
    case = office.granted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))

    assert "缴清费用后制作结果" in ask(cases.case(case.id))


def test_an_amount_that_is_not_settled_is_said_so(hall: Hall) -> None:
    case = an_office(hall, OPEN_FEE).accepted()

    assert "金额要按您的情况核定" in ask(case)


def test_without_fees_or_after_the_end_nothing_is_to_be_paid(hall: Hall) -> None:
    office = an_office(hall, FEE)
    case = office.accepted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(20))
    bills.end(cases.case(case.id), refused=False, at=ten(21))

    page = ask(cases.case(case.id))

    assert "已取消" in page
    assert "去缴款" not in page
