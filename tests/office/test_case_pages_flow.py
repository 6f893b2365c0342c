"""Keeping the work flowing from the office: a second notice, other departments, steps of nobody."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.builders import CITIZEN, Hall, staff
from tests.cases.office import LI, TEN, Office, build_office, ten
from tests.office.builders import browser_of
from tests.office.test_case_pages_deeds import do, offered, step_of, text
from yimen.reference.catalogue.models import Department
from yimen.reference.people import actions as people
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import HOUSE, Actor, Role
from yimen.services.cases.actions import drafting, filing, supplementing
from yimen.services.cases.actions.drafting import Given
from yimen.services.cases.queries import cards, cases
from yimen.services.cases.queries.materials import materials
from yimen.services.cases.queries.notices import notices_of
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.cards import Cause
from yimen.services.cases.rules.states import MaterialState, State, StepState

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def manager(office: Office) -> Actor:
    return staff(office.hall, Role.HALL_MANAGER, "8001")


def supplemented(office: Office) -> CaseView:
    """Told once what was wrong, and mended."""
    case = office.received()
    supplementing.ask(case.id, {"id": "照片不清楚"}, by=office.clerk, at=ten(6))
    drafting.give(case.id, {"id": Given("bring")}, by=office.clerk, at=ten(7))
    return supplementing.supply(case.id, by=office.clerk, at=ten(8))


def elsewhere(office: Office) -> tuple[Department, Actor]:
    """Another department with a handler."""
    found = Department.objects.create(code="SB", name="东莞市社会保障局")
    row = Staff.objects.create(username="7950", name="演示人员7950")
    RoleGrant.objects.create(staff=row, role=Role.HANDLER.value, department=found)
    return found, actor_of_staff(row.pk)


def leave(actor: Actor) -> None:
    people.set_active(actor.id, False, by=HOUSE)


def fold(actor: Actor, case: CaseView, deed: str) -> str:
    """The part of the page about one deed."""
    page = text(browser_of(actor.id).get(f"/office/cases/{case.public_id}"))
    return page.split(f'data-deed="{deed}"')[1].split("</details>")[0]


def test_a_second_notice_is_a_supervisors_and_others_are_told_why(office: Office) -> None:
    case = supplemented(office)

    told = fold(office.handler, case, "ask-supplement")

    assert "补正已经一次性告知过" in told
    assert "disabled>" in told
    allowed = fold(office.supervisor, case, "ask-supplement")
    assert "再次告知的理由" in allowed
    assert "disabled>" not in allowed
    assert "accept" not in offered(office.supervisor, case)


def test_a_supervisor_tells_again_with_a_reason_and_a_red_card(office: Office) -> None:
    case = supplemented(office)
    flaw: Any = {"flaw_lease": "合同缺页"}

    silent = do(office.supervisor, case, "ask-supplement", **flaw)
    refused = do(office.handler, case, "ask-supplement", override="漏看", **flaw)
    assert (silent.status_code, refused.status_code) == (422, 403)
    assert cases.case(case.id).state is State.RECEIVED
    do(office.supervisor, case, "ask-supplement", override="首次漏看合同", **flaw)

    assert cases.case(case.id).state is State.CORRECTION
    assert Cause.SECOND_SUPPLEMENT in {card.cause for card in cards.cards_of(case.id)}
    assert [each.kind.value for each in notices_of(case.id)].count("supplement") == 2


def test_before_the_first_notice_a_supervisor_is_offered_none(office: Office) -> None:
    case = office.received()

    assert "ask-supplement" not in offered(office.supervisor, case)
    assert "ask-supplement" in offered(office.handler, case)


def test_nobody_supervises_a_matter_of_their_own(office: Office) -> None:
    case = supplemented(office)
    people.set_identity(office.supervisor.id, CITIZEN, by=HOUSE, today=TEN.date())

    answer = do(office.supervisor, case, "ask-supplement", override="漏看", flaw_lease="缺页")

    assert "须回避" in text(answer)
    assert cases.case(case.id).state is State.RECEIVED


def test_a_manager_sends_a_step_to_another_department_from_its_page(
    office: Office, manager: Actor
) -> None:
    case = office.accepted()
    department, helper = elsewhere(office)
    step = steps_of(case.id)[0].id
    assert "reroute" not in offered(office.handler, case)

    silent = do(manager, case, "reroute", step, department=str(department.pk))
    done = do(manager, case, "reroute", step, department=str(department.pk), reason="户政无人")

    assert (silent.status_code, done.status_code) == (422, 302)
    assert steps_of(case.id)[0].department_id == department.pk
    assert "claim" in offered(helper, case)
    page = text(browser_of(manager.id).get(f"/office/cases/{case.public_id}"))
    assert "东莞市公安局 → 东莞市社会保障局 · 户政无人" in page


def test_only_who_may_is_refused_in_words_when_trying_anyway(office: Office) -> None:
    case = office.accepted()
    department, _ = elsewhere(office)
    step = steps_of(case.id)[0].id

    answer = do(office.supervisor, case, "reroute", step, department=str(department.pk), reason="x")

    assert answer.status_code == 403
    assert steps_of(case.id)[0].department_id == office.department_id


def test_a_department_that_is_not_offered_is_refused(office: Office, manager: Actor) -> None:
    case = office.accepted()
    step = steps_of(case.id)[0].id

    answers = [
        do(manager, case, "reroute", step, department=each, reason="x")
        for each in ("", "0", "nonsense", str(office.department_id))
    ]

    assert [answer.status_code for answer in answers] == [422] * 4


def test_a_step_of_somebody_away_is_taken_back_for_the_others(
    office: Office, manager: Actor
) -> None:
    case = office.accepted()
    step = step_of(office, office.handler, case)
    assert "reroute" not in offered(manager, case)

    assert do(manager, case, "free", step).status_code == 422
    do(manager, case, "free", step, reason="承办人住院")

    assert steps_of(case.id)[0].state is StepState.OPEN
    assert "free" not in offered(office.handler, case)


def lost(actor: Actor) -> Any:
    return browser_of(actor.id).get("/office/cases/unstaffed")


def test_steps_of_nobody_are_listed_for_who_mends_and_who_supervises(
    office: Office, manager: Actor
) -> None:
    leave(office.handler)
    case = office.accepted()
    row = Staff.objects.create(username="7960", name="演示人员7960")
    RoleGrant.objects.create(staff=row, role="department_admin", department_id=office.department_id)
    admin = actor_of_staff(row.pk)

    pages = [text(lost(actor)) for actor in (manager, office.supervisor, admin)]

    for page in pages:
        assert f"/office/cases/{case.public_id}" in page
        assert "东莞市公安局" in page
    assert "请打开办件改派" in pages[0]
    assert "请部门管理员或值班长改派" in pages[1]
    assert lost(office.reviewer).status_code == 403


def test_with_somebody_for_every_step_the_list_says_so(office: Office) -> None:
    office.accepted()
    office.received(person=LI)

    assert "每个环节都有人能办" in text(lost(office.supervisor))


def test_another_departments_administrator_sees_nothing_of_it(office: Office) -> None:
    leave(office.handler)
    case = office.accepted()
    row = Staff.objects.create(username="7970", name="演示人员7970")
    _, stranger = elsewhere(office)
    RoleGrant.objects.create(
        staff=row,
        role="department_admin",
        department_id=stranger.grants[0].department_id,
    )

    page = text(lost(actor_of_staff(row.pk)))

    assert case.public_id not in page
    assert "每个环节都有人能办" in page


def test_the_office_accepts_on_a_promise_on_paper(office: Office) -> None:
    case = office.received(lease=False)
    assert "“租赁合同”已交签字的告知承诺书" in fold(office.handler, case, "accept")
    assert "租赁合同真实有效，租期未满" in fold(office.handler, case, "accept")

    do(office.handler, case, "accept", promised_lease="on")

    assert (cases.case(case.id).state, cases.case(case.id).promised) == (State.ACCEPTED, True)
    page = text(browser_of(office.handler.id).get(f"/office/cases/{case.public_id}"))
    assert "承诺：租赁合同真实有效，租期未满" in page
    assert "告知承诺" in page
    do(office.handler, case, "prove", brought_lease="on")
    assert not cases.case(case.id).promised
    assert "prove" not in offered(office.handler, case)


def test_a_promise_of_what_must_be_proved_is_not_taken_by_hand(office: Office) -> None:
    case = office.received(lease=False)

    answer = do(office.handler, case, "accept", promised_id="on")

    assert "可以容缺受理" in text(answer)
    assert cases.case(case.id).state is State.RECEIVED


def test_what_was_tolerated_is_brought_in_the_office_one_by_one(office: Office) -> None:
    case = office.received(lease=False)
    filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)
    assert "租赁合同，原件已核" in fold(office.handler, case, "make-up")

    nothing = do(office.handler, case, "make-up")
    do(office.handler, case, "make-up", brought_lease="on")

    assert "还缺 1 份材料：租赁合同" in text(nothing)
    assert not cases.case(case.id).tolerant
    assert "make-up" not in offered(office.handler, case)


def test_what_was_tolerated_may_come_to_the_office_as_a_file(office: Office) -> None:
    case = office.received(lease=False)
    filing.accept(case.id, by=office.clerk, at=ten(6), tolerant_days=5)
    form = fold(office.handler, case, "make-up")
    assert 'enctype="multipart/form-data"' in form
    assert 'type="file" name="sent_lease"' in form

    bad = SimpleUploadedFile("合同.exe", b"MZ", "application/pdf")
    refused = do(office.handler, case, "make-up", sent_lease=bad)
    still_tolerant = cases.case(case.id).tolerant
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    sent = SimpleUploadedFile("合同.png", drawn.getvalue(), "image/png")
    do(office.handler, case, "make-up", sent_lease=sent)

    assert refused.status_code != 302
    assert still_tolerant
    lease = next(each for each in materials(case.id) if each.key == "lease")
    assert (lease.state, lease.way, len(lease.file_ids)) == (MaterialState.GIVEN, "upload", 1)
    assert not cases.case(case.id).tolerant
