"""Verifying a notice by its code: what anybody learns, and what nobody does."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.builders import CITIZEN, Hall
from tests.cases.office import Office, build_office, ten
from yimen.services.cases.actions import drawing, noticing
from yimen.services.cases.queries import progress
from yimen.services.cases.queries.notices import NoticeView, notice, notices_of
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.kinds import shown_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hall: Hall) -> Office:
    return build_office(hall)


@pytest.fixture
def issued(office: Office) -> NoticeView:
    """A drawn acceptance."""
    told = notices_of(office.accepted().id)[1]
    drawing.render(told.id)
    return notice(told.id)


def address(told: NoticeView) -> str:
    return f"/v/{shown_code(told.code)}"


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def compare(told: NoticeView, **fields: object) -> HttpResponse:
    return Client().post(address(told), fields)  # type: ignore[return-value]


def test_the_printed_address_leads_to_what_the_notice_is(issued: NoticeView) -> None:
    page = text(Client().get(address(issued)))

    assert reverse("verify", args=[shown_code(issued.code)]).startswith(drawing.VERIFY)
    for word in (
        "这份文书是真的", "受理通知书", issued.number, "东莞市公安局", "居住证申领",
        "2019年11月5日", shown_code(issued.code), "演示",
    ):  # fmt: skip
        assert word in page, word


def test_nobody_is_named_in_full(issued: NoticeView) -> None:
    page = text(Client().get(address(issued)))

    assert "演**三" in page
    assert "演示张三" not in page
    assert CITIZEN not in page
    assert issued.case_number not in page


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{bare}", "{small}"])
def test_a_code_is_found_however_it_is_typed(issued: NoticeView, typed: str) -> None:
    code = shown_code(issued.code)
    given = typed.format(code=code, bare=issued.code, small=issued.code.lower())

    answer = Client().get("/v/", {"code": given})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/v/{code}")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/v/?code=123", 422, "应为 12 位"),
        ("/v/123", 422, "应为 12 位"),
        ("/v/2222-2222-2222", 404, "没有这个核验码"),
        ("/v/", 200, "二维码旁的 12 位"),
    ],
)
def test_a_wrong_code_is_told_apart_from_one_that_nobody_has(
    db: None, path: str, status: int, said: str
) -> None:
    answer = Client().get(path)

    assert answer.status_code == status
    assert said in text(answer)


def test_the_file_itself_is_found_unchanged_and_another_is_not(issued: NoticeView) -> None:
    content = drawing.content(issued.id)

    same = compare(issued, file=SimpleUploadedFile("a.pdf", content))
    other = compare(issued, file=SimpleUploadedFile("a.pdf", content[:-1]))

    assert (same.status_code, "内容一致" in text(same)) == (200, True)
    assert (other.status_code, "内容不一致" in text(other)) == (200, True)


def test_a_digest_is_as_good_as_the_file(issued: NoticeView) -> None:
    digest = hashlib.new("sm3", drawing.content(issued.id)).hexdigest()

    assert "内容一致" in text(compare(issued, digest=digest.upper()))
    assert "内容不一致" in text(compare(issued, digest="0" * 64))


@pytest.mark.parametrize("digest", ["", "12", "g" * 64])
def test_nothing_to_compare_is_said_so(issued: NoticeView, digest: str) -> None:
    answer = compare(issued, digest=digest)

    assert answer.status_code == 422
    assert "没有可比对的内容" in text(answer)


def test_a_notice_that_is_not_drawn_yet_is_genuine_and_its_file_asked_for_later(
    office: Office,
) -> None:
    told = notices_of(office.accepted().id)[0]

    assert "这份文书是真的" in text(Client().get(address(told)))
    assert "正在生成" in text(compare(told, digest="0" * 64))


def test_a_void_notice_says_so_first_and_not_why(issued: NoticeView, office: Office) -> None:
    noticing.void(issued.id, "写错了名字", by=office.supervisor, at=ten(60))

    page = text(Client().get(address(issued)))

    assert "已经作废" in page
    assert "这份文书是真的" not in page
    assert "写错了名字" not in page


def ask(case: CaseView, **more: str) -> HttpResponse:
    fields = {"no": case.number, "code": progress.query_code(case.id), **more}
    return Client().post("/progress", fields)  # type: ignore[return-value]


def test_who_knows_number_and_query_code_opens_the_cases_notices(office: Office) -> None:
    case = office.accepted()
    told = notices_of(case.id)[1]

    page = text(ask(case))
    file = ask(case, notice=told.code)

    assert told.number in page
    assert file.headers["Content-Type"] == "application/pdf"
    assert "no-store" in file.headers["Cache-Control"]
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert file.content == drawing.content(told.id)


def test_notices_of_another_case_and_void_ones_are_not_given(office: Office) -> None:
    case, other = office.accepted(), office.accepted()
    told, foreign = notices_of(case.id)[0], notices_of(other.id)[0]
    noticing.void(told.id, "写错", by=office.supervisor, at=ten(60))

    assert "没有找到这份文书" in text(ask(case, notice=foreign.code))
    assert "已经作废" in text(ask(case, notice=told.code))
    assert "核验码不对" in text(ask(case, notice="x"))
