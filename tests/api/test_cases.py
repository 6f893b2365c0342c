"""Cases over the API: filed whole or not at all, followed, urged, and by the key's rights only."""

from typing import Any

import pytest

from tests.api.conftest import Caller, code_of
from tests.builders import CITIZEN, Hall
from tests.cases.office import TEN, Office, build_office
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import drawing
from yimen.services.cases.models import Case
from yimen.services.cases.queries.notices import notice, notices_of
from yimen.services.cases.rules.notices.kinds import shown_code
from yimen.services.certificates import actions as certificates
from yimen.services.certificates.actions import ToIssue
from yimen.support.audit import holds

pytestmark = pytest.mark.django_db
APPLICANT = {"id": CITIZEN, "name": "演示张三", "phone": "13800000000"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def asked(**more: Any) -> dict[str, Any]:
    return {
        "item": "jzz",
        "answers": {"who": "self"},
        "applicant": APPLICANT,
        "form": {"name": "演示张三", "mobile": "13800000000"},
        "materials": [{"key": "id", "way": "bring"}, {"key": "lease", "way": "bring"}],
        "accept": True,
        **more,
    }


def test_a_case_is_filed_accepted_and_followed(system: Caller, office: Office) -> None:
    made = system.post("/cases", asked())

    body = made.json()
    assert made.status_code == 201
    assert (body["state"], body["applicant"]) == ("accepted", "演**三")
    found = system.get(f"/cases/{body['number']}").json()
    assert {each["state"] for each in found["materials"]} == {"given", "missing"}
    clocks = {each["kind"]: each for each in system.get(f"/cases/{body['number']}/clocks").json()}
    assert clocks["promised"]["due"] == body["promised_due"]
    assert sum(day["counted"] for day in clocks["promised"]["days"]) == 10
    case = Case.objects.get(number=body["number"])
    assert holds(f"case:{case.pk}", body["audit_number"], body["audit_digest"])


def test_what_was_told_in_writing_is_listed_with_codes_and_digests(
    system: Caller, office: Office
) -> None:
    number = system.post("/cases", asked()).json()["number"]
    case = Case.objects.get(number=number)
    receipt, acceptance = notices_of(case.pk)
    drawing.render(acceptance.id)

    told = system.get(f"/cases/{number}/notices").json()

    assert [each["kind"] for each in told] == ["receipt", "acceptance"]
    assert told[0] == {
        "kind": "receipt",
        "title": "收件回执",
        "number": receipt.number,
        "issued_on": receipt.issued_on.isoformat(),
        "state": "issued",
        "code": shown_code(receipt.code),
        "sm3": "",
    }
    assert told[1]["sm3"] == notice(acceptance.id).file_digest != ""


def test_the_same_key_files_once_and_another_body_is_refused(
    system: Caller, office: Office
) -> None:
    first = system.post("/cases", asked(), Idempotency_Key="k1").json()

    again = system.post("/cases", asked(), Idempotency_Key="k1")

    assert (again.status_code, again.json()) == (200, first)
    assert (
        code_of(system.post("/cases", asked(accept=False), Idempotency_Key="k1"))
        == "hall.key_reused"
    )
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"item": "none"}, "catalogue.item_not_found"),
        ({"answers": {"who": "x"}}, "catalogue.bad_answer"),
        ({"answers": {}}, "cases.question_open"),
        ({"materials": []}, "cases.materials_missing"),
        ({"materials": [{"key": "power", "way": "sign"}]}, "cases.material_not_found"),
        ({"form": {"name": "演示张三"}}, "cases.form_incomplete"),
        ({"applicant": {**APPLICANT, "id": "1"}}, "identifiers.citizen_id"),
        ({"applicant": {**APPLICANT, "phone": "1"}}, "identifiers.mobile"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    system: Caller, office: Office, change: dict[str, Any], code: str
) -> None:
    assert code_of(system.post("/cases", asked(**change))) == code
    assert Case.objects.count() == 0


def test_a_mistyped_number_and_another_centres_case(system: Caller, office: Office) -> None:
    number = system.post("/cases", asked()).json()["number"]
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert code_of(system.get(f"/cases/{mistyped}")) == "identifiers.case_number"

    Case.objects.update(centre_id=0)

    assert code_of(system.get(f"/cases/{number}")) == "cases.case_not_found"


def test_accepting_urging_and_withdrawing(system: Caller, office: Office) -> None:
    number = system.post("/cases", asked(accept=False)).json()["number"]

    assert system.post(f"/cases/{number}/accept", {}).json()["state"] == "accepted"
    assert system.post(f"/cases/{number}/urge", {}).status_code == 200
    assert code_of(system.post(f"/cases/{number}/urge", {})) == "cases.urged_today"
    taken = system.post(f"/cases/{number}/withdraw", {"reason": "不办了"}).json()
    assert taken["state"] == "withdrawn"


