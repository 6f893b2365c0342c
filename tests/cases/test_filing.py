"""From the draft to the acceptance: what is saved, what is refused, what the law makes of it."""

from typing import Any

import pytest

from tests.builders import CITIZEN, Hall
from tests.cases.office import CONTENT, FORM, LI, ZHANG, Office, build_office, ten
from yimen.kernel.errors import NotAllowed
from yimen.kernel.identifiers import BadCitizenId, BadMobile, checked_case_number
from yimen.reference.catalogue.errors import BadAnswer, ItemNotFound
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import draft_upkeep, drafting, filing, supplementing
from yimen.services.cases.actions.applying import Person
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.errors import (
    ApplicantNeeded,
    DraftMoved,
    FormIncomplete,
    KeyReused,
    MaterialNotFound,
    MaterialsChecking,
    MaterialsMissing,
    MoveNotAllowed,
    NameNeeded,
    NotEditable,
    NothingToTolerate,
    NothingWrong,
    QuestionOpen,
    ReasonNeeded,
    SupplementOnce,
    ToleranceNeeded,
    WayNotOffered,
)
from yimen.services.cases.models import Case
from yimen.services.cases.queries import cases, progress
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.rules.states import Applicant, MaterialState, State
from yimen.support import audit

pytestmark = pytest.mark.django_db
CITIZEN_ACTOR = Actor("citizen", 77, "citizen")
STRANGER = Actor("citizen", 78, "citizen")


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def states(case_id: int) -> dict[str, str]:
    return {each.key: each.state.value for each in materials(case_id)}


def test_a_draft_asks_for_the_materials_of_its_situation(office: Office) -> None:
    alone, agent = office.begin(), office.begin(who="agent")

    assert set(states(alone.id)) == {"id", "photo", "lease"}
    assert set(states(agent.id)) == {"id", "photo", "lease", "power"}
    assert (alone.state, alone.number) == (State.DRAFT, "")


def test_another_situation_keeps_what_was_given(office: Office) -> None:
    case = office.filled()

    drafting.answer(case.id, {"who": "agent"}, by=office.clerk, at=ten(4))

    assert states(case.id) == {
        "id": "given",
        "photo": "missing",
        "lease": "given",
        "power": "missing",
    }


def test_the_same_key_is_the_same_draft_and_another_item_is_refused(office: Office) -> None:
    first = office.begin(key="k1")

    assert office.begin(key="k1").id == first.id
    assert office.begin(key="k2").id != first.id
    with pytest.raises(ItemNotFound):
        drafting.begin(
            "none", centre_id=office.hall.centre_id, channel="window", by=office.clerk, at=ten()
        )


def test_a_key_used_for_another_item_is_refused(office: Office) -> None:
    case = office.begin(key="k1")
    Case.objects.filter(pk=case.id).update(item_code="other")

    with pytest.raises(KeyReused):
        office.begin(key="k1")


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        (Person(Applicant.PERSON, "441900199003070017", "张", "13800000000"), BadCitizenId),
        (Person(Applicant.PERSON, CITIZEN, "张", "12345"), BadMobile),
        (Person(Applicant.PERSON, CITIZEN, "  ", "13800000000"), NameNeeded),
        (Person(Applicant.PERSON, CITIZEN, "张", "13800000000", CITIZEN, ""), NameNeeded),
    ],
)
def test_who_applies_is_checked(office: Office, person: Person, refusal: type[Exception]) -> None:
    case = office.begin()

    with pytest.raises(refusal):
        drafting.identify(case.id, person, by=office.clerk, at=ten(1))


