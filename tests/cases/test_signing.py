"""What is filed at a window is signed for; who cannot sign is vouched for by the clerk."""

import pytest
from django.db import IntegrityError, transaction

from tests.builders import Hall
from tests.cases.bundled import Newborn, build_newborn
from tests.cases.office import FORM, LI, Office, build_office, ten
from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import (
    adopting,
    bundle_drafting,
    bundle_filing,
    drafting,
    filing,
    promising,
    supplementing,
    unsigned,
)
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import NotEditable, PromiseUnsigned, ReasonNeeded, SignatureNeeded
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.unsigned import unsigned_cases
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.signing import Unsigned
from yimen.services.cases.rules.states import State
from yimen.support import audit

pytestmark = pytest.mark.django_db
OLD = "九十一岁，不会写字"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def at_window(office: Office) -> CaseView:
    """Filled in at window 1, not signed."""
    return office.filled(window_id=office.hall.windows[1])


def signed(office: Office) -> CaseView:
    return drafting.sign(at_window(office).id, "sig", by=HOUSE, at=ten(4))


def test_nothing_is_taken_in_at_a_window_before_it_is_signed(office: Office) -> None:
    case = at_window(office)

    with pytest.raises(SignatureNeeded):
        filing.receive(case.id, by=office.clerk, at=ten(5))

    assert cases.case(case.id).state is State.DRAFT
    drafting.sign(case.id, "sig", by=HOUSE, at=ten(6))
    assert filing.receive(case.id, by=office.clerk, at=ten(7)).state is State.RECEIVED


def test_what_came_from_afar_needs_none(office: Office) -> None:
    case = office.filled(channel="online")

    assert filing.receive(case.id, by=office.clerk, at=ten(5)).state is State.RECEIVED


def test_who_is_turned_away_need_not_sign_for_that(office: Office) -> None:
    case = at_window(office)

    received = filing.receive(case.id, by=office.clerk, at=ten(5), turned_away=True)

    assert received.state is State.RECEIVED


def answered(office: Office, case_id: int) -> None:
    drafting.answer(case_id, {"who": "agent"}, by=office.clerk, at=ten(5))


def identified(office: Office, case_id: int) -> None:
    drafting.identify(case_id, LI, by=office.clerk, at=ten(5))


def filled(office: Office, case_id: int) -> None:
    form = {**FORM, "mobile": "13900000000"}
    drafting.fill(case_id, form, by=office.clerk, at=ten(5))


def given(office: Office, case_id: int) -> None:
    drafting.give(case_id, {"photo": Given("bring")}, by=office.clerk, at=ten(5))


def taken_back(office: Office, case_id: int) -> None:
    drafting.take_back(case_id, "lease", by=office.clerk, at=ten(5))


def promised(office: Office, case_id: int) -> None:
    promising.promise(case_id, ["lease"], by=office.clerk, at=ten(5))


@pytest.mark.parametrize(
    "change", [answered, identified, filled, given, taken_back, promised], ids=lambda f: f.__name__
)
@pytest.mark.parametrize("how", ["signed", "could not sign"])
def test_what_is_changed_afterwards_is_signed_anew(
    office: Office, how: str, change: object
) -> None:
    case = signed(office)
    if how != "signed":
        unsigned.go_unsigned(case.id, Unsigned.PROXY, OLD, by=office.clerk, at=ten(4))

    change(office, case.id)  # type: ignore[operator]

    with pytest.raises(SignatureNeeded):
        filing.receive(case.id, by=office.clerk, at=ten(6))


def test_what_is_saved_as_it_was_stays_signed(office: Office) -> None:
    case = signed(office)

    drafting.fill(case.id, FORM, by=office.clerk, at=ten(5))
    drafting.give(case.id, {"id": Given("bring")}, by=office.clerk, at=ten(5))

    assert cases.case(case.id).signature_file == "sig"


def test_what_is_changed_between_receipt_and_acceptance_is_signed_anew(office: Office) -> None:
    case = filing.receive(signed(office).id, by=office.clerk, at=ten(5))
    filled(office, case.id)

    with pytest.raises(SignatureNeeded):
        filing.accept(case.id, by=office.clerk, at=ten(6))

    drafting.sign(case.id, "again", by=HOUSE, at=ten(7))
    assert filing.accept(case.id, by=office.clerk, at=ten(8)).state is State.ACCEPTED


def test_a_supplement_leaves_what_was_signed_as_it_was(office: Office) -> None:
    case = filing.receive(signed(office).id, by=office.clerk, at=ten(5))
    supplementing.ask(case.id, {"lease": "没有签名"}, by=office.clerk, at=ten(6))

    drafting.give(case.id, {"lease": Given("bring")}, by=office.clerk, at=ten(7))
    supplementing.supply(case.id, by=office.clerk, at=ten(8))

    assert filing.accept(case.id, by=office.clerk, at=ten(9)).signature_file == "sig"


def test_what_was_submitted_from_afar_goes_on_at_a_window_without(office: Office) -> None:
    case = office.filled(channel="online")
    filing.receive(case.id, by=office.clerk, at=ten(5))
    window = office.hall.windows[1]
    supplementing.ask(case.id, {"lease": "没有签名"}, by=office.clerk, at=ten(6))

    adopting.adopt(case.id, window_id=window, ticket_id=None, by=office.clerk, at=ten(7))
    drafting.give(case.id, {"lease": Given("bring")}, by=office.clerk, at=ten(8))
    supplementing.supply(case.id, by=office.clerk, at=ten(8))

    assert filing.accept(case.id, by=office.clerk, at=ten(9)).state is State.ACCEPTED


