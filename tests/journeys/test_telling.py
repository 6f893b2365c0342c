"""What applicants hear as their case goes on: every step once, in words, and nothing twice."""

import pytest
from pytest_django import Settings

from tests.builders import OTHER_CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.journeys.builders import INBOX, react, said, told
from yimen.journeys import reaction_clock
from yimen.journeys.telling import NAMES, SAYINGS
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import deciding, extending, filing, special, supplementing
from yimen.services.cases.queries import cases
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.states import Move
from yimen.services.notify import queries
from yimen.services.notify.models import Message, Sms
from yimen.support.models import ParkedEvent
from yimen.support.secrets import blind_index


@pytest.fixture(autouse=True)
def _sms(settings: Settings) -> None:
    settings.SMS = "console:"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.mark.django_db
def test_from_receipt_to_the_window_each_step_is_told_once(office: Office) -> None:
    case = office.granted()
    deciding.certify(case.id, by=HOUSE, at=ten(60))

    react()
    react()

    assert told() == ["case.received", "case.accepted", "case.decided", "case.ready"]
    number = cases.case(case.id).number
    assert f"编号{number}" in said("case.accepted")
    assert "居住证申领" in said("case.accepted")
    assert "测试中心出件窗口" in said("case.ready")
    assert Sms.objects.count() == 4
    assert {view.subject for view in queries.inbox(INBOX)} == {f"case:{number}"}


@pytest.mark.django_db
def test_who_came_themselves_is_asked_how_it_was(office: Office) -> None:
    case = office.granted()
    deciding.certify(case.id, by=HOUSE, at=ten(60))
    deciding.hand_over(case.id, taker="applicant", by=office.issuer, at=ten(90))

    react()

    assert told()[-2:] == ["case.ready", "case.rating"]


@pytest.mark.django_db
@pytest.mark.parametrize("taker", ["agent", "proxy"])
def test_who_sent_somebody_hears_that_somebody_came(office: Office, taker: str) -> None:
    case = office.granted()
    deciding.certify(case.id, by=HOUSE, at=ten(60))
    deciding.hand_over(case.id, taker=taker, by=office.issuer, at=ten(90))

    react()

    assert told()[-2:] == ["case.handed_out", "case.rating"]


@pytest.mark.django_db
def test_a_supplement_says_until_when(office: Office) -> None:
    case = office.received()
    supplementing.ask(case.id, {"lease": "请补交租赁合同"}, by=office.clerk, at=ten(10))

    react()

    assert told() == ["case.received", "case.supplement"]
    assert "请于2019年" in said("case.supplement")


@pytest.mark.django_db
def test_what_is_not_taken_in_is_told(office: Office) -> None:
    case = office.received()
    filing.find_not_competent(
        case.id, "不属于本机关", "市场监督管理局", by=office.clerk, at=ten(10)
    )

    react()

    assert told() == ["case.received", "case.not_accepted"]


@pytest.mark.django_db
def test_a_case_taken_back_is_told(office: Office) -> None:
    case = office.accepted()
    deciding.withdraw(case.id, "不办了", by=office.clerk, at=ten(10))

    react()

    assert told()[-1] == "case.closed"


@pytest.mark.django_db
def test_an_agent_is_not_told_instead_of_the_applicant(office: Office) -> None:
    office.accepted()

    react()

    assert told(blind_index(OTHER_CITIZEN)) == []
    assert queries.unread(INBOX) == 2


@pytest.mark.django_db
def test_a_case_entered_in_error_says_nothing(office: Office) -> None:
    case = office.accepted()
    deciding.void(case.id, "录错人", by=office.supervisor, at=ten(10))

    react()

    assert told() == []


@pytest.mark.django_db
def test_an_instant_case_at_the_window_is_told_at_its_end_alone(hall: Hall) -> None:
    office = build_office(hall, fields={"PROJECT_TYPE": "1", "PROMISE_DAY": 0})
    case = office.granted()
    assert cases.case(case.id).instant

    react()

    assert told() == ["case.decided"]


@pytest.mark.django_db
def test_a_special_procedure_is_named_and_its_end_told(office: Office) -> None:
    case = office.accepted()
    asked = special.ask(
        case.id,
        StopReason.EXPERT_REVIEW,
        days=5,
        basis="",
        reason="需专家评审",
        by=office.handler,
        at=ten(10),
    )
    special.approve(asked.id, by=office.reviewer, at=ten(20))
    special.resume(case.id, result="评审通过", by=office.reviewer, at=ten(60 * 24 * 3))

    react()

    assert told()[-2:] == ["case.special", "case.resumed"]
    assert "“专家评审”程序" in said("case.special")


@pytest.mark.django_db
def test_an_extension_says_the_new_day(office: Office) -> None:
    case = office.accepted()
    asked = extending.ask(case.id, days=5, reason="情况复杂", by=office.handler, at=ten(10))
    extending.grant(asked.id, by=office.approver, at=ten(20))

    react()

    assert told()[-1] == "case.extended"
    assert "新的办结日期为2019年" in said("case.extended")


def test_every_saying_is_of_an_event_the_log_knows() -> None:
    moves = {f"case.{move.value}" for move in Move}

    assert set(SAYINGS) - moves == {"case.extension_granted", "case.urge"}
    assert set(reaction_clock.REACTIONS) >= NAMES


@pytest.mark.django_db(transaction=True)
def test_the_clock_reads_the_log_itself_and_says_everything_once(office: Office) -> None:
    """Over real transactions, as the worker does it; then the worker is started again."""
    case = office.granted()
    deciding.certify(case.id, by=HOUSE, at=ten(60))

    assert reaction_clock.react(at=ten(70)) == 4
    assert reaction_clock.react(at=ten(71)) == 0
    reaction_clock.react_to_log(timestamp=0)

    assert told() == ["case.received", "case.accepted", "case.decided", "case.ready"]
    assert (Message.objects.count(), ParkedEvent.objects.count()) == (4, 0)