def test_personal_data_are_masked_in_views_and_sealed_in_rows(office: Office) -> None:
    case = office.filled()

    assert (case.applicant, case.applicant_id, case.phone) == (
        "演**三",
        "441***********0016",
        "138****0000",
    )
    row = Case.objects.get(pk=case.id)
    assert CITIZEN.encode() not in bytes(row.applicant_id_sealed)
    assert b"13800000000" not in bytes(row.form_sealed)


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        ({"name": "演示张三"}, {"field": "联系电话", "form_flaw": "missing"}),
        ({**FORM, "mobile": "1"}, {"field": "联系电话", "form_flaw": "bad_format"}),
        ({**FORM, "name": "长" * 21}, {"field": "姓名", "form_flaw": "too_long"}),
        ({**FORM, "name": 5}, {"field": "姓名", "form_flaw": "bad_type"}),
        ({**FORM, "other": "x"}, {"field": "other", "form_flaw": "unknown"}),
    ],
)
def test_the_form_is_checked_in_its_own_words(
    office: Office, form: dict[str, Any], facts: dict[str, str]
) -> None:
    case = office.begin()

    with pytest.raises(FormIncomplete) as refusal:
        drafting.fill(case.id, form, by=office.clerk, at=ten(1))

    assert refusal.value.facts == facts
    drafting.fill(case.id, form, by=office.clerk, at=ten(1), whole=False)


def test_materials_come_in_the_ways_the_item_offers(office: Office) -> None:
    case = office.begin()

    with pytest.raises(WayNotOffered):
        drafting.give(case.id, {"id": Given("upload")}, by=office.clerk, at=ten(1))
    with pytest.raises(MaterialNotFound):
        drafting.give(case.id, {"power": Given("sign")}, by=office.clerk, at=ten(1))
    given = {
        "id": Given("held", certificate_id=3),
        "photo": Given("upload", ("f9",), checking=True),
    }
    drafting.give(case.id, given, by=office.clerk, at=ten(1))

    assert states(case.id) == {"id": "held", "photo": "checking", "lease": "missing"}


def test_a_checked_file_is_given_and_a_bad_one_missing_again(office: Office) -> None:
    case = office.begin()
    for good, state in ((True, "given"), (False, "missing")):
        given = {"photo": Given("upload", ("f9",), checking=True)}
        drafting.give(case.id, given, by=office.clerk, at=ten(1))

        draft_upkeep.files_checked(
            case.id, "photo", ["f9"], good=good, flaw="脚本", at=ten(2), by=HOUSE
        )

        assert states(case.id)["photo"] == state


def test_a_tab_that_has_not_seen_the_last_save_does_not_overwrite_it(office: Office) -> None:
    case = office.begin()
    drafting.identify(case.id, ZHANG, by=office.clerk, at=ten(1), seen=case.saved_at)

    with pytest.raises(DraftMoved):
        drafting.identify(case.id, LI, by=office.clerk, at=ten(2), seen=case.saved_at)

    assert cases.case(case.id).applicant == "演**三"


def test_receiving_gives_number_query_code_and_the_first_clock(office: Office) -> None:
    case = office.received()

    assert case.state is State.RECEIVED
    assert checked_case_number(case.number)[:14] == "44190020191105"
    assert len(progress.query_code(case.id)) == 6
    assert case.received_by == office.clerk.id
    assert office.received().number[14:20] == "000002"


def test_receiving_and_accepting_twice_is_once(office: Office) -> None:
    case = office.received()
    assert filing.receive(case.id, by=office.clerk, at=ten(9)).received_at == case.received_at

    first = filing.accept(case.id, by=office.clerk, at=ten(10))
    second = filing.accept(case.id, by=office.clerk, at=ten(11))

    assert first == second
    assert first.accepted_at == ten(10)


def test_even_a_receipt_needs_applicant_and_situation(office: Office) -> None:
    with pytest.raises(ApplicantNeeded):
        filing.receive(office.begin().id, by=office.clerk, at=ten(1))
    unanswered = office.begin(who="")
    drafting.identify(unanswered.id, ZHANG, by=office.clerk, at=ten(1))
    with pytest.raises(QuestionOpen):
        filing.receive(unanswered.id, by=office.clerk, at=ten(2))
    with pytest.raises(BadAnswer):
        drafting.answer(unanswered.id, {"who": "nobody"}, by=office.clerk, at=ten(2))


def test_accepting_lets_both_clocks_of_the_decision_begin(office: Office) -> None:
    case = office.accepted()

    assert case.state is State.ACCEPTED
    assert str(cases.case(case.id).promised_due) == "2019-11-19"
    assert str(cases.case(case.id).statutory_due) == "2019-12-03"


