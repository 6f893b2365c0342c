"""Bundles: filed once, departments in parallel, results handed on, one due date, one hand-out."""

from datetime import date, timedelta

import pytest

from tests.builders import CITIZEN, Hall
from tests.cases.bundled import BUNDLE, Newborn, build_newborn
from tests.cases.office import LI, TEN, ZHANG, ten
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.actions.bundling import offer_bundle, publish_bundle
from yimen.reference.catalogue.errors import BadAnswer, BundleNotOffered
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import (
    bundle_drafting,
    bundle_filing,
    bundle_handing,
    deciding,
    drafting,
    handing,
    supplementing,
)
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import (
    ApplicantNeeded,
    BundleFiled,
    BundleNotReady,
    CaseNotFound,
    DraftMoved,
    FormIncomplete,
    HandedOut,
    KeyReused,
    MaterialNotFound,
    MaterialsChecking,
    MaterialsMissing,
    NotTheTaker,
    QuestionOpen,
    WayNotOffered,
)
from yimen.services.cases.models import Case, CaseEvent
from yimen.services.cases.queries import bundles, cases
from yimen.services.cases.queries.handing import hand_out_of, ready
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.rules.bundles import BundleState, PartState
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import MaterialState, State
from yimen.services.cases.rules.steps import Outcome
from yimen.support import audit
from yimen.support.models import Event

pytestmark = pytest.mark.django_db

ZHANG_HERE = Shown(CITIZEN, "演示张三", by_reader=True)


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall)


def test_one_filing_makes_a_case_of_every_part_that_waits_for_nothing(newborn: Newborn) -> None:
    view = newborn.filed()

    assert newborn.states(view.id) == {
        "birth": "handled",
        "household": "waiting",
        "card": "waiting",
        "gift": "handled",
    }
    assert Case.objects.count() == 2
    assert {case.state for case in Case.objects.all()} == {State.ACCEPTED.value}
    assert {case.bundle_id for case in Case.objects.all()} == {view.id}
    numbers = [view.number, *(part.number for part in view.parts if part.number)]
    assert len({number[-7:-1] for number in numbers}) == 3
    assert list(audit.verify()) == []


def test_a_material_is_asked_once_and_filed_to_every_part(newborn: Newborn) -> None:
    draft = newborn.begin()
    asked = [each.merged.name for each in bundles.materials_of(draft.id)]

    view = newborn.filed()

    assert asked == ["父母居民身份证", "申领表", "照片"]
    for key in ("birth", "gift"):
        (given,) = materials(newborn.part(view.id, key).case_id or 0)
        assert (given.name, given.state) == ("父母居民身份证", MaterialState.GIVEN)


