"""Figures are bounded by the department of the reader's grant: pages, lists, files and reports."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.builders import Hall
from tests.office.builders import browser_of
from tests.office.test_figures import DAYS, ROWS, text
from yimen.channels.office.figures.reach import departments_of
from yimen.insights import actions as insights
from yimen.insights.rules.history import COLUMNS
from yimen.reference.catalogue.models import Department
from yimen.reference.people.models import RoleGrant, Staff
from yimen.reference.people.queries import actor_of_staff
from yimen.reference.people.rules import Role

pytestmark = pytest.mark.django_db

OWN = "公安局"
_OWN_WINDOW = (
    "测试中心,公安局,落户,window,2019-10-09T09:30:00+08:00,2019-10-09T09:41:00+08:00,"
    "2019-10-09T09:42:00+08:00,2019-10-09T09:50:00+08:00,5,no,done"
)


@pytest.fixture
def _history(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text("\n".join([",".join(COLUMNS), *ROWS, _OWN_WINDOW]) + "\n", encoding="utf-8")
    insights.import_history(path, at=datetime(2020, 1, 2, tzinfo=UTC))


def reader(hall: Hall, *departments: str | None, role: Role = Role.DEPARTMENT_ADMIN) -> int:
    """Somebody with one grant for each department; None: for all."""
    row = Staff.objects.create(username="7001", name="演示人员")
    for name in departments:
        known = Department.objects.get_or_create(name=name, code=f"T{name}")[0] if name else None
        RoleGrant.objects.create(
            staff=row, role=role.value, centre_id=hall.centre_id, department=known
        )
    return row.pk


@pytest.fixture
def own(hall: Hall) -> Client:
    """The browser of a department's administrator."""
    return browser_of(reader(hall, OWN))


@pytest.mark.usefixtures("_history")
def test_a_departments_reader_sees_its_items_and_numbers_alone(own: Client) -> None:
    page = text(own, f"/office/figures/?{DAYS}")

    assert "落户" in page
    assert "11.00" in page  # the mean wait of its one window service
    for strange in ("税务局", "=1+1局", "个税申报", "换证"):
        assert strange not in page


@pytest.mark.usefixtures("_history")
def test_the_services_behind_are_its_own(own: Client) -> None:
    page = text(own, f"/office/figures/services?{DAYS}")

    assert page.count("<tr>") == 1 + 2
    assert "税务局" not in page


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize("path", ["", "services", "file.csv", "file.xlsx", "file.pdf"])
def test_asking_for_another_department_is_refused(own: Client, path: str) -> None:
    answer = own.get(f"/office/figures/{path}?{DAYS}&department=税务局")

    assert answer.status_code == 403


@pytest.mark.usefixtures("_history")
def test_an_item_is_reached_from_the_page_although_no_department_was_chosen(own: Client) -> None:
    page = text(own, f"/office/figures/?{DAYS}")
    start = page.index("item=%E8%90%BD%E6%88%B7")
    address = page[page.rindex('href="', 0, start) + 6 : page.index('"', start)]

    item = text(own, f"/office/figures/{address.replace('&amp;', '&')}")

    assert "已经到单个事项" in item
    assert "补领" not in item


@pytest.mark.usefixtures("_history")
def test_files_and_reports_hold_its_own_alone(own: Client) -> None:
    sheet = own.get(f"/office/figures/file.csv?{DAYS}").content.decode("utf-8-sig")
    month = text(own, "/office/figures/reports?kind=month&on=2019-10")

    assert "窗口办件,1,件" in sheet
    assert "换证" not in sheet
    assert "落户" in month
    assert "按事项" in month
    assert "税务局" not in month


@pytest.mark.usefixtures("_history")
def test_two_departments_are_seen_together_and_no_third(hall: Hall) -> None:
    client = browser_of(reader(hall, OWN, "税务局"))

    page = text(client, f"/office/figures/?{DAYS}")

    assert "公安局" in page
    assert "税务局" in page
    assert "=1+1局" not in page
    assert "个税申报" in text(client, f"/office/figures/?{DAYS}&department=税务局")


def test_a_grant_for_every_department_beside_one_opens_all(hall: Hall) -> None:
    assert departments_of(actor_of_staff(reader(hall, None, OWN))) is None


def test_a_grant_without_the_right_opens_nothing(hall: Hall) -> None:
    assert departments_of(actor_of_staff(reader(hall, OWN, role=Role.HANDLER))) == frozenset()