def test_what_is_missing_keeps_a_case_from_being_accepted(office: Office) -> None:
    case = office.received()
    drafting.take_back(case.id, "id", by=office.clerk, at=ten(6))
    with pytest.raises(MaterialsMissing) as missing:
        filing.accept(case.id, by=office.clerk, at=ten(7))
    assert missing.value.facts == {"materials": "居民身份证", "count": 1}

    drafting.give(case.id, {"id": Given("bring")}, by=office.clerk, at=ten(8))
    photo = {"photo": Given("upload", ("f1",), checking=True)}
    drafting.give(case.id, photo, by=office.clerk, at=ten(8))
    with pytest.raises(MaterialsChecking):
        filing.accept(case.id, by=office.clerk, at=ten(9))


def test_what_may_come_later_is_tolerated_with_a_day_and_made_up_for(office: Office) -> None:
    case = office.received(lease=False)
    with pytest.raises(ToleranceNeeded):
        filing.accept(case.id, by=office.clerk, at=ten(6))

    accepted = filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)

    assert accepted.tolerant
    lease = next(each for each in materials(case.id) if each.key == "lease")
    assert (lease.state, str(lease.due_on)) == (MaterialState.PROMISED, "2019-11-12")
    with pytest.raises(MaterialsMissing):
        filing.make_up(case.id, by=office.clerk, at=ten(7))
    filing.bring_later(case.id, "lease", file_ids=(), by=office.clerk, at=ten(8))
    assert not filing.make_up(case.id, by=office.clerk, at=ten(9)).tolerant


def test_there_is_nothing_to_tolerate_where_everything_is_there(office: Office) -> None:
    with pytest.raises(NothingToTolerate):
        filing.accept(office.received().id, by=office.clerk, at=ten(6), tolerant_days=5)


def test_everything_missing_is_told_once_and_the_clock_goes_on_after(office: Office) -> None:
    case = office.received()
    drafting.take_back(case.id, "id", by=office.clerk, at=ten(6))

    asked = supplementing.ask(
        case.id, {"lease": "合同没有签名，请双方签名。"}, by=office.clerk, at=ten(7)
    )

    assert asked.state is State.CORRECTION
    assert states(case.id) == {"id": "wrong", "photo": "missing", "lease": "wrong"}
    with pytest.raises(MaterialsMissing):
        supplementing.supply(case.id, by=office.clerk, at=ten(8))
    both = {"id": Given("bring"), "lease": Given("bring")}
    drafting.give(case.id, both, by=office.clerk, at=ten(8))
    assert supplementing.supply(case.id, by=office.clerk, at=ten(9)).state is State.RECEIVED
    with pytest.raises(SupplementOnce):
        supplementing.ask(case.id, {"lease": "x"}, by=office.clerk, at=ten(10))
    with pytest.raises(NotAllowed):
        supplementing.ask(case.id, {"lease": "x"}, by=office.clerk, at=ten(10), override="x")
    again = supplementing.ask(
        case.id, {"lease": "缺第二页"}, by=office.supervisor, at=ten(11), override="首次告知遗漏"
    )
    assert (again.state, again.supplements) == (State.CORRECTION, 2)


def test_a_supplement_needs_something_wrong(office: Office) -> None:
    case = office.received()

    with pytest.raises(NothingWrong):
        supplementing.ask(case.id, {}, by=office.clerk, at=ten(6))
    with pytest.raises(MaterialNotFound):
        supplementing.ask(case.id, {"power": "x"}, by=office.clerk, at=ten(6))


def test_not_required_and_not_competent_are_told_at_once_with_reason(office: Office) -> None:
    first, second = office.received(), office.received()

    with pytest.raises(ReasonNeeded):
        filing.find_not_required(first.id, " ", by=office.clerk, at=ten(6))
    with pytest.raises(ReasonNeeded):
        filing.find_not_competent(second.id, "不属本市", "", by=office.clerk, at=ten(6))
    told = filing.find_not_required(first.id, "无需许可", by=office.clerk, at=ten(6))
    other = filing.find_not_competent(
        second.id, "不属本市", "广东省公安厅", by=office.clerk, at=ten(6)
    )

    assert (told.state, other.state) == (State.NOT_REQUIRED, State.NOT_COMPETENT)
    assert cases.log(second.id)[-1].facts["authority"] == "广东省公安厅"
    with pytest.raises(MoveNotAllowed):
        filing.accept(first.id, by=office.clerk, at=ten(7))


