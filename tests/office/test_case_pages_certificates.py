"""Certificates on the page of a case: shown to all, changed and made anew by who decides."""

import pytest

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from tests.office.builders import browser_of
from tests.office.test_case_pages_deeds import do, offered, text
from yimen.journeys import results
from yimen.reference.people.models import Staff
from yimen.services.cases.actions import deciding
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import State as CaseState
from yimen.services.certificates import actions, queries
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change, State
from yimen.support.secrets import blind_index

pytestmark = pytest.mark.django_db
CHANGE, REISSUE = "certificate-change", "certificate-reissue"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def case(office: Office) -> CaseView:
    """Decided, with its one certificate."""
    granted = office.granted()
    results.make(granted.id, at=ten(60))
    return cases.case(granted.id)


def certificate(case: CaseView) -> CertificateView:
    (view,) = queries.current_results_of(results.reference(case.id))
    return view


def test_who_decides_for_the_department_is_offered_both_deeds_and_nobody_else(
    office: Office, case: CaseView
) -> None:
    assert {CHANGE, REISSUE} <= set(offered(office.approver, case))
    for actor in (office.handler, office.clerk, office.supervisor):
        assert not {CHANGE, REISSUE} & set(offered(actor, case))


def test_the_page_shows_how_each_version_stands_and_what_happened(
    office: Office, case: CaseView
) -> None:
    do(office.approver, case, REISSUE, certificate(case).id, reason="邮件丢失")

    page = text(browser_of(office.handler.id).get(f"/office/cases/{case.public_id}"))

    table = page.split('aria-label="证照"')[1].split("</section>")[0]
    assert [word in table for word in ("第 1 版", "第 2 版", "已换发", "有效")] == [True] * 4
    assert "邮件丢失" in table
    assert CITIZEN not in page


def test_an_approver_revokes_with_a_reason_and_it_verifies_as_taken_back(
    office: Office, case: CaseView
) -> None:
    view = certificate(case)

    answer = do(office.approver, case, CHANGE, view.id, what="revoke", reason="以欺骗手段取得")

    assert answer.status_code == 302
    assert certificate(case).state is State.REVOKED
    assert "证照已吊销或撤销" in text(browser_of(office.approver.id).get(f"/v/{view.code}"))
    assert (queries.log(view.id)[-1].reason, queries.log(view.id)[-1].actor) == (
        "以欺骗手段取得",
        f"staff:{office.approver.label}",
    )
    assert not {CHANGE, REISSUE} & set(offered(office.approver, case))


def test_what_is_suspended_can_be_restored_and_not_suspended_again(
    office: Office, case: CaseView
) -> None:
    view = certificate(case)
    actions.change(view.id, Change.SUSPEND, reason="调查", by=office.approver, at=ten(70))

    again = do(office.approver, case, CHANGE, view.id, what="suspend", reason="调查")
    back = do(office.approver, case, CHANGE, view.id, what="restore", reason="查无此事")

    assert (again.status_code, back.status_code) == (422, 302)
    assert certificate(case).state is State.VALID


@pytest.mark.parametrize("deed", [CHANGE, REISSUE])
def test_without_a_reason_nothing_is_changed(office: Office, case: CaseView, deed: str) -> None:
    answer = do(office.approver, case, deed, certificate(case).id, what="revoke", reason=" ")

    assert answer.status_code == 422
    assert (certificate(case).state, certificate(case).version) == (State.VALID, 1)


def test_a_second_press_of_make_anew_makes_no_third_version(office: Office, case: CaseView) -> None:
    first = certificate(case)
    do(office.approver, case, REISSUE, first.id, reason="污损")

    again = do(office.approver, case, REISSUE, first.id, reason="污损")

    assert again.status_code == 409
    assert certificate(case).version == 2
    assert "已换发新证" in text(browser_of(office.approver.id).get(f"/v/{first.code}"))


def test_a_certificate_of_another_case_is_not_found(office: Office, case: CaseView) -> None:
    other = office.granted()
    (view,) = results.make(other.id, at=ten(60))

    answer = do(office.approver, case, CHANGE, view.id, what="revoke", reason="x")

    assert answer.status_code == 404
    assert queries.certificate(view.id).state is State.VALID


def test_nobody_decides_on_a_certificate_of_their_own(office: Office, case: CaseView) -> None:
    Staff.objects.filter(pk=office.approver.id).update(identity_index=blind_index(CITIZEN))

    answer = do(office.approver, case, CHANGE, certificate(case).id, what="revoke", reason="x")

    assert answer.status_code == 403
    assert "须回避" in text(answer)
    assert certificate(case).state is State.VALID


def test_what_was_made_anew_is_registered_and_printed_at_the_issue_window(
    office: Office, case: CaseView
) -> None:
    window = browser_of(office.issuer.id)
    window.post(f"/office/issue/{case.public_id}/print")
    do(office.approver, case, REISSUE, certificate(case).id, reason="污损")

    window.post(f"/office/issue/{case.public_id}/print")

    page = text(window.get(f"/office/issue/{case.public_id}"))
    assert page.count("核验页") == 1
    assert f"/office/issue/{case.public_id}/paper/{certificate(case).id}" in page
    assert f"{cases.case(case.id).number}02" in page.replace(" ", "")


def test_the_issue_window_prints_nothing_that_is_not_good(office: Office, case: CaseView) -> None:
    view = certificate(case)
    actions.change(view.id, Change.REVOKE, reason="骗取", by=office.approver, at=ten(70))

    page = text(browser_of(office.issuer.id).get(f"/office/issue/{case.public_id}"))

    assert "不再有效，不能打印" in page
    assert f"/paper/{view.id}" not in page


def test_window_and_handler_take_an_application_back_for_the_applicant(office: Office) -> None:
    for actor in (office.clerk, office.handler):
        case = office.accepted()
        assert "withdraw" in offered(actor, case)

        answer = do(actor, case, "withdraw", reason="申请人来电不办了")

        assert answer.status_code == 302
        assert cases.case(case.id).state is CaseState.WITHDRAWN
        (line,) = [line for line in cases.log(case.id) if line.event == "withdraw"]
        assert line.reason == "申请人来电不办了"


def test_nobody_takes_back_without_a_reason_or_after_the_decision(office: Office) -> None:
    open_case, decided = office.accepted(), office.granted()

    answer = do(office.clerk, open_case, "withdraw", reason="")

    assert answer.status_code == 422
    assert "withdraw" not in offered(office.clerk, decided)
    assert do(office.clerk, decided, "withdraw", reason="x").status_code == 409
    assert "withdraw" not in offered(office.approver, open_case)
    assert deciding.withdraw(open_case.id, "x", by=office.handler, at=ten(50)).state is (
        CaseState.WITHDRAWN
    )
