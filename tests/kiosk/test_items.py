"""Items at the machine: found as people call them, what to bring, then their number."""

import pytest

from tests.builders import Hall
from tests.catalogue.passport import CODE, publish_passport
from tests.kiosk.machine import Machine
from tests.languages import COOKIE
from yimen.reference.catalogue import queries as catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _item(hall: Hall) -> None:
    catalogue.forget()
    publish_passport()


def searching(machine: Machine, text: str) -> Machine:
    machine.press("start", way="search")
    return machine.press("search", q=text)


@pytest.mark.parametrize("typed", ["护照", "huzhao", "pthz"])
def test_pinyin_and_initials_find_the_item(machine: Machine, typed: str) -> None:
    assert f'name="item" value="{CODE}"' in searching(machine, typed).text


def test_businesses_are_still_found(machine: Machine) -> None:
    page = searching(machine, "业务HZ").text

    assert 'name="queue" value="HZ"' in page


def test_the_items_page_says_what_to_bring_and_carries_the_guides_code(machine: Machine) -> None:
    page = searching(machine, "护照").press("choose", item=CODE).text

    for words in ("普通护照首次申领", "证件照片", "只在“委托他人”时需要", "¥120.00", "7 个工作日"):
        assert words in page
    assert "machine-qr" in page
    assert "取“业务HZ”的号" in page


def test_from_the_item_to_its_number_and_back(machine: Machine) -> None:
    searching(machine, "护照").press("choose", item=CODE).press("choose", queue="HZ")
    machine.press("back")
    assert "证件照片" in machine.text

    machine.press("choose", queue="HZ").press("take")

    assert machine.number == "A001"


def test_back_from_the_item_is_the_search_with_its_words(machine: Machine) -> None:
    searching(machine, "护照").press("choose", item=CODE).press("back")

    assert 'value="护照"' in machine.text


def test_an_item_of_no_business_here_offers_no_number(machine: Machine) -> None:
    publish_passport(queue="NONE")

    page = searching(machine, "护照").press("choose", item=CODE).text

    assert "这件事不在窗口办理" in page
    assert 'name="queue"' not in page


def test_an_unknown_item_is_refused_with_a_way_back(machine: Machine) -> None:
    machine.press("start", way="search")

    machine.press("choose", item="nothing")

    assert machine.page.status_code == 404
    assert "没有找到这个事项" in machine.text


@pytest.mark.parametrize("department", ["9" * 5000, "9" * 18, "²", "x"])
def test_a_department_of_no_number_breaks_nothing(machine: Machine, department: str) -> None:
    machine.press("start", way="field")

    assert machine.press("choose", department=department).page.status_code == 200


def test_the_items_page_speaks_english(machine: Machine) -> None:
    machine.client.cookies[COOKIE] = "en"

    page = searching(machine, "护照").press("choose", item=CODE).text

    assert "First ordinary passport" in page
    assert "What to bring" in page