@pytest.mark.parametrize("change", ["answer", "identify", "fill"])
def test_what_is_changed_after_the_signature_is_signed_anew(office: Office, change: str) -> None:
    case = office.filled()
    same: dict[str, Any] = {"answer": {"who": "self"}, "identify": ZHANG, "fill": FORM}
    others: dict[str, Any] = {
        "answer": {"who": "agent"},
        "identify": LI,
        "fill": {**FORM, "mobile": "13800000001"},
    }
    drafting.sign(case.id, "signature", by=office.clerk, at=ten(3))
    save = getattr(drafting, change)

    saved_again = save(case.id, same[change], by=office.clerk, at=ten(4))
    changed = save(case.id, others[change], by=office.clerk, at=ten(5))

    assert (saved_again.signed_at, changed.signed_at) == (ten(3), None)


def test_a_window_that_only_receives_does_not_accept(hall: Hall) -> None:
    office = build_office(hall, fields={"ACCEPTANCE_MODE": "window_receives"})
    case = office.received()

    with pytest.raises(NotAllowed):
        filing.accept(case.id, by=office.clerk, at=ten(6))
    assert filing.accept(case.id, by=office.handler, at=ten(6)).accepted_by == office.handler.id


def test_after_acceptance_nothing_filed_is_changed(office: Office) -> None:
    case = office.accepted()

    with pytest.raises(NotEditable):
        drafting.identify(case.id, LI, by=office.clerk, at=ten(9))


def test_citizens_file_their_own_and_nobody_elses(office: Office) -> None:
    mine = office.begin(by=CITIZEN_ACTOR, channel="mobile")
    drafting.identify(mine.id, ZHANG, by=CITIZEN_ACTOR, at=ten(1))
    with pytest.raises(NotAllowed):
        drafting.fill(mine.id, FORM, by=STRANGER, at=ten(2))
    with pytest.raises(FormIncomplete):
        filing.submit(mine.id, by=CITIZEN_ACTOR, at=ten(2))
    drafting.fill(mine.id, FORM, by=CITIZEN_ACTOR, at=ten(2))
    with pytest.raises(MaterialsMissing):
        filing.submit(mine.id, by=CITIZEN_ACTOR, at=ten(3))
    drafting.give(mine.id, {"id": Given("held", certificate_id=1)}, by=CITIZEN_ACTOR, at=ten(3))

    filed = filing.submit(mine.id, by=CITIZEN_ACTOR, at=ten(4))

    assert (filed.state, bool(filed.number)) == (State.SUBMITTED, True)
    assert filing.submit(mine.id, by=CITIZEN_ACTOR, at=ten(5)) == filed
    received = filing.receive(mine.id, by=office.clerk, at=ten(6))
    assert received.number == filed.number


def test_old_drafts_expire_once_and_the_record_stays_whole(office: Office) -> None:
    old, young = office.begin(), office.begin(minutes=60 * 24 * 20)
    late = ten(60 * 24 * 31)

    assert draft_upkeep.expire_drafts(on=late.date(), by=HOUSE, at=late) == 1
    assert draft_upkeep.expire_drafts(on=late.date(), by=HOUSE, at=late) == 0

    assert cases.case(old.id).state is State.EXPIRED
    assert cases.case(young.id).state is State.DRAFT
    assert list(audit.verify()) == []


def test_the_item_is_described_once_and_cases_stay_on_their_version(office: Office) -> None:
    case = office.begin()

    assert {each.key for each in materials(case.id)} <= {
        each["key"] for each in CONTENT["materials"]
    }
    assert case.version_id == Case.objects.get(pk=case.id).version_id