def test_a_result_is_the_material_of_the_part_that_waited_for_it(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth")

    newborn.go_on(view.id)

    household = newborn.part(view.id, "household")
    proof, ids, photo = materials(household.case_id or 0)
    assert household.case_state is State.ACCEPTED
    assert (proof.state, proof.way) == (MaterialState.HELD, "held")
    assert proof.certificate_id == newborn.results["birth"]["出生医学证明"]
    assert (ids.way, photo.way) == ("bring", "")
    assert newborn.part(view.id, "card").state is PartState.WAITING
    assert list(audit.verify()) == []


def test_what_follows_happens_once_however_often_it_is_asked_for(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth")

    for minute in (40, 41, 42):
        newborn.go_on(view.id, at=ten(minute))

    assert Case.objects.count() == 3
    assert Event.objects.filter(name="bundle.start").count() == 1


def test_nothing_begins_before_the_result_is_made(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth", certify=False)

    newborn.go_on(view.id)

    assert newborn.part(view.id, "birth").case_state is State.GRANTED
    assert newborn.states(view.id)["household"] == "waiting"


def test_a_part_nobody_wants_is_not_filed(newborn: Newborn) -> None:
    view = newborn.filed(card="no")

    assert [part.key for part in view.parts] == ["birth", "household", "gift"]


def test_an_instant_item_goes_to_its_department_as_a_part(hall: Hall) -> None:
    newborn = build_newborn(hall, fields={"birth": {"PROJECT_TYPE": "1", "PROMISE_DAY": 0}})

    view = newborn.filed()

    assert cases.case(newborn.part(view.id, "birth").case_id or 0).instant is False
    newborn.decide(view.id, "birth")
    assert newborn.part(view.id, "birth").state is PartState.READY


def test_where_only_the_department_accepts_the_part_is_received(hall: Hall) -> None:
    newborn = build_newborn(hall, fields={"gift": {"ACCEPTANCE_MODE": "window_receives"}})

    view = newborn.filed()

    assert newborn.part(view.id, "gift").case_state is State.RECEIVED
    assert newborn.part(view.id, "birth").case_state is State.ACCEPTED


def test_twice_filed_is_once_filed_and_not_by_somebody_else(newborn: Newborn) -> None:
    view = newborn.filed()

    again = bundle_filing.file(view.id, by=newborn.clerk, at=ten(9))

    assert again.number == view.number
    assert Case.objects.count() == 2
    with pytest.raises(BundleFiled):
        bundle_filing.file(view.id, by=newborn.office.colleague, at=ten(9))


def test_a_retry_of_the_first_request_is_the_same_draft(newborn: Newborn) -> None:
    draft = newborn.begin(key="k")

    assert newborn.begin(key="k").id == draft.id
    assert newborn.begin(key="other").id != draft.id
    assert newborn.begin(key="k", by=newborn.office.colleague).id != draft.id


def test_a_key_of_another_bundle_is_refused(newborn: Newborn) -> None:
    publish_bundle("other", BUNDLE, maker="test:maker", by=HOUSE, at=TEN)
    newborn.begin(key="k")

    with pytest.raises(KeyReused):
        bundle_drafting.begin(
            "other",
            centre_id=newborn.office.hall.centre_id,
            channel="window",
            by=newborn.clerk,
            at=TEN,
            key="k",
        )


def test_what_is_not_there_is_named_before_anything_is_filed(newborn: Newborn) -> None:
    draft = newborn.begin(card="")
    file = bundle_filing.file
    clerk = newborn.clerk

    with pytest.raises(ApplicantNeeded):
        file(draft.id, by=clerk, at=ten(1))
    bundle_drafting.identify(draft.id, ZHANG, by=clerk, at=ten(1))
    with pytest.raises(QuestionOpen) as asked:
        file(draft.id, by=clerk, at=ten(2))
    bundle_drafting.answer(draft.id, {"card": "no"}, by=clerk, at=ten(2))
    with pytest.raises(FormIncomplete):
        file(draft.id, by=clerk, at=ten(3))
    bundle_drafting.fill(draft.id, {"name": "演示", "mobile": "13800000000"}, by=clerk, at=ten(3))
    with pytest.raises(MaterialsMissing) as missing:
        file(draft.id, by=clerk, at=ten(4))

    assert asked.value.facts["question"] == "要社保卡吗？"
    assert missing.value.facts == {"materials": "父母居民身份证", "count": 1}
    assert Case.objects.count() == 0
    assert bundles.bundle(draft.id).state is BundleState.DRAFT


def test_a_file_that_is_being_checked_is_waited_for(newborn: Newborn) -> None:
    draft = newborn.filled()
    key = bundles.materials_of(draft.id)[1].merged.key
    bundle_drafting.give(draft.id, {key: Given("bring", ("f1",))}, by=newborn.clerk, at=ten(4))

    with pytest.raises(MaterialsChecking):
        bundle_filing.file(draft.id, by=newborn.clerk, at=ten(5), checking={"f1"})

    assert bundle_filing.file(draft.id, by=newborn.clerk, at=ten(6)).state is BundleState.RUNNING


def test_what_came_stays_while_the_situation_changes(newborn: Newborn) -> None:
    draft = newborn.filled()

    bundle_drafting.answer(draft.id, {"card": "no"}, by=newborn.clerk, at=ten(4))
    bundle_drafting.answer(draft.id, {"card": "yes"}, by=newborn.clerk, at=ten(5))

    came = {each.merged.name: each.way for each in bundles.materials_of(draft.id)}
    assert came == {"父母居民身份证": "bring", "申领表": "", "照片": ""}
    with pytest.raises(BadAnswer):
        bundle_drafting.answer(draft.id, {"card": "x"}, by=newborn.clerk, at=ten(6))


def test_a_material_comes_in_a_way_that_suits_every_part(newborn: Newborn) -> None:
    draft = newborn.begin()

    with pytest.raises(WayNotOffered):
        bundle_drafting.give(draft.id, {"birth-id": Given("upload")}, by=newborn.clerk, at=ten(1))
    with pytest.raises(MaterialNotFound):
        bundle_drafting.give(draft.id, {"nil": Given("bring")}, by=newborn.clerk, at=ten(1))
    with pytest.raises(MaterialNotFound):
        bundle_drafting.take_back(draft.id, "birth-id", by=newborn.clerk, at=ten(1))


def test_a_page_that_has_not_seen_the_last_edit_is_refused(newborn: Newborn) -> None:
    draft = newborn.begin()
    bundle_drafting.identify(draft.id, ZHANG, by=newborn.clerk, at=ten(1))

    with pytest.raises(DraftMoved):
        bundle_drafting.identify(draft.id, LI, by=newborn.clerk, at=ten(2), seen=draft.saved_at)


def test_only_a_window_of_the_centre_takes_it_in(newborn: Newborn) -> None:
    draft = newborn.filled()
    stranger = newborn.office.handler

    with pytest.raises(NotAllowed):
        newborn.begin(by=stranger)
    with pytest.raises(NotAllowed):
        bundle_drafting.identify(draft.id, LI, by=stranger, at=ten(4))
    with pytest.raises(NotAllowed):
        bundle_filing.file(draft.id, by=stranger, at=ten(5))
    with pytest.raises(CaseNotFound):
        bundle_filing.file(10**9, by=newborn.clerk, at=ten(5))


def test_what_is_filed_is_not_edited(newborn: Newborn) -> None:
    view = newborn.filed()

    with pytest.raises(BundleFiled):
        bundle_drafting.answer(view.id, {"card": "no"}, by=newborn.clerk, at=ten(6))


def test_a_bundle_that_is_not_offered_is_not_begun_and_what_was_begun_goes_on(
    newborn: Newborn,
) -> None:
    draft = newborn.filled()
    offer_bundle("newborn", False, by=HOUSE)

    with pytest.raises(BundleNotOffered):
        newborn.begin()

    assert bundle_filing.file(draft.id, by=newborn.clerk, at=ten(5)).number


def test_the_one_due_date_is_the_bundles_own_limit(newborn: Newborn) -> None:
    view = newborn.filed()

    # Eight working days after Tuesday the fifth.
    assert view.promised_due == view.due == date(2019, 11, 15)


def test_where_a_part_takes_longer_the_due_date_goes_along(newborn: Newborn) -> None:
    view = newborn.filed()
    late = date(2019, 11, 20)
    Case.objects.filter(pk=newborn.part(view.id, "birth").case_id or 0).update(promised_due=late)

    after = bundles.bundle(view.id)

    # One day for the household after the birth, three for the card after that.
    assert (after.promised_due, after.due) == (date(2019, 11, 15), date(2019, 11, 26))


def test_what_waits_for_a_refused_part_is_never_filed_and_the_rest_goes_on(
    newborn: Newborn,
) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth", Outcome.REFUSE)

    after = newborn.go_on(view.id)

    assert newborn.states(view.id) == {
        "birth": "ready",
        "household": "dropped",
        "card": "dropped",
        "gift": "handled",
    }
    assert after.state is BundleState.RUNNING
    newborn.decide(view.id, "gift")
    assert newborn.go_on(view.id, at=ten(50)).state is BundleState.READY
    assert Event.objects.filter(name="bundle.drop").count() == 1


@pytest.mark.parametrize("how", ["withdraw", "find_not_required", "void"])
def test_a_part_that_falls_away_drops_what_waits_for_it(newborn: Newborn, how: str) -> None:
    view = newborn.filed()
    case_id = newborn.part(view.id, "birth").case_id or 0
    if how == "withdraw":
        deciding.withdraw(case_id, "不办了", by=newborn.clerk, at=ten(20))
    elif how == "void":
        deciding.void(case_id, "录错", by=newborn.office.supervisor, at=ten(20))
    else:
        Case.objects.filter(pk=case_id).update(state=State.NOT_REQUIRED.value)

    newborn.go_on(view.id)

    assert newborn.states(view.id)["birth"] == "fell"
    assert newborn.states(view.id)["household"] == "dropped"


def test_a_part_that_is_to_be_supplemented_waits_for_the_citizen_alone(hall: Hall) -> None:
    newborn = build_newborn(hall, fields={"birth": {"ACCEPTANCE_MODE": "window_receives"}})
    view = newborn.filed()
    birth = newborn.part(view.id, "birth")
    handler, _approver = newborn.people[birth.department_id]

    supplementing.ask(birth.case_id or 0, {"id": "看不清"}, by=handler, at=ten(20))
    newborn.go_on(view.id)

    assert bundles.bundle(view.id).state is BundleState.YOURS
    assert newborn.states(view.id) == {
        "birth": "yours",
        "household": "waiting",
        "card": "waiting",
        "gift": "handled",
    }
    drafting.give(birth.case_id or 0, {"id": Given("bring")}, by=newborn.clerk, at=ten(25))
    supplementing.supply(birth.case_id or 0, by=newborn.clerk, at=ten(26))
    assert bundles.bundle(view.id).state is BundleState.RUNNING


def decided(newborn: Newborn) -> int:
    """A bundle every part of which was granted."""
    view = newborn.filed()
    for key in ("birth", "household", "card", "gift"):
        newborn.decide(view.id, key)
        newborn.go_on(view.id)
    return view.id


def test_results_are_handed_out_together_signed_for_once(newborn: Newborn) -> None:
    bundle_id = decided(newborn)
    (waiting,) = bundles.ready_bundles(newborn.office.hall.centre_id, person=CITIZEN)
    issuer = newborn.office.issuer

    view = bundle_handing.hand_out(
        bundle_id, ZHANG_HERE, signature_file="s1", by=issuer, at=ten(90)
    )

    assert waiting.id == bundle_id
    assert view.state is BundleState.DONE
    assert {part.case_state for part in view.parts} == {State.DELIVERED}
    taken = [hand_out_of(part.case_id or 0) for part in view.parts]
    assert {each.signature_file for each in taken if each} == {"s1"}
    assert bundles.ready_bundles(newborn.office.hall.centre_id) == []
    with pytest.raises(HandedOut):
        bundle_handing.hand_out(bundle_id, ZHANG_HERE, signature_file="s2", by=issuer, at=ten(91))
    assert list(audit.verify()) == []


def test_a_stranger_takes_nothing_of_it(newborn: Newborn) -> None:
    bundle_id = decided(newborn)
    stranger = Shown(LI.id, "演示李四")

    with pytest.raises(NotTheTaker):
        bundle_handing.hand_out(
            bundle_id, stranger, signature_file="", by=newborn.office.issuer, at=ten(90)
        )
    with pytest.raises(NotAllowed):
        bundle_handing.hand_out(
            bundle_id, ZHANG_HERE, signature_file="", by=newborn.clerk, at=ten(90)
        )

    assert CaseEvent.objects.filter(event="hand_over").count() == 0


def test_a_result_waits_for_the_others_unless_the_applicant_asks_for_it(
    newborn: Newborn,
) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "gift")
    gift, issuer = newborn.part(view.id, "gift").case_id or 0, newborn.office.issuer

    with pytest.raises(BundleNotReady) as refused:
        handing.hand_out(gift, ZHANG_HERE, signature_file="", by=issuer, at=ten(50))
    with pytest.raises(BundleNotReady):
        bundle_handing.hand_out(view.id, ZHANG_HERE, signature_file="", by=issuer, at=ten(50))
    assert refused.value.facts == {"count": 3}
    assert ready(newborn.office.hall.centre_id) == []

    early = handing.hand_out(gift, ZHANG_HERE, signature_file="", by=issuer, at=ten(51), early=True)
    assert early.state is State.DELIVERED
    assert newborn.states(view.id)["gift"] == "over"


def test_a_result_taken_early_still_gives_to_what_waits_for_it(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth")
    birth = newborn.part(view.id, "birth").case_id or 0
    handing.hand_out(
        birth, ZHANG_HERE, signature_file="", by=newborn.office.issuer, at=ten(35), early=True
    )

    newborn.go_on(view.id)

    assert newborn.states(view.id)["household"] == "handled"


def test_a_refusal_letter_taken_gives_nothing(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth", Outcome.REFUSE)
    birth = newborn.part(view.id, "birth").case_id or 0
    handing.hand_out(
        birth, ZHANG_HERE, signature_file="", by=newborn.office.issuer, at=ten(35), early=True
    )

    newborn.go_on(view.id)

    assert newborn.states(view.id)["household"] == "dropped"


def test_a_signature_is_of_every_part(newborn: Newborn) -> None:
    window = newborn.office.hall.windows[1]
    draft = newborn.filled(window_id=window)
    bundle_drafting.present(draft.id, True, by=newborn.clerk, at=ten(4))
    shown = bundles.bundle_presented_at_window(window, None)
    bundle_drafting.sign(draft.id, "sig", by=newborn.clerk, at=ten(4))

    view = bundle_filing.file(draft.id, by=newborn.clerk, at=ten(5))

    assert shown is not None
    assert bundles.bundle_presented_at_window(window, None) is None
    signed = {cases.case(part.case_id).signature_file for part in view.parts if part.case_id}
    assert signed == {"sig"}


def test_what_is_changed_after_the_signature_is_signed_again(newborn: Newborn) -> None:
    draft = newborn.filled()
    bundle_drafting.sign(draft.id, "sig", by=newborn.clerk, at=ten(4))

    changed = bundle_drafting.give(
        draft.id, {"household-photo": Given("bring")}, by=newborn.clerk, at=ten(5)
    )

    assert (changed.signature_file, changed.signed_at) == ("", None)


def test_old_drafts_are_forgotten_and_filed_bundles_stay(newborn: Newborn) -> None:
    old, filed = newborn.filled(), newborn.filed()
    later = TEN + timedelta(days=400)

    gone = bundle_drafting.forget_drafts(on=later.date(), at=later)

    assert gone == 1
    with pytest.raises(CaseNotFound):
        bundles.bundle(old.id)
    assert bundles.bundle_by_number(filed.number).id == filed.id
    assert bundles.bundle_by_public_id(filed.public_id).id == filed.id
