"""Promises instead of proofs, what comes later, and whose word does not do for a while."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.builders import Hall
from tests.cases.office import CONTENT, LI, TEN, Office, build_office, ten
from yimen.journeys import take_in
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.rules.content import read, to_json
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import (
    clockwork,
    draft_upkeep,
    drafting,
    filing,
    making_up,
    promising,
)
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.actions.making_up import Brought
from yimen.services.cases.errors import (
    MaterialNotFound,
    MaterialsMissing,
    NotEditable,
    PromiseBarred,
    PromiseUnsigned,
    WayNotOffered,
)
from yimen.services.cases.models import Notice
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.materials import MaterialView, materials
from yimen.services.cases.queries.notices import facts_of, notices_of
from yimen.services.cases.queries.promises import promise_texts
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.facts import Facts
from yimen.services.cases.rules.states import MaterialState, State

pytestmark = pytest.mark.django_db
WORDS = "租赁合同真实有效，租期未满"


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def lease(case: CaseView) -> MaterialView:
    return next(each for each in materials(case.id) if each.key == "lease")


def promised(office: Office) -> CaseView:
    """Taken in at window 1; then a promise instead of the lease, not signed yet."""
    case = office.filled(lease=False, window_id=office.hall.windows[1])
    drafting.sign(case.id, "f-filed", by=HOUSE, at=ten(4))
    filing.receive(case.id, by=office.clerk, at=ten(4.5))
    return promising.promise(case.id, ["lease"], by=office.clerk, at=ten(5))


def tolerated(office: Office, **more: object) -> CaseView:
    case = office.received(lease=False, **more)
    return filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)


def told_of(case_id: int, kind: str) -> Facts:
    """What a notice of the case was written from."""
    return facts_of(Notice.objects.get(case_id=case_id, kind=kind))


def kinds(case: CaseView) -> list[str]:
    return [each.kind.value for each in notices_of(case.id)]


def test_an_item_says_what_may_be_promised_and_in_which_words(office: Office) -> None:
    case = office.begin()

    assert promise_texts(case.version_id) == {"lease": WORDS}
    again = read(to_json(read(CONTENT)))
    assert [each.promise for each in again.materials] == ["", "", WORDS, ""]


def test_a_promise_chosen_and_signed_stands_in_and_is_kept_as_a_document(office: Office) -> None:
    case = promised(office)
    drafting.sign(case.id, "f-signature", by=office.clerk, at=ten(5.5))

    accepted = filing.accept(case.id, by=office.clerk, at=ten(6))

    assert (accepted.promised, accepted.tolerant) == (True, False)
    assert (lease(case).state, lease(case).way) == (MaterialState.PROMISED, "promise")
    assert lease(case).due_on is None
    facts = told_of(case.id, "promise")
    assert facts.rows("promised") == [{"name": "租赁合同", "words": WORDS}]
    assert (facts.text("signature_file"), facts.day("signed_on")) == ("f-signature", TEN.date())
    assert kinds(case) == ["receipt", "acceptance", "promise"]
    line = next(line for line in cases.log(case.id) if line.event == "accept")
    assert (line.reason, line.facts["promised"]) == (WORDS, ["lease"])


def test_unsigned_at_the_window_it_does_not_do(office: Office) -> None:
    case = promised(office)

    with pytest.raises(PromiseUnsigned) as refusal:
        filing.accept(case.id, by=office.clerk, at=ten(6))

    assert refusal.value.facts == {"materials": "租赁合同"}
    assert cases.case(case.id).state is State.RECEIVED


def test_what_was_signed_before_the_promise_is_signed_anew(office: Office) -> None:
    case = office.filled(lease=False, window_id=office.hall.windows[1])
    drafting.sign(case.id, "f-early", by=office.clerk, at=ten(4))

    view = promising.promise(case.id, ["lease"], by=office.clerk, at=ten(4.5))

    assert (view.signed_at, view.signature_file) == (None, "")


def test_who_changes_their_mind_hands_in_the_proof(office: Office) -> None:
    case = promised(office)
    drafting.give(case.id, {"lease": Given("bring")}, by=office.clerk, at=ten(5))
    drafting.sign(case.id, "f-proof", by=HOUSE, at=ten(5.5))

    accepted = filing.accept(case.id, by=office.clerk, at=ten(6))

    assert not accepted.promised
    assert "promise" not in kinds(case)


def test_only_what_the_item_names_may_be_promised(office: Office) -> None:
    case = office.received(lease=False)

    with pytest.raises(WayNotOffered) as refusal:
        promising.promise(case.id, ["id"], by=office.clerk, at=ten(6))
    assert refusal.value.facts == {"material_way": "promise"}
    with pytest.raises(MaterialNotFound):
        promising.promise(case.id, ["power"], by=office.clerk, at=ten(6))
    with pytest.raises(WayNotOffered):
        drafting.give(case.id, {"lease": Given("promise")}, by=office.clerk, at=ten(6))
    with pytest.raises(WayNotOffered):
        filing.accept(case.id, by=office.clerk, at=ten(6), promised={"id": "我就是本人"})
    with pytest.raises(NotAllowed):
        promising.promise(case.id, ["lease"], by=office.handler, at=ten(6))

    assert lease(case).state is MaterialState.MISSING


def test_after_the_acceptance_nothing_is_promised(office: Office) -> None:
    case = tolerated(office)

    with pytest.raises(NotEditable):
        promising.promise(case.id, ["lease"], by=office.clerk, at=ten(7))


def test_a_promise_on_paper_leaves_room_for_ink(office: Office) -> None:
    case = office.filled(lease=False)
    drafting.sign(case.id, "f-form", by=office.clerk, at=ten(4))
    filing.receive(case.id, by=office.clerk, at=ten(5))

    filing.accept(case.id, by=office.handler, at=ten(6), promised={"lease": ""})

    facts = told_of(case.id, "promise")
    assert facts.rows("promised") == [{"name": "租赁合同", "words": WORDS}]
    assert facts.text("signature_file") == ""


def test_a_promised_proof_keeps_nobody_from_granting(office: Office) -> None:
    case = promised(office)
    drafting.sign(case.id, "f-signature", by=office.clerk, at=ten(5.5))
    filing.accept(case.id, by=office.clerk, at=ten(6))

    for actor in (office.handler, office.reviewer, office.approver):
        office.do(actor, case.id)

    assert cases.case(case.id).state is State.GRANTED


def test_tolerance_is_signed_on_the_second_screen_and_says_until_when(office: Office) -> None:
    case = office.filled(lease=False)
    drafting.sign(case.id, "f-signature", by=office.clerk, at=ten(4))
    filing.receive(case.id, by=office.clerk, at=ten(5))

    accepted = filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)

    assert (accepted.tolerant, accepted.promised) == (True, False)
    assert lease(case).due_on == date(2019, 11, 12)
    assert told_of(case.id, "tolerant_promise").text("signature_file") == "f-signature"


def test_what_was_tolerated_is_brought_and_the_promise_kept(office: Office) -> None:
    case = tolerated(office)

    with pytest.raises(MaterialsMissing):
        making_up.bring(case.id, [], by=office.clerk, at=ten(7))
    with pytest.raises(MaterialNotFound):
        making_up.bring(case.id, ["id"], by=office.clerk, at=ten(7))
    kept = making_up.bring(case.id, ["lease"], by=office.clerk, at=ten(8))

    assert (kept.tolerant, lease(case).state) == (False, MaterialState.GIVEN)
    events = [line.event for line in cases.log(case.id)]
    assert events[-2:] == ["bring_later", "make_up"]
    with pytest.raises(MaterialNotFound):
        making_up.bring(case.id, ["lease"], by=office.clerk, at=ten(9))


def test_with_some_of_it_brought_the_case_stays_tolerant(hall: Hall) -> None:
    later = {"key": "plan", "name": "平面图", "ways": ["bring"], "need": "later"}
    office = build_office(hall, content={**CONTENT, "materials": [*CONTENT["materials"], later]})
    case = tolerated(office)

    first = making_up.bring(case.id, ["lease"], by=office.clerk, at=ten(8))
    second = making_up.bring(case.id, ["plan"], by=office.clerk, at=ten(9))

    assert (first.tolerant, second.tolerant) == (True, False)


def test_not_brought_the_case_ends_and_the_word_does_not_do_for_a_year(office: Office) -> None:
    case = tolerated(office)
    late = TEN + timedelta(days=9)

    clockwork.look(at=late)

    ended = cases.case(case.id)
    assert ended.state is State.TERMINATED
    assert cases.log(case.id)[-1].reason == "容缺材料逾期未补交，承诺未履行"
    again = office.received(lease=False, at=late)
    for asked in ({"tolerant_days": 5}, {"promised": {"lease": ""}}):
        with pytest.raises(PromiseBarred) as refusal:
            filing.accept(again.id, by=office.clerk, at=late, **asked)
    assert refusal.value.facts == {"until": "2020-11-12"}
    stranger = office.received(lease=False, person=LI)
    assert filing.accept(stranger.id, by=office.clerk, at=late, tolerant_days=5).tolerant
    whole = office.received()
    assert filing.accept(whole.id, by=office.clerk, at=late).state is State.ACCEPTED


def test_a_year_later_the_word_does_again(office: Office) -> None:
    case = tolerated(office)
    clockwork.look(at=TEN + timedelta(days=9))
    assert cases.case(case.id).state is State.TERMINATED
    again = office.received(lease=False)

    accepted = filing.accept(
        again.id, by=office.clerk, at=TEN + timedelta(days=380), tolerant_days=5
    )

    assert accepted.tolerant


def test_a_promise_is_taken_back_for_the_proof_before_the_decision(office: Office) -> None:
    case = promised(office)
    drafting.sign(case.id, "f-signature", by=office.clerk, at=ten(5.5))
    with pytest.raises(NotEditable):
        making_up.prove(case.id, ["lease"], by=office.clerk, at=ten(5.6))
    filing.accept(case.id, by=office.clerk, at=ten(6))

    for keys in ([], ["id"], ["lease", "id"]):
        with pytest.raises(MaterialNotFound):
            making_up.prove(case.id, keys, by=office.clerk, at=ten(7))
    with pytest.raises(NotAllowed):
        making_up.prove(case.id, ["lease"], by=office.reviewer, at=ten(7))
    proved = making_up.prove(case.id, ["lease"], by=office.clerk, at=ten(8))

    assert (proved.promised, lease(case).state) == (False, MaterialState.GIVEN)
    with pytest.raises(MaterialNotFound):
        making_up.prove(case.id, ["lease"], by=office.clerk, at=ten(9))


def test_a_file_of_what_was_tolerated_counts_when_it_was_found_good(office: Office) -> None:
    case = office.received(lease=False)
    filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    sent = SimpleUploadedFile("合同.png", drawn.getvalue(), "image/png")
    kept = take_in.keep_files(f"case:{case.id}", [sent], by=office.clerk, at=ten(7))
    files = {"lease": Brought((kept[0].id,), checking=True)}

    making_up.bring(case.id, (), files=files, by=office.clerk, at=ten(7))
    making_up.settle(case.id, by=HOUSE, at=ten(8))
    before = cases.case(case.id).tolerant
    take_in.settle_checks(at=ten(9))

    assert (before, cases.case(case.id).tolerant) == (True, False)


def test_a_bad_file_of_what_was_tolerated_leaves_it_promised(office: Office) -> None:
    case = office.received(lease=False)
    filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)
    files = {"lease": Brought(("f1",), checking=True)}
    making_up.bring(case.id, (), files=files, by=office.clerk, at=ten(7))

    draft_upkeep.files_checked(case.id, "lease", ["f1"], good=False, flaw="坏", at=ten(8), by=HOUSE)

    assert cases.case(case.id).tolerant
    making_up.bring(case.id, ["lease"], by=office.clerk, at=ten(9))
    assert not cases.case(case.id).tolerant
