"""Progress by number and query code: who may look, what is shown, urging and complaining."""

import pytest
from django.test import Client

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from yimen.services.cases.actions import filing, supplementing
from yimen.services.cases.queries import cases, progress
from yimen.services.cases.queries.views import CaseView

pytestmark = pytest.mark.django_db


def text(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def ask(case: CaseView, **more: str) -> str:
    fields = {"no": case.number, "code": progress.query_code(case.id), **more}
    return text(Client().post("/progress", fields))


def test_number_and_code_show_where_it_is_without_personal_data(office: Office) -> None:
    case = office.accepted()

    page = ask(case)

    assert "居住证申领" in page
    assert "已受理" in page
    assert CITIZEN not in page
    assert "演示张三" not in page


@pytest.mark.parametrize(
    ("no", "code", "said"),
    [
        ("123", "000000", "办件编号不对"),
        ("NUMBER", "wrong!", "没有找到这个办件"),
    ],
)
def test_a_mistake_is_named(office: Office, no: str, code: str, said: str) -> None:
    case = office.accepted()
    number = case.number if no == "NUMBER" else no

    answer = Client().post("/progress", {"no": number, "code": code})

    assert answer.status_code == 422
    assert said in text(answer)


def test_a_mistyped_digit_is_found_before_anything_is_asked(office: Office) -> None:
    case = office.accepted()
    mistyped = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)

    answer = Client().post("/progress", {"no": mistyped, "code": "000000"})

    assert "办件编号不对" in text(answer)


def test_five_wrong_codes_close_this_door(office: Office) -> None:
    case = office.accepted()
    for _ in range(5):
        Client().post("/progress", {"no": case.number, "code": "x"})

    answer = Client().post("/progress", {"no": case.number, "code": progress.query_code(case.id)})

    assert "查询码输错太多次" in text(answer)


def test_what_is_wrong_and_how_to_mend_it_is_told(office: Office) -> None:
    case = office.received()
    supplementing.ask(case.id, {"lease": "合同没有签名，请双方签名。"}, by=office.clerk, at=ten(7))

    page = ask(cases.case(case.id))

    assert "合同没有签名，请双方签名。" in page


def test_urging_once_a_day_and_complaining(office: Office) -> None:
    case = office.accepted()

    assert "已催办" in ask(case, deed="urge")
    assert "今天已经催办过" in ask(case, deed="urge")
    assert "投诉已登记" in ask(case, deed="complain", words="态度差")
    assert [line.event for line in cases.log(case.id)][-2:] == ["urge", "complain"]


def test_a_decided_case_is_neither_urged_nor_offered_to_be(office: Office) -> None:
    case = cases.case(office.granted().id)

    assert 'value="urge"' not in ask(case)
    assert "不需要催办" in ask(case, deed="urge")


def test_a_case_that_waits_for_the_applicant_is_not_offered_to_be_urged(office: Office) -> None:
    case = office.received()
    before = ask(case)

    supplementing.ask(case.id, {"lease": "合同没有签名。"}, by=office.clerk, at=ten(7))

    assert 'value="urge"' in before
    assert 'value="urge"' not in ask(cases.case(case.id))


def test_the_digest_of_the_receipt_is_checked(office: Office) -> None:
    case = office.received()
    kept = {"place": str(case.audit_number), "digest": case.audit_digest}
    filing.accept(case.id, by=office.clerk, at=ten(9))

    assert "校验码相符" in ask(case, deed="check", **kept)
    assert "校验码不符" in ask(case, deed="check", **{**kept, "digest": "0" * 64})
