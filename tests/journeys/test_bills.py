"""Bills of cases: from the fees of the item, once, before the result, and over with the case."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from tests.builders import CITIZEN, Hall
from tests.cases.office import CONTENT, ZHANG, Office, build_office, ten
from tests.journeys.builders import react, told
from tests.payments.builders import CITIZEN_ACTOR, books
from yimen.devices.simulated_gateway import Deed, SimulatedGateway
from yimen.journeys import bills, results
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.actions.publishing import Row, publish_rows
from yimen.reference.catalogue.rules.content import read
from yimen.reference.people.rules import HOUSE
from yimen.reference.policy import actions as policy
from yimen.services.cases.actions import deciding, filing
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import Applicant, State
from yimen.services.cases.rules.steps import Outcome
from yimen.services.certificates import queries as issued
from yimen.services.payments import actions, queries
from yimen.services.payments.errors import BadAmount
from yimen.services.payments.models import Bill, Refund
from yimen.services.payments.queries import BillView
from yimen.services.payments.rules.states import BillState, RefundState
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db

FEE: dict[str, Any] = {
    "name": "工本费",
    "fen": 2_000,
    "highest_fen": 2_000,
    "basis": "粤价函〔1〕号",
}
AGENT_FEE = {"name": "代办费", "fen": 500, "highest_fen": 500, "when": {"who": ["agent"]}}
FREE = {"name": "登记费", "fen": 0, "highest_fen": 0}
OPEN_FEE = {"name": "签注费", "fen": 1_500, "highest_fen": 8_000}


def with_fees(*fees: dict[str, Any]) -> dict[str, Any]:
    return {**CONTENT, "fees": list(fees)}


@pytest.fixture(autouse=True)
def _till(settings: Settings) -> None:
    settings.PAY_SECRETS, settings.SMS = ("present",), "console:"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall, content=with_fees(FEE, AGENT_FEE, FREE))


@pytest.fixture
def gateway() -> Iterator[SimulatedGateway]:
    yield SimulatedGateway("present")


def publish_anew(content: dict[str, Any]) -> None:
    """Another version of the item, in force from now on."""
    row = Row(
        code="jzz", department="东莞市公安局", fields={"TASK_NAME": "居住证申领"}, content=content,
        queue_code="HZ", used=1,
    )  # fmt: skip
    publish_rows([row], maker="test:maker", reviewer="test:reviewer", at=ten(7))


def bill_of(case: CaseView) -> BillView:
    found = bills.bill_of(case.id)
    assert found is not None
    return found


def pay(bill: BillView, gateway: SimulatedGateway, minutes: float = 20) -> None:
    payment = actions.start_payment(bill.id, by=CITIZEN_ACTOR, at=ten(minutes), gateway=gateway)
    for told_of in gateway.do(payment.order_no, Deed.PAY, at=ten(minutes)):
        actions.receive_callback(told_of.body, told_of.headers, at=ten(minutes))


def handled(office: Office, case: CaseView, outcome: Outcome = Outcome.PASS) -> CaseView:
    for actor in (office.handler, office.reviewer):
        office.do(actor, case.id)
    office.do(office.approver, case.id, outcome, opinion="依法决定")
    return cases.case(case.id)


def test_what_applies_to_the_situation_is_charged_and_what_costs_nothing_is_not() -> None:
    content = read(with_fees(FEE, AGENT_FEE, FREE, OPEN_FEE))

    own, agents = (bills.owed(content, {"who": who}) for who in ("self", "agent"))
    unanswered = bills.owed(content, {})

    assert [line.name for line in own.lines] == ["工本费"]
    assert [line.name for line in agents.lines] == ["工本费", "代办费"]
    assert [fee.name for fee in own.open] == ["签注费"]
    assert unanswered == own


def test_an_accepted_case_has_a_bill_of_its_own_version_for_its_applicant(office: Office) -> None:
    case = office.accepted()
    publish_anew(with_fees(FEE | {"fen": 9_000, "highest_fen": 9_000}))

    made = bills.raise_for(case.id, by=office.clerk, at=ten(7))

    assert made is not None
    assert [(line.name, line.fen, line.basis) for line in made.lines] == [
        ("工本费", 2_000, "粤价函〔1〕号")
    ]
    assert (made.item_version_id, made.state) == (case.version_id, BillState.OPEN)
    assert [bill.id for bill in queries.bills_of(blind_index(CITIZEN))] == [made.id]


def test_the_log_makes_what_nobody_made_and_never_a_second_one(office: Office) -> None:
    case = office.accepted()

    react()
    react()
    again = bills.raise_for(case.id, by=office.clerk, at=ten(8))

    assert Bill.objects.count() == 1
    assert again == bill_of(case)


def test_before_it_is_accepted_nothing_is_owed(office: Office) -> None:
    case = office.received()

    assert bills.raise_for(case.id, by=office.clerk, at=ten(7)) is None
    assert not bills.is_owing(case)


@pytest.mark.parametrize("content", [CONTENT, with_fees(FREE)])
def test_an_item_without_fees_or_with_free_ones_has_no_bill(
    hall: Hall, content: dict[str, Any]
) -> None:
    case = build_office(hall, content=content).accepted()

    react()

    assert Bill.objects.count() == 0
    assert not bills.is_owing(case)


def test_who_takes_no_cases_in_makes_no_bill(office: Office) -> None:
    case = office.accepted()

    with pytest.raises(NotAllowed):
        bills.raise_for(case.id, by=office.handler, at=ten(7))


def test_an_amount_that_depends_waits_for_a_person_within_its_range(hall: Hall) -> None:
    office = build_office(hall, content=with_fees(FEE, OPEN_FEE))
    case = office.accepted()
    react()
    before = (bills.bill_of(case.id), bills.is_owing(case))

    for wrong in ({}, {"签注费": 1_499}, {"签注费": 8_001}, {"工本费": 2_000}):
        with pytest.raises(BadAmount):
            bills.raise_for(case.id, by=office.clerk, at=ten(8), amounts=wrong)
    made = bills.raise_for(case.id, by=office.clerk, at=ten(9), amounts={"签注费": 8_000})

    assert before == (None, True)
    assert made is not None
    assert made.total_fen == 10_000


def test_a_fee_that_may_be_nothing_is_settled_at_something_or_its_bill_cancelled(
    hall: Hall,
) -> None:
    office = build_office(hall, content=with_fees(OPEN_FEE | {"fen": 0}))
    case = office.accepted()

    with pytest.raises(BadAmount):
        bills.raise_for(case.id, by=office.clerk, at=ten(8), amounts={"签注费": 0})


def test_a_granted_case_waits_for_the_money_and_then_its_result_is_made(
    office: Office, gateway: SimulatedGateway
) -> None:
    case = handled(office, office.accepted())
    react()
    waiting = (cases.case(case.id).state, issued.results_of(results.reference(case.id)))

    pay(bill_of(case), gateway)
    react()

    assert waiting == (State.GRANTED, [])
    assert cases.case(case.id).state is State.CERTIFIED
    assert len(issued.results_of(results.reference(case.id))) == 1
    assert queries.receipt(bill_of(case).id) is not None


def test_a_case_that_was_paid_before_the_decision_does_not_wait(
    office: Office, gateway: SimulatedGateway
) -> None:
    case = office.accepted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    pay(bill_of(case), gateway, minutes=8)

    handled(office, case)
    made = results.make(case.id, at=ten(30))

    assert len(made) == 1


def test_an_instant_case_decided_at_the_window_waits_for_its_money_too(
    hall: Hall, gateway: SimulatedGateway
) -> None:
    office = build_office(hall, content=with_fees(FEE), fields={"PROJECT_TYPE": "1"})
    case = office.received()
    deciding.finish_at_window(case.id, Outcome.PASS, "", by=office.clerk, at=ten(6))

    before = results.make(case.id, at=ten(6))
    pay(bill_of(case), gateway)
    react()

    assert before == []
    assert cases.case(case.id).state is State.CERTIFIED


def test_a_bill_that_somebody_cancelled_is_waived_and_not_made_anew(office: Office) -> None:
    case = handled(office, office.accepted())
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    actions.cancel_bill(bill_of(case).id, by=office.clerk, at=ten(40))

    react()

    assert Bill.objects.count() == 1
    assert cases.case(case.id).state is State.CERTIFIED


def test_a_case_that_is_withdrawn_owes_nothing_any_more(office: Office) -> None:
    case = office.accepted()
    react()

    deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(20))
    react()
    react()

    assert bill_of(case).state is BillState.CANCELLED
    assert books() == {}


def test_a_case_that_ends_before_its_bill_was_made_leaves_none_behind(office: Office) -> None:
    case = office.accepted()
    deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(20))

    react()

    assert Bill.objects.count() == 0
    assert bills.raise_for(case.id, by=office.clerk, at=ten(21)) is None


@pytest.mark.parametrize("how", ["refused", "withdrawn", "terminated", "void"])
def test_what_was_paid_for_nothing_goes_back_once_and_the_payer_is_told(
    office: Office, gateway: SimulatedGateway, how: str
) -> None:
    case = office.accepted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    pay(bill_of(case), gateway, minutes=8)

    if how == "refused":
        handled(office, case, Outcome.REFUSE)
    elif how == "withdrawn":
        deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(20))
    elif how == "terminated":
        deciding.terminate(case.id, "申请人未补正", by=office.handler, at=ten(20))
    else:
        deciding.void(case.id, "录错", by=office.supervisor, at=ten(20))
    react()
    react()
    sent = actions.send_refunds(at=ten(60), gateway=gateway)
    react()

    [refund] = queries.refunds_of(bill_of(case).id)
    assert (refund.amount_fen, refund.reason, refund.state, sent) == (
        2_000, "case_over", RefundState.DONE, 1,
    )  # fmt: skip
    assert books() == {}
    assert "payment.refunded" in told()


def test_how_much_goes_back_after_a_refusal_is_a_rule_of_the_day(
    office: Office, gateway: SimulatedGateway
) -> None:
    policy.set_value(
        "payments.back_refused_percent",
        25,
        effective_from=ten().date(),
        source="测试",
        staff_id=None,
    )
    case = office.accepted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    pay(bill_of(case), gateway, minutes=8)

    handled(office, case, Outcome.REFUSE)
    react()

    assert [refund.amount_fen for refund in queries.refunds_of(bill_of(case).id)] == [500]


def test_what_staff_have_asked_back_already_does_not_go_back_twice(
    office: Office, gateway: SimulatedGateway
) -> None:
    case = office.accepted()
    bills.raise_for(case.id, by=office.clerk, at=ten(7))
    pay(bill_of(case), gateway, minutes=8)
    [payment] = queries.payments_of(bill_of(case).id)
    actions.ask_refund(payment.id, amount_fen=1_200, reason="多收", by=HOUSE, at=ten(9))

    deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(20))
    react()

    amounts = Refund.objects.order_by("pk").values_list("amount_fen", flat=True)
    assert list(amounts) == [1_200, 800]


def test_money_that_comes_after_the_case_was_withdrawn_goes_back_by_itself(
    office: Office, gateway: SimulatedGateway
) -> None:
    case = office.accepted()
    bill = bills.raise_for(case.id, by=office.clerk, at=ten(7))
    assert bill is not None
    payment = actions.start_payment(bill.id, by=CITIZEN_ACTOR, at=ten(8), gateway=gateway)
    deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(9))
    react()

    for late in gateway.do(payment.order_no, Deed.PAY, at=ten(10)):
        actions.receive_callback(late.body, late.headers, at=ten(10))
    owed_back = books()
    actions.send_refunds(at=ten(12), gateway=gateway)
    react()

    [refund] = queries.refunds_of(bill.id)
    assert owed_back == {"gateway": 2_000, "refunds_payable": -2_000}
    assert (refund.amount_fen, refund.state) == (2_000, RefundState.DONE)
    assert books() == {}
    assert bill_of(case).state is BillState.CANCELLED
    assert "payment.refunded" in told()
    assert "payment.paid" not in told()


def test_who_filed_from_afar_is_told_what_is_due_once(office: Office) -> None:
    case = office.received(channel="online")
    filing.accept(case.id, by=office.clerk, at=ten(6))

    react()
    react()

    assert told().count("payment.due") == 1


def test_an_organisations_bill_is_in_the_list_of_whoever_acts_for_it(office: Office) -> None:
    company = Person(
        Applicant.ORGANISATION, "91441900MA4W2XK122", "演示公司", "13800000000", CITIZEN, ZHANG.name
    )
    case = office.accepted(person=company)

    made = bills.raise_for(case.id, by=office.clerk, at=ten(7))

    assert made is not None
    assert [bill.id for bill in queries.bills_of(blind_index(CITIZEN))] == [made.id]
