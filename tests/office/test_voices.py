"""Urging and complaints reach a supervisor, whose answer reaches the applicant."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import Hall
from tests.cases.office import Office, build_office, ten
from tests.office.builders import as_role, browser_of
from yimen.channels.office.cases.words import EVENTS
from yimen.reference.catalogue.models import Department
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import steps, urging
from yimen.services.cases.models import Case, Step
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.progress import query_code
from yimen.services.cases.rules.states import Move
from yimen.support.models import Event

pytestmark = pytest.mark.django_db
ACTIONS = Path(__file__).parents[2] / "src/yimen/services/cases/actions"
HOLDER = Actor("citizen", 0, "query")


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def supervisor(office: Office) -> Client:
    return browser_of(office.supervisor.id)


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def test_an_inbox_marks_what_was_urged_and_hears_of_it(office: Office) -> None:
    accepted, quiet = office.accepted(), office.accepted()
    handler = browser_of(office.handler.id)
    before = text(handler.get("/office/cases/open"))

    urging.urge(accepted.id, by=HOLDER, at=timezone.now())

    page = text(handler.get("/office/cases/open"))
    assert (before.count("已催办"), page.count("已催办")) == (0, 1)
    assert page.index(accepted.public_id) < page.index("已催办") < page.index(quiet.public_id)
    assert "case.urge" in re.findall(r'data-live-events="([^"]+)"', page)[0].split()


def test_ones_own_inbox_and_what_has_just_arrived_are_marked_too(office: Office) -> None:
    mine, arrived = office.accepted(), office.received()
    handler = browser_of(office.handler.id)
    steps.claim(office.task(office.handler, mine.id).step_id, by=office.handler, at=ten(10))
    for case in (mine, arrived):
        urging.urge(case.id, by=HOLDER, at=timezone.now())

    assert "已催办" in text(handler.get("/office/cases/"))
    assert "已催办" in text(handler.get("/office/cases/open"))


def test_urging_tells_every_department_that_works_on_it(office: Office) -> None:
    branch = Department.objects.create(code="GA-JJ", name="交警支队").pk
    case = office.accepted()
    Step.objects.filter(case=case.id, name="承办").update(department=branch)

    urging.urge(case.id, by=HOLDER, at=timezone.now())

    told = Event.objects.get(name="case.urge").topics
    assert {f"cases:{office.department_id}", f"cases:{branch}"} <= set(told)


def test_an_inbox_asks_once_for_what_was_urged_however_long_it_is(office: Office) -> None:
    handler = browser_of(office.handler.id)
    office.accepted()
    handler.get("/office/cases/open")  # what is remembered from page to page
    with CaptureQueriesContext(connection) as short:
        handler.get("/office/cases/open")
    for _ in range(3):
        urging.urge(office.accepted().id, by=HOLDER, at=timezone.now())

    with CaptureQueriesContext(connection) as long:
        handler.get("/office/cases/open")

    assert len(long) == len(short)


def test_a_complaint_waits_until_it_is_answered_and_the_applicant_reads_the_answer(
    office: Office, supervisor: Client
) -> None:
    case = office.accepted()
    urging.complain(case.id, "等了两小时", by=HOLDER, at=timezone.now())
    waiting = text(supervisor.get("/office/cases/voices"))

    supervisor.post(f"/office/cases/voices/{case.public_id}", {"words": "已督促，明天办结。"})

    assert "等了两小时" in waiting
    assert "没有等答复" in text(supervisor.get("/office/cases/voices"))
    assert "等了两小时" in text(supervisor.get("/office/cases/voices?answered=1"))
    code = query_code(case.id)
    page = text(Client().post("/progress", {"no": case.number, "code": code}))
    assert "已督促，明天办结。" in page


def test_what_is_said_after_an_answer_waits_anew(office: Office, supervisor: Client) -> None:
    case = office.accepted()
    urging.urge(case.id, by=HOLDER, at=timezone.now())
    supervisor.post(f"/office/cases/voices/{case.public_id}", {"words": "在办。"})

    urging.complain(case.id, "还是没有办", by=HOLDER, at=timezone.now())

    assert "还是没有办" in text(supervisor.get("/office/cases/voices"))


def test_an_answer_needs_words(office: Office, supervisor: Client) -> None:
    case = office.accepted()
    urging.urge(case.id, by=HOLDER, at=timezone.now())

    page = text(supervisor.post(f"/office/cases/voices/{case.public_id}", follow=True))

    assert "申请人催办" in page
    assert [line.event for line in cases.log(case.id)][-1] == "urge"


def test_another_centres_voices_are_not_a_supervisors(office: Office, supervisor: Client) -> None:
    case = office.accepted()
    urging.complain(case.id, "等了两小时", by=HOLDER, at=timezone.now())
    Case.objects.filter(pk=case.id).update(centre_id=0)

    assert "等了两小时" not in text(supervisor.get("/office/cases/voices"))
    address = f"/office/cases/voices/{case.public_id}"
    assert supervisor.post(address, {"words": "x"}).status_code == 404


def test_nobody_else_reads_or_answers_them(hall: Hall, office: Office) -> None:
    case = office.accepted()
    clerk = as_role(hall, Role.CLERK, "4001")

    assert clerk.get("/office/cases/voices").status_code == 403
    assert clerk.post(f"/office/cases/voices/{case.public_id}", {"words": "x"}).status_code == 403


def test_every_event_of_a_cases_log_has_words() -> None:
    noted = set()
    for path in ACTIONS.glob("*.py"):
        noted |= set(re.findall(r'moves\.note\(\s*\w+,\s*"(\w+)"', path.read_text("utf-8")))
    noted |= {"urge", "complain", "answer_voice", "present", "stop_presenting"}

    assert len(noted) > 15
    assert sorted((noted | {move.value for move in Move}) - EVENTS.keys()) == []