def test_a_draft_begun_at_home_is_signed_at_the_window_it_is_taken_to(office: Office) -> None:
    case = office.filled(channel="online")
    window = office.hall.windows[1]

    adopting.adopt(case.id, window_id=window, ticket_id=None, by=office.clerk, at=ten(4))

    with pytest.raises(SignatureNeeded):
        filing.receive(case.id, by=office.clerk, at=ten(5))


def test_who_cannot_write_is_served_with_the_clerks_reason_on_record(office: Office) -> None:
    case = at_window(office)

    with pytest.raises(ReasonNeeded):
        unsigned.go_unsigned(case.id, Unsigned.FINGERPRINT, " ", by=office.clerk, at=ten(4))
    unsigned.go_unsigned(case.id, Unsigned.FINGERPRINT, OLD, by=office.clerk, at=ten(4))
    received = filing.receive(case.id, by=office.clerk, at=ten(5))

    assert (received.unsigned, received.unsigned_reason) == ("fingerprint", OLD)
    line = next(line for line in cases.log(case.id) if line.event == "go_unsigned")
    assert (line.actor, line.reason) == (f"staff:{office.clerk.label}", OLD)
    assert line.facts == {"how": "fingerprint"}
    kept = [entry.act for entry in audit.entries(f"case:{case.id}")]
    assert "go_unsigned" in kept
    listed = unsigned_cases(centre_id=office.hall.centre_id)
    assert [each.id for each in listed] == [case.id]
    assert unsigned_cases(centre_id=office.hall.centre_id + 1) == []


def test_a_signature_after_all_takes_the_exception_away(office: Office) -> None:
    case = at_window(office)
    unsigned.go_unsigned(case.id, Unsigned.UNABLE, OLD, by=office.clerk, at=ten(4))

    drafting.sign(case.id, "sig", by=HOUSE, at=ten(5))

    after = cases.case(case.id)
    assert (after.unsigned, after.unsigned_reason, after.signature_file) == ("", "", "sig")


def test_the_screen_shows_nothing_more_once_it_goes_unsigned(office: Office) -> None:
    case = at_window(office)
    drafting.present(case.id, True, by=office.clerk, at=ten(3))

    after = unsigned.go_unsigned(case.id, Unsigned.PROXY, OLD, by=office.clerk, at=ten(4))

    assert after.presented_at is None


def test_only_a_window_says_so_and_only_before_it_is_accepted(office: Office) -> None:
    zhang = Actor("citizen", 77, "citizen")
    own = drafting.begin(
        "jzz", centre_id=office.hall.centre_id, channel="online", by=zhang, at=ten(0)
    )
    accepted = office.accepted()

    with pytest.raises(NotAllowed):
        unsigned.go_unsigned(own.id, Unsigned.PROXY, OLD, by=zhang, at=ten(1))
    with pytest.raises(NotAllowed):
        unsigned.go_unsigned(own.id, Unsigned.PROXY, OLD, by=office.approver, at=ten(1))
    with pytest.raises(NotEditable):
        unsigned.go_unsigned(accepted.id, Unsigned.PROXY, OLD, by=office.clerk, at=ten(9))


def test_a_promise_may_be_vouched_for_too_but_not_left_open(office: Office) -> None:
    case = filing.receive(signed(office).id, by=office.clerk, at=ten(5))
    drafting.take_back(case.id, "lease", by=office.clerk, at=ten(6))
    promising.promise(case.id, ["lease"], by=office.clerk, at=ten(6))

    with pytest.raises(PromiseUnsigned):
        filing.accept(case.id, by=office.clerk, at=ten(7))

    unsigned.go_unsigned(case.id, Unsigned.FINGERPRINT, OLD, by=office.clerk, at=ten(8))
    assert filing.accept(case.id, by=office.clerk, at=ten(9)).promised


def test_the_database_keeps_no_exception_without_a_reason(office: Office) -> None:
    case = at_window(office)

    with (
        pytest.raises(IntegrityError, match="cases_case_unsigned_has_reason"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=case.id).update(unsigned="proxy")


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall)


def test_a_bundle_is_signed_for_before_it_is_filed(newborn: Newborn) -> None:
    draft = newborn.filled(window_id=newborn.office.hall.windows[1])

    with pytest.raises(SignatureNeeded):
        bundle_filing.file(draft.id, by=newborn.clerk, at=ten(5))

    bundle_drafting.sign(draft.id, "sig", by=HOUSE, at=ten(6))
    assert bundle_filing.file(draft.id, by=newborn.clerk, at=ten(7)).filed_at is not None


def test_the_reason_of_a_bundle_is_kept_on_each_of_its_cases(newborn: Newborn) -> None:
    draft = newborn.filled(window_id=newborn.office.hall.windows[1])
    unsigned.bundle_goes_unsigned(draft.id, Unsigned.UNABLE, OLD, by=newborn.clerk, at=ten(4))

    view = bundle_filing.file(draft.id, by=newborn.clerk, at=ten(5))

    begun = [cases.case(part.case_id) for part in view.parts if part.case_id is not None]
    assert {(case.unsigned, case.unsigned_reason) for case in begun} == {("unable", OLD)}
    acts = [entry.act for entry in audit.entries(f"bundle:{draft.id}")]
    assert acts[0] == "go_unsigned"