def test_a_key_without_the_right_works_on_no_step(system: Caller, office: Office) -> None:
    system.post("/cases", asked())

    assert system.get("/steps").json() == []
    assert code_of(system.post("/steps/1/claim", {})) in {"cases.step_not_found", "not_allowed"}
    assert code_of(system.post(f"/steps/{2**70}/claim", {})) == "cases.step_not_found"


def test_what_the_applicant_holds_is_used_with_consent_and_told_with_its_source(
    system: Caller, office: Office
) -> None:
    given = [{"key": "id", "way": "held", "consent": True}, {"key": "lease", "way": "bring"}]
    none = system.post("/cases", asked(materials=given))
    held = certificates.issue(
        ToIssue(
            name="居民身份证",
            reference="register:1",
            department_id=office.department_id,
            holder_id=CITIZEN,
            holder_name="演示张三",
            authority_code="11441900007330060J",
            authority="东莞市公安局",
            valid_from=TEN.date(),
        ),
        by=HOUSE,
        at=TEN,
    )
    unasked = [{"key": "id", "way": "held"}, given[1]]
    silent = system.post("/cases", asked(materials=unasked))

    number = system.post("/cases", asked(materials=given)).json()["number"]

    assert code_of(none) == "certificates.not_found"
    assert code_of(silent) == "certificates.consent_needed"
    assert Case.objects.count() == 1
    found = {
        each["key"]: each["held"] for each in system.get(f"/cases/{number}").json()["materials"]
    }
    assert found["lease"] is None
    assert (found["id"]["number"], found["id"]["state"], found["id"]["trust"]) == (
        held.number,
        "01",
        "A",
    )
    assert found["id"]["purpose"] == "办理“居住证申领”，代替提交“居民身份证”"


def test_a_promise_stands_in_where_the_item_has_words_for_it(
    system: Caller, office: Office
) -> None:
    given = [{"key": "id", "way": "bring"}, {"key": "lease", "way": "promise"}]
    none = system.post("/cases", asked(materials=[{"key": "id", "way": "promise"}, given[1]]))

    number = system.post("/cases", asked(materials=given)).json()["number"]

    assert code_of(none) == "cases.way_not_offered"
    found = {each["key"]: each for each in system.get(f"/cases/{number}").json()["materials"]}
    assert (found["lease"]["state"], found["lease"]["promise"]) == (
        "promised",
        "租赁合同真实有效，租期未满",
    )
    assert (found["id"]["promise"], found["lease"]["due"]) == ("", None)
    told = system.get(f"/cases/{number}/notices").json()
    assert "promise" in [each["kind"] for each in told]


def test_what_may_come_later_is_tolerated_and_made_up(system: Caller, office: Office) -> None:
    given = [{"key": "id", "way": "bring"}]
    number = system.post("/cases", asked(materials=given, accept=False)).json()["number"]
    short = system.post(f"/cases/{number}/accept")

    accepted = system.post(f"/cases/{number}/accept", {"tolerant_days": 5})
    wrong = system.post(f"/cases/{number}/make-up", {"materials": ["id"]})
    brought = system.post(f"/cases/{number}/make-up", {"materials": ["lease"]})

    assert code_of(short) == "cases.tolerance_needed"
    assert (accepted.status_code, accepted.json()["state"]) == (200, "accepted")
    assert code_of(wrong) == "cases.material_not_found"
    assert brought.status_code == 200
    found = {each["key"]: each for each in system.get(f"/cases/{number}").json()["materials"]}
    assert found["lease"]["state"] == "given"


def test_a_promise_on_paper_is_taken_and_taken_back(system: Caller, office: Office) -> None:
    given = [{"key": "id", "way": "bring"}]
    number = system.post("/cases", asked(materials=given, accept=False)).json()["number"]

    accepted = system.post(f"/cases/{number}/accept", {"promised": ["lease"]})
    proved = system.post(f"/cases/{number}/prove", {"materials": ["lease"]})
    again = system.post(f"/cases/{number}/prove", {"materials": ["lease"]})

    assert (accepted.status_code, proved.status_code) == (200, 200)
    assert code_of(again) == "cases.material_not_found"


def test_what_is_wrong_is_told_once_over_the_api_as_well(system: Caller, office: Office) -> None:
    number = system.post("/cases", asked(accept=False)).json()["number"]
    flaws = {"flaws": [{"key": "lease", "words": "合同没有签名"}]}

    told = system.post(f"/cases/{number}/supplement", flaws)
    again = system.post(f"/cases/{number}/supplement", flaws)

    assert (told.status_code, told.json()["state"]) == (200, "correction")
    assert code_of(again) == "cases.supplement_once"
