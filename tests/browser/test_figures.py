"""The figures page as a manager reads it: formulas a click away, down to single services."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import fits, log_in, offences
from tests.builders import build_hall, staff
from tests.office.test_figures import DAYS, ROWS
from yimen.insights import actions as insights
from yimen.insights.rules.history import COLUMNS
from yimen.reference.people.rules import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def figures(page: Page, live_server: LiveServer, tmp_path: Path) -> Page:
    """Four services of October 2019, before a manager."""
    hall = build_hall()
    path = tmp_path / "history.csv"
    path.write_text("\n".join([",".join(COLUMNS), *ROWS]) + "\n", encoding="utf-8")
    insights.import_history(path, at=datetime(2020, 1, 2, tzinfo=UTC))
    log_in(page, live_server, staff(hall, Role.HALL_MANAGER, "2001").id)
    page.goto(f"{live_server.url}/office/figures/?{DAYS}")
    return page


def test_a_formula_opens_beside_its_figure(figures: Page) -> None:
    tile = figures.locator(".stat", has_text="平均等候（不含税务）")
    expect(tile.get_by_text("不剔除极端值")).to_be_hidden()

    tile.locator("summary").click()

    expect(tile.get_by_text("（叫号时间 − 取号时间）的合计 ÷ 件数")).to_be_visible()
    assert fits(figures)
    assert offences(figures) == []


def test_from_the_whole_to_a_department_an_item_and_its_services(figures: Page) -> None:
    figures.get_by_role("link", name="税务局").click()
    expect(figures.get_by_role("heading", name="按事项")).to_be_visible()
    figures.get_by_role("link", name="个税申报").click()
    expect(figures.get_by_text("已经到单个事项")).to_be_visible()

    figures.get_by_role("link", name="看每一件").click()

    expect(figures.get_by_role("heading", name="背后的服务")).to_be_visible()
    rows = figures.get_by_role("region", name="服务列表").locator("tbody tr")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("10:00")
    figures.get_by_role("link", name="全部").first.click()
    expect(rows).to_have_count(4)


def test_another_figure_draws_its_own_trend_and_the_file_is_offered(figures: Page) -> None:
    figures.get_by_role("link", name="差评率", exact=True).click()

    expect(figures.get_by_role("heading", name=re.compile("^差评率，按"))).to_be_visible()
    figures.locator("summary", has_text="导出").click()
    with figures.expect_download() as download:
        figures.get_by_role("link", name="CSV 表格").click()
    assert download.value.suggested_filename.endswith(".csv")
