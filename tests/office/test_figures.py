"""Figures pages: base and formula beside each figure, parts, services behind, files, rights."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.builders import Hall
from tests.laid_out import on_one_line
from tests.office.builders import as_role
from yimen.insights import actions as insights
from yimen.insights.rules.history import COLUMNS
from yimen.reference.people.rules import Role
from yimen.support.paper.fonts.choice import typefaces

pytestmark = pytest.mark.django_db

DAYS = "first=2019-10-08&last=2019-12-31"
ROWS = (
    "测试中心,税务局,个税申报,window,2019-10-08T09:00:00+08:00,2019-10-08T09:10:00+08:00,"
    "2019-10-08T09:11:00+08:00,2019-10-08T09:20:00+08:00,5,no,done",
    "测试中心,=1+1局,换证,window,2019-10-09T09:00:00+08:00,2019-10-09T09:04:00+08:00,"
    "2019-10-09T09:05:00+08:00,2019-10-09T09:20:00+08:00,1,no,done",
    "测试中心,=1+1局,换证,window,2019-10-09T10:00:00+08:00,2019-10-09T10:04:00+08:00,,,,no,missed",
    "测试中心,公安局,补领,terminal,,,2019-10-10T09:00:00+08:00,2019-10-10T09:05:00+08:00,,no,done",
)


@pytest.fixture
def history(tmp_path: Path) -> None:
    """Four services of October 2019."""
    path = tmp_path / "history.csv"
    path.write_text("\n".join([",".join(COLUMNS), *ROWS]) + "\n", encoding="utf-8")
    insights.import_history(path, at=datetime(2020, 1, 2, tzinfo=UTC))


@pytest.fixture
def manager(hall: Hall) -> Client:
    """The manager's browser."""
    return as_role(hall, Role.HALL_MANAGER)


def text(client: Client, path: str) -> str:
    """What a page says."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return on_one_line(answer.content.decode())


def content(client: Client, path: str) -> bytes:
    """What a file holds."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return bytes(answer.content)


@pytest.mark.usefixtures("history")
def test_each_figure_shows_its_value_its_base_and_its_formula(manager: Client) -> None:
    page = text(manager, f"/office/figures/?{DAYS}")

    assert "平均等候（不含税务）" in page
    assert "4.00" in page
    assert "1 ÷ 2" in page
    assert "五星 ÷ 主动评价。默认评价不计；没有评价时不计算。" in page
    assert page.count("<svg") > 2
    assert "style=" not in page


@pytest.mark.usefixtures("history")
def test_where_nothing_counts_there_is_a_dash_and_no_per_cent(manager: Client) -> None:
    page = text(manager, f"/office/figures/?{DAYS}&department=公安局")

    assert "没有可计算的服务" in page
    assert '<div class="stat__value">–</div>' in page


@pytest.mark.usefixtures("history")
def test_a_department_leads_to_its_items_and_they_to_each_service(manager: Client) -> None:
    first = text(manager, f"/office/figures/?{DAYS}")
    items = text(manager, f"/office/figures/?{DAYS}&department=税务局")
    behind = text(manager, f"/office/figures/services?{DAYS}&department=税务局&item=个税申报")

    assert "department=%E7%A8%8E%E5%8A%A1%E5%B1%80" in first
    assert "个税申报" in items
    assert "换证" not in items
    assert "10:00" in behind
    assert behind.count("<tr>") == 2


@pytest.mark.usefixtures("history")
def test_one_item_has_its_trend_and_its_hours(manager: Client) -> None:
    page = text(manager, f"/office/figures/?{DAYS}&department=%3D1%2B1局&item=换证")

    assert "的走势，共 1 点" in page
    assert "按星期和钟点的分布" in page


@pytest.mark.usefixtures("history")
def test_stars_of_single_services_are_for_who_may_read_ratings(hall: Hall, manager: Client) -> None:
    supervisor = as_role(hall, Role.SUPERVISOR, "2002")
    path = f"/office/figures/services?{DAYS}"

    assert "5 星" not in text(manager, path)
    assert "5 星" in text(supervisor, path)


@pytest.mark.parametrize("role", [Role.CLERK, Role.GUIDE, Role.SYSTEM_ADMIN])
def test_figures_are_closed_to_who_has_no_right(hall: Hall, role: Role) -> None:
    client = as_role(hall, role)

    for path in ("", "services", "reports", "file.csv"):
        assert client.get(f"/office/figures/{path}").status_code == 403


def test_an_empty_centre_says_what_to_do(manager: Client) -> None:
    assert "还没有可以统计的服务" in text(manager, "/office/figures/")


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    "words",
    [
        "first=2019-12-31&last=2019-10-08",
        "first=x&last=2019-10-08",
        "first=0001-01-01&last=9999-12-31",
        "figure=no&step=no&part=no&kind=no",
        "first=2019-10-01&last=2019-10-31&part=kind",
        "first=2019-10-01&last=2019-10-31&part=channel&figure=five_star_rate&step=month",
        "first=2019-10-01&last=2019-10-31&department=无&item=无",
    ],
)
def test_odd_addresses_still_show_a_page(manager: Client, words: str) -> None:
    assert "统计" in text(manager, f"/office/figures/?{words}")
    assert "背后的服务" in text(manager, f"/office/figures/services?{words}&before=2019-13-01~x")


@pytest.mark.usefixtures("history")
def test_exports_hold_the_figures_and_no_formula_of_a_name(manager: Client) -> None:
    sheet = content(manager, f"/office/figures/file.csv?{DAYS}").decode("utf-8-sig")
    book = load_workbook(io.BytesIO(content(manager, f"/office/figures/file.xlsx?{DAYS}")))
    paper = content(manager, f"/office/figures/file.pdf?{DAYS}")

    assert "窗口办件,2,件" in sheet
    assert "\n'=1+1局," in sheet
    names = [row[0] for row in book["按部门"].iter_rows(min_row=2)]
    assert {(cell.value, cell.data_type) for cell in names} == {
        ("=1+1局", "s"), ("税务局", "s"), ("公安局", "s"),
    }  # fmt: skip
    assert paper.startswith(b"%PDF")
    assert typefaces().body.name.encode() in paper
    assert manager.get("/office/figures/file.exe").status_code == 404


@pytest.mark.usefixtures("history")
def test_daily_and_monthly_reports_open_as_page_sheet_and_paper(manager: Client) -> None:
    day = text(manager, "/office/figures/reports?kind=day&on=2019-10-09")
    month = text(manager, "/office/figures/reports?kind=month&on=2019-10")

    assert "服务日报 2019-10-09" in day
    assert "服务月报 2019年10月" in month
    assert "2019-10-01 至 2019-10-31" in month
    assert "服务日报" in text(manager, "/office/figures/reports?on=nonsense")
    assert content(manager, "/office/figures/reports?kind=month&on=2019-10&as=pdf")[:4] == b"%PDF"
    assert content(manager, "/office/figures/reports?kind=day&on=2019-10-09&as=xlsx")[:2] == b"PK"


@pytest.mark.usefixtures("history")
def test_a_page_asks_the_database_as_often_for_one_row_as_for_many(manager: Client) -> None:
    counts = []
    for words in ("first=2019-10-08&last=2019-10-08", DAYS):
        manager.get(f"/office/figures/services?{words}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            manager.get(f"/office/figures/services?{words}")
        counts.append(len(asked))

    assert counts[0] == counts[1]
