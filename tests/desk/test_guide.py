"""The guide at the window: found by a few letters, for the situation, with and without script."""

import pytest

from tests.builders import Hall
from tests.catalogue.passport import CODE, publish_passport
from tests.desk.builders import Desk

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _item(hall: Hall) -> None:
    publish_passport()


def got(desk: Desk, query: str, **headers: str) -> str:
    response = desk.client.get(f"/desk/2/guide{query}", headers=headers)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_desk_offers_the_search_by_a_key(desk: Desk) -> None:
    page = desk.client.get("/desk/2/").content.decode()

    assert 'data-key="G"' in page
    assert 'id="guide-of-nobody"' in page


def test_letters_find_items_and_mark_those_of_this_window(desk: Desk) -> None:
    page = got(desk, "?q=huzhao", **HTMX)

    assert f"item={CODE}" in page
    assert "本窗口" in page
    assert "<html" not in page


def test_the_guide_asks_and_lists_what_to_ask_for(desk: Desk) -> None:
    page = got(desk, f"?item={CODE}&a-who=agent", **HTMX)

    assert "是近亲属吗" in page
    assert "授权委托书" in page
    assert "¥120.00" in page
    assert "7 个工作日" in page


def test_without_script_search_and_guide_are_pages(desk: Desk) -> None:
    assert f"item={CODE}" in got(desk, "?q=huzhao")
    assert "证件照片" in got(desk, f"?item={CODE}")


def test_whoever_is_called_brings_the_items_of_their_business(desk: Desk, hall: Hall) -> None:
    ticket = desk.arrive("HZ")
    desk.client.post("/desk/2/next")

    page = desk.client.get("/desk/2/").content.decode()

    assert f'id="guide-of-{ticket.id}"' in page
    assert f"item={CODE}" in page


def test_an_item_that_is_not_there_is_said(desk: Desk) -> None:
    assert desk.client.get("/desk/2/guide?item=nothing", headers=HTMX).status_code == 404
