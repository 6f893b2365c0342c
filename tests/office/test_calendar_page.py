"""The legal calendar in the office: a year, a notice, a colleague who was faster."""

from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import Hall, at
from tests.office.builders import as_role
from yimen.channels.office.calendar.forms import read_line
from yimen.kernel.workdays import Kind
from yimen.reference.centres import actions, queries
from yimen.reference.centres.rules.legal import Change
from yimen.reference.people.rules import Role

PAGE = "/office/settings/calendar/"


@pytest.fixture
def client(hall: Hall) -> Client:
    """The security administrator's browser."""
    return as_role(hall, Role.SECURITY_ADMIN, everywhere=True)


def text(page: object) -> str:
    return str(page.content.decode())  # type: ignore[attr-defined]


def post(client: Client, lines: str, *, base: int = 0, year: str = "", notice: str = "通知") -> int:
    fields = {"lines": lines, "year": year, "notice": notice, "base": str(base)}
    return int(client.post(PAGE + "change", fields).status_code)


@pytest.mark.django_db
def test_a_year_shows_its_holidays_make_up_days_and_count(client: Client) -> None:
    said = text(client.get(PAGE + "?year=2020"))

    assert "2020 年，249 个工作日" in said
    assert "国务院办公厅关于延长2020年春节假期的通知" in said
    assert said.count("cal__day--make_up") == 6 + 1  # and the legend


@pytest.mark.django_db
def test_a_year_without_a_notice_is_marked(client: Client) -> None:
    assert "暂定" in text(client.get(PAGE + "?year=2027"))
    assert "暂定，通知尚未公布" not in text(client.get(PAGE + "?year=2026"))
    assert client.get(PAGE + "?year=99999&version=x").status_code == 200


@pytest.mark.django_db
def test_a_notice_becomes_a_new_version_and_the_old_one_can_be_seen(client: Client) -> None:
    lines = "2027-02-05 至 2027-02-11 放假 春节\n\n2027-2-14 上班 春节\n2027-03-01 休息 台风"

    assert post(client, lines, year="2027") == 302

    calendar = queries.legal_calendar()
    assert calendar.version == 2
    assert calendar.on(date(2027, 2, 11)).name == "春节"
    assert calendar.on(date(2027, 2, 14)).kind is Kind.MAKE_UP
    assert not calendar.works(date(2027, 3, 1))
    assert not calendar.on(date(2027, 6, 1)).provisional
    assert "台风" not in text(client.get(PAGE + "?year=2027&version=1"))
    assert "台风" in text(client.get(PAGE + "?year=2027"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("2027-02-05 放假 春节\n明天 放假", "第 2 行"),
        ("2027-02-30 放假 春节", "没有 2027-02-30 这一天"),
        ("2027-02-05 飞行 春节", "没有“飞行”这种类型"),
        ("2027-02-11 至 2027-02-05 放假 春节", "结束早于开始"),
        ("2027-02-05 至 2027-03-30 放假 春节", "超过 31 天"),
        ("2027-02-05 放假", "节假日要写名称"),
        ("2027-02-05 上班", "2027-02-05 日历不能这样改：调休上班只能在周六、周日"),
        ("2020-01-24 放假 春节", "没有任何变化"),
        ("", "请填写日期"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_changes(client: Client, lines: str, said: str) -> None:
    fields = {"lines": lines, "notice": "通知", "base": "0"}

    page = client.post(PAGE + "change", fields)

    assert page.status_code == 422
    assert said in text(page)
    assert queries.calendar_version() == 0


@pytest.mark.django_db
def test_a_colleagues_change_is_not_overwritten(client: Client) -> None:
    actions.change_calendar(
        [Change(date(2027, 3, 1), Kind.REST, "台风")],
        notice="x", base=0, staff_id=None, at=at(0),
    )  # fmt: skip

    assert post(client, "2027-03-02 休息 台风", base=1) == 422
    assert queries.calendar_version() == 2


@pytest.mark.django_db
def test_there_is_nothing_to_adopt_and_saying_so_is_no_crash(client: Client) -> None:
    assert "导入这些年份" not in text(client.get(PAGE))
    assert client.post(PAGE + "adopt", {"base": "x"}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CLERK, Role.RATING_OFFICER, Role.SYSTEM_ADMIN])
def test_others_are_refused(hall: Hall, role: Role) -> None:
    other = as_role(hall, role)

    assert other.get(PAGE).status_code == 403
    assert post(other, "2027-03-02 休息 台风") == 403


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(line: str) -> None:
    try:
        changes = read_line(line)
    except ValueError as wrong:
        assert str(wrong)
        return
    assert changes
