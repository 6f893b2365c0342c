"""Certificates over the API: changed by who decides, made anew once, verified by anybody."""

import pytest

from tests.api.conftest import Caller, Own, code_of
from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from yimen.journeys import results
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.views import CaseView

pytestmark = pytest.mark.django_db
WHY = {"reason": "以欺骗手段取得"}


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def case(office: Office) -> CaseView:
    """Decided, with its one certificate."""
    granted = office.granted()
    results.make(granted.id, at=ten(60))
    return cases.case(granted.id)


def code(caller: Caller, case: CaseView) -> str:
    """The verification code of its newest version, as it is printed."""
    return str(caller.get(f"/cases/{case.number}/certificates").json()[0]["code"])


def test_what_is_suspended_does_not_verify_until_it_is_restored(
    office: Office, case: CaseView, own: Own
) -> None:
    approver = own(office.approver)
    place = f"/cases/{case.number}/certificates/{(printed := code(approver, case))}/change"

    suspended = approver.post(place, {"change": "suspend", **WHY})
    meanwhile = Caller().get(f"/verify/{printed}").json()
    again = approver.post(place, {"change": "suspend", **WHY})
    restored = approver.post(place, {"change": "restore", **WHY})

    assert suspended.json()["standing"] == "suspended"
    assert (meanwhile["good"], meanwhile["certificate"]["standing"]) == (False, "suspended")
    assert code_of(again) == "certificates.change_not_allowed"
    assert restored.json()["standing"] == "good"
    assert Caller().get(f"/verify/{printed}").json()["good"] is True


def test_a_revoked_one_is_good_for_nothing_any_more(
    office: Office, case: CaseView, own: Own
) -> None:
    approver = own(office.approver)
    place = f"/cases/{case.number}/certificates/{(printed := code(approver, case))}"

    revoked = approver.post(f"{place}/change", {"change": "revoke", **WHY})

    assert revoked.json()["standing"] == "revoked"
    assert Caller().get(f"/verify/{printed}").json()["good"] is False
    for path, body in (("change", {"change": "restore", **WHY}), ("reissue", WHY)):
        assert code_of(approver.post(f"{place}/{path}", body)) == "certificates.change_not_allowed"


def test_a_lost_one_is_made_anew_once_with_a_code_of_its_own(
    office: Office, case: CaseView, own: Own
) -> None:
    approver = own(office.approver)
    place = f"/cases/{case.number}/certificates/{(old := code(approver, case))}/reissue"

    made = approver.post(place, {"reason": "遗失"}, Idempotency_Key="r1")
    again = approver.post(place, {"reason": "遗失"}, Idempotency_Key="r1")
    other = approver.post(place, {"reason": "遗失"})

    assert (made.status_code, made.json()["version"]) == (201, 2)
    assert (again.status_code, again.json()) == (200, made.json())
    assert code_of(other) == "certificates.change_not_allowed"
    assert Caller().get(f"/verify/{old}").json()["certificate"]["standing"] == "replaced"
    assert Caller().get(f"/verify/{made.json()['code']}").json()["good"] is True
    assert len(approver.get(f"/cases/{case.number}/certificates").json()) == 2


def test_only_who_decides_for_the_department_changes_it_and_the_clock_alone_lets_lapse(
    system: Caller, office: Office, case: CaseView, own: Own
) -> None:
    place = f"/cases/{case.number}/certificates/{code(system, case)}"

    for caller in (system, own(office.handler), own(office.issuer), own(office.supervisor)):
        assert code_of(caller.post(f"{place}/change", {"change": "revoke", **WHY})) == "not_allowed"
        assert code_of(caller.post(f"{place}/reissue", WHY)) == "not_allowed"
    approver = own(office.approver)
    for change in ("lapse", "reissue"):
        body = {"change": change, **WHY}
        assert code_of(approver.post(f"{place}/change", body)) == "api.bad_fields"
    without = approver.post(f"{place}/change", {"change": "revoke", "reason": " "})
    assert code_of(without) == "api.bad_fields"


def test_a_code_of_another_case_is_not_found(office: Office, case: CaseView, own: Own) -> None:
    other = office.granted(minutes=100)
    results.make(other.id, at=ten(160))
    approver = own(office.approver)
    printed = code(approver, other)

    for number, asked in ((case.number, printed), (case.number, "x"), (other.number, "\x00")):
        answer = approver.post(
            f"/cases/{number}/certificates/{asked}/change", {"change": "revoke", **WHY}
        )
        assert code_of(answer) == "certificates.not_found"
