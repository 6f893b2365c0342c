"""The case behind the window: inboxes, the page, personal data, files, and who sees what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import CITIZEN, Hall, staff
from tests.cases.office import Office, build_office, ten
from tests.office.builders import as_role, browser_of
from yimen.channels.office.cases.words import EVENTS
from yimen.reference.catalogue.models import Department
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Actor, Role
from yimen.services.cases.actions import opinions, steps
from yimen.services.cases.models import CaseEvent, Step
from yimen.services.cases.models.materials import Material
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.steps import steps_of
from yimen.services.cases.rules.states import Move

pytestmark = pytest.mark.django_db


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def handler(office: Office) -> Client:
    return browser_of(office.handler.id)


def queries_of(ask: Callable[[], object]) -> int:
    ask()
    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def test_a_step_is_claimed_from_the_list_and_moves_to_my_own(
    office: Office, handler: Client
) -> None:
    case = office.accepted()
    step = office.task(office.handler, case.id).step_id
    assert "居住证申领" in text(handler.get("/office/cases/open"))

    answer = handler.post(f"/office/cases/steps/{step}/claim")

    assert answer["Location"] == f"/office/cases/{case.public_id}"
    assert "居住证申领" in text(handler.get("/office/cases/"))
    assert "没有待认领的环节" in text(handler.get("/office/cases/open"))


def test_a_step_a_colleague_took_is_said_in_words(office: Office, handler: Client) -> None:
    case = office.accepted()
    step = office.task(office.handler, case.id).step_id
    other = staff(office.hall, Role.HANDLER, "7900", centre=False)
    steps.claim(step, by=other, at=ten(10))

    page = text(handler.post(f"/office/cases/steps/{step}/claim", follow=True))

    assert "同事刚刚处理过" in page


@pytest.mark.parametrize(
    ("days", "word"), [(0, "黄 · 临期"), (1, "黄 · 临期"), (2, "绿 · 按期"), (-1, "红 · 逾期")]
)
def test_colours_come_with_words(office: Office, handler: Client, days: int, word: str) -> None:
    case = office.accepted()
    due = timezone.localdate() + timedelta(days=days)
    Step.objects.filter(case_id=case.id, state="open").update(due_on=due)

    page = text(handler.get("/office/cases/open"))

    assert word in page
    assert due.isoformat() in page


def test_an_inbox_goes_on_where_the_page_ended(
    office: Office, handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [office.accepted().number for _ in range(3)]
    monkeypatch.setattr("yimen.channels.office.cases.inbox.PAGE", 2)

    first = text(handler.get("/office/cases/open"))
    step = office.task(office.handler, cases.case_by_number(numbers[1]).id)
    assert step.due_on is not None
    second = text(handler.get(f"/office/cases/open?after={step.due_on.isoformat()}.{step.step_id}"))

    assert f"?after={step.due_on.isoformat()}.{step.step_id}" in first
    assert second.count("认领</span></button>") == 1
    assert handler.get("/office/cases/open?after=nonsense").status_code == 200


def test_a_department_that_accepts_itself_finds_what_arrived(
    office: Office, handler: Client
) -> None:
    case = office.received()

    page = text(handler.get("/office/cases/open"))

    assert "待受理" in page
    assert f"/office/cases/{case.public_id}" in page


def test_lists_ask_as_much_for_three_rows_as_for_one(office: Office, handler: Client) -> None:
    def ask() -> None:
        for address in ("/office/cases/open", "/office/cases/", "/office/cases/find"):
            assert handler.get(address).status_code == 200

    case = office.accepted()
    steps.claim(office.task(office.handler, case.id).step_id, by=office.handler, at=ten(7))
    office.accepted()
    one = queries_of(ask)
    for _ in range(2):
        case = office.accepted()
        steps.claim(office.task(office.handler, case.id).step_id, by=office.handler, at=ten(8))
        office.accepted()

    assert queries_of(ask) == one


def test_the_page_of_a_case_asks_as_much_for_a_long_story_as_for_a_short_one(
    office: Office,
) -> None:
    supervisor = browser_of(office.supervisor.id)
    short, long = office.accepted(), office.granted()
    for _ in range(3):
        opinions.ask_opinion(
            long.id, office.reviewer.id, "是否合规？", by=office.handler, at=ten(20)
        )

    def asked(public_id: str) -> int:
        return queries_of(lambda: supervisor.get(f"/office/cases/{public_id}"))

    assert asked(long.public_id) == asked(short.public_id)


def test_the_page_tells_who_did_what_and_hides_who_applies(office: Office, handler: Client) -> None:
    case = office.granted()

    page = text(handler.get(f"/office/cases/{case.public_id}"))

    said = ("承办", "审核", "审批", "同意", "7002", "7003", "7004", "准予", "工号 7000")
    assert [word for word in said if word not in page] == []
    assert CITIZEN not in page
    assert "演示张三" not in page
    assert "13800000000" not in page


def test_personal_data_is_shown_once_with_a_reason_and_on_record(
    office: Office, handler: Client
) -> None:
    case = office.accepted()
    address = f"/office/cases/{case.public_id}"

    refused = handler.post(f"{address}/reveal", {"reason": " "})
    shown = handler.post(f"{address}/reveal", {"reason": "核对户籍"})

    assert refused.status_code == 422
    assert "请写明理由" in text(refused)
    assert CITIZEN in text(shown)
    assert "演示张三" in text(shown)
    assert "no-store" in shown["Cache-Control"]
    assert CITIZEN not in text(handler.get(address))
    assert CaseEvent.objects.filter(case_id=case.id, event="reveal").count() == 1


def test_who_may_not_see_people_in_full_is_told_so(office: Office) -> None:
    case = office.accepted()
    supervisor = browser_of(office.supervisor.id)

    page = text(supervisor.get(f"/office/cases/{case.public_id}"))
    answer = supervisor.post(f"/office/cases/{case.public_id}/reveal", {"reason": "看看"})

    assert "查看完整信息" not in page
    assert answer.status_code == 403
    assert CITIZEN not in text(answer)


def test_files_of_other_cases_are_not_found_here(office: Office, handler: Client) -> None:
    mine, other = office.accepted(), office.accepted()
    Material.objects.filter(case_id=other.id, key="lease").update(file_ids=["f-other"])

    answer = handler.get(f"/office/cases/{mine.public_id}/files/f-other")

    assert answer.status_code == 404
    assert not CaseEvent.objects.filter(event="open_file").exists()


def test_another_department_finds_no_such_case_unless_it_was_asked(office: Office) -> None:
    case = office.accepted()
    stranger = _of_another_department(office)
    browser = browser_of(stranger.id)
    assert browser.get(f"/office/cases/{case.public_id}").status_code == 404

    opinions.ask_opinion(case.id, stranger.id, "是否合规？", by=office.handler, at=ten(8))

    page = text(browser.get(f"/office/cases/{case.public_id}"))
    assert "答复意见" in page
    assert "查看完整信息" not in page


def _of_another_department(office: Office) -> Actor:
    row = Staff.objects.create(username="7901", name="演示人员7901")
    social = Department.objects.create(code="SB", name="东莞市社会保障局")
    RoleGrant.objects.create(staff=row, role=Role.HANDLER.value, department=social)
    return actor_of_staff(row.pk)


def test_nobody_without_cases_comes_in(office: Office) -> None:
    case = office.accepted()
    guide = as_role(office.hall, Role.GUIDE)

    addresses = (f"/office/cases/{case.public_id}", "/office/cases/find", "/office/cases/cards")

    assert [guide.get(address).status_code for address in addresses] == [403] * 3
    assert Client().get(f"/office/cases/{case.public_id}").status_code == 302


def test_handlers_begin_their_day_at_their_inbox(office: Office, handler: Client) -> None:
    assert handler.get("/office/")["Location"] == "/office/cases/"


def test_every_move_of_a_case_has_a_word() -> None:
    assert [move.value for move in Move if move.value not in EVENTS] == []


def test_steps_of_a_case_that_was_sent_back_are_told_twice(office: Office, handler: Client) -> None:
    case = office.accepted()
    office.do(office.handler, case.id)
    step = steps.claim(office.task(office.reviewer, case.id).step_id, by=office.reviewer, at=ten(9))
    steps.return_to(step.id, 1, "缺少核查记录", by=office.reviewer, at=ten(10))

    page = text(handler.get(f"/office/cases/{case.public_id}"))

    assert "承办（第 2 次）" in page
    assert "缺少核查记录" in page
    assert len(steps_of(case.id)) == 6
