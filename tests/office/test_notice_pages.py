"""A case's notices at the office: who opens them, sees them before, declares them void."""

import re

import pytest
from django.test import Client

from tests.builders import Hall
from tests.cases.office import Office, build_office
from tests.office.builders import browser_of
from tests.paper.builders import bare, text_of
from yimen.reference.people.rules import Actor
from yimen.services.cases.actions import drawing
from yimen.services.cases.models import CaseEvent, Notice
from yimen.services.cases.queries.notices import NoticeView, notice, notices_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.kinds import NoticeState, shown_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def client(actor: Actor) -> Client:
    return browser_of(actor.id)


def address(case: CaseView, told: NoticeView) -> str:
    return f"/office/cases/{case.public_id}/notices/{shown_code(told.code)}"


def preview(who: Client, case: CaseView, deed: str, **fields: str) -> str:
    answer = who.post(f"/office/cases/{case.public_id}/preview/{deed}", fields)
    assert answer.headers["Content-Type"] == "application/pdf", text(answer)
    return text_of(answer.content)


def test_the_page_lists_every_notice_with_number_and_code(office: Office) -> None:
    case = office.accepted()

    page = text(client(office.handler).get(f"/office/cases/{case.public_id}"))

    for told in notices_of(case.id):
        assert told.number in page
        assert shown_code(told.code) in page
        assert address(case, told) in page


def test_a_notice_is_opened_on_record(office: Office) -> None:
    case = office.accepted()
    told = notices_of(case.id)[0]

    answer = client(office.handler).get(address(case, told))

    assert answer.content == drawing.content(told.id)
    assert "no-store" in answer.headers["Cache-Control"]
    assert CaseEvent.objects.filter(case_id=case.id, event="open_notice").count() == 1


def test_the_log_says_which_notice_was_opened(office: Office) -> None:
    case = office.accepted()
    told = notices_of(case.id)[0]
    who, page = client(office.handler), f"/office/cases/{case.public_id}"
    before = text(who.get(page)).count(told.number)

    who.get(address(case, told))

    assert text(who.get(page)).count(told.number) == before + 1


def test_who_sees_no_people_opens_none_and_nothing_is_recorded(office: Office) -> None:
    case = office.accepted()
    told = notices_of(case.id)[0]
    seen = client(office.supervisor)

    assert seen.get(address(case, told)).status_code == 403
    assert address(case, told) + '"' not in text(seen.get(f"/office/cases/{case.public_id}"))
    assert not CaseEvent.objects.filter(event="open_notice").exists()


def test_a_notice_of_another_case_is_not_found(office: Office) -> None:
    case, other = office.accepted(), office.accepted()

    answer = client(office.handler).get(address(case, notices_of(other.id)[0]))

    assert answer.status_code == 404


def test_a_supervisor_declares_a_notice_void_and_the_page_says_so(office: Office) -> None:
    case = office.accepted()
    told = notices_of(case.id)[0]
    who = client(office.supervisor)

    without = who.post(address(case, told) + "/void", {"reason": " "}, follow=True)
    done = who.post(address(case, told) + "/void", {"reason": "姓名有误"}, follow=True)

    assert "请写明理由" in text(without)
    assert notice(told.id).state is NoticeState.VOID
    assert "已作废" in text(done)
    assert "姓名有误" in text(done)
    assert client(office.handler).post(address(case, told) + "/void").status_code == 403


def test_a_decision_is_seen_before_it_is_made(office: Office) -> None:
    case = office.accepted()
    office.do(office.handler, case.id)
    office.do(office.reviewer, case.id)
    who = client(office.approver)
    step = office.task(office.approver, case.id).step_id
    who.post(f"/office/cases/{case.public_id}/do/claim", {"about": str(step)})
    before = Notice.objects.count()

    page = text(who.get(f"/office/cases/{case.public_id}"))
    refusal = preview(who, case, "finish", about=str(step), outcome="refuse", opinion="材料虚假")
    grant = preview(who, case, "finish", about=str(step), outcome="pass")

    assert f"/office/cases/{case.public_id}/preview/finish" in page
    assert ("不予办理决定书" in refusal, "材料虚假" in refusal) == (True, True)
    assert "准予办理决定书" in grant
    assert "演示张三" not in refusal + grant
    assert Notice.objects.count() == before


def test_a_supplement_is_seen_whole_with_its_limit(office: Office) -> None:
    case = office.received()

    page = preview(client(office.handler), case, "ask-supplement", flaw_photo="照片模糊，请重拍。")

    assert "照片模糊，请重拍。" in bare(page)
    assert re.search(r"\d{4}年\d+月\d+日前补正", bare(page))


@pytest.mark.parametrize(
    ("deed", "fields", "said"),
    [
        ("not-required", {"reason": "不需办理"}, "不受理告知书"),
        ("not-competent", {"reason": "在外市", "authority": "广州市公安局"}, "广州市公安局"),
        ("terminate", {"reason": "申请人死亡"}, "终止办理通知书"),
    ],
)
def test_what_ends_a_case_is_seen_before(
    office: Office, deed: str, fields: dict[str, str], said: str
) -> None:
    case = office.received()

    assert said in preview(client(office.handler), case, deed, **fields)


def test_a_preview_without_its_reason_says_what_is_missing(office: Office) -> None:
    case = office.received()

    answer = client(office.handler).post(
        f"/office/cases/{case.public_id}/preview/not-required", {"reason": ""}
    )

    assert answer.status_code == 422
    assert "还缺少：理由" in text(answer)


def test_deeds_that_tell_nothing_have_no_preview(office: Office) -> None:
    case = office.received()

    answer = client(office.handler).post(f"/office/cases/{case.public_id}/preview/accept")

    assert answer.status_code == 404
