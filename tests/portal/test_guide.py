"""An item's guide on the phone: found, for my situation, on paper, while it is published anew."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import Hall
from tests.catalogue.builders import someone
from tests.catalogue.passport import CODE, publish_passport
from tests.languages import COOKIE
from tests.portal.builders import issue_today
from yimen.journeys import book
from yimen.reference.catalogue.actions import editing
from yimen.reference.people.rules import Role
from yimen.services.hall import queries
from yimen.services.hall.models import Queue
from yimen.support.writing import day_short

pytestmark = pytest.mark.django_db
ADDRESS = f"/items/{CODE}"


@pytest.fixture(autouse=True)
def _item(hall: Hall) -> None:
    publish_passport()


def text(client: Client, address: str = ADDRESS, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_home_page_has_the_search_field(client: Client) -> None:
    assert 'action="/items/"' in text(client, "/")


@pytest.mark.parametrize("typed", ["护照", "huzhao", "ptlz 护照", "普通护照首次"])
def test_what_is_typed_finds_the_guide(client: Client, typed: str) -> None:
    response = client.get("/items/", {"q": typed})

    assert ADDRESS in response.content.decode()


def test_typing_gets_the_list_alone(client: Client) -> None:
    page = text(client, "/items/?q=huzhao", **{"HX-Request": "true"})

    assert page.strip().startswith('<section class="card" id="found"')
    assert ADDRESS in page


def test_nothing_found_says_what_to_try(client: Client) -> None:
    page = text(client, "/items/?q=xyzzyq")

    assert "没有找到" in page
    assert "按部门找" in page


def test_departments_lead_to_their_items(client: Client) -> None:
    links = re.findall(r'href="(\?department=\d+)"', text(client, "/items/"))

    assert [ADDRESS in text(client, f"/items/{link}") for link in links].count(True) == 1


@pytest.mark.parametrize(
    ("address", "status"), [("/items/%00", 404), ("/items/?q=%00", 400), ("/items/?q=%01a", 200)]
)
def test_odd_characters_do_no_harm(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


@pytest.mark.parametrize("department", ["999999", "9" * 39, "9" * 10])
def test_an_unknown_department_is_not_found(client: Client, department: str) -> None:
    assert client.get(f"/items/?department={department}").status_code == 404


def test_the_guide_tells_materials_by_how_they_come(client: Client) -> None:
    page = text(client)

    held, brought = page.index("不用交，系统里已有"), page.index("请带上")
    assert brought < page.index("证件照片") < page.index("护照申请表") < held
    assert held < page.index("居民身份证")
    assert "原件 1 份、复印件 2 份 · 也可上传" in page
    assert "可不交" in page


def test_what_depends_on_an_open_question_is_marked_not_hidden(client: Client) -> None:
    page = text(client)

    assert "授权委托书" in page
    assert "只在“委托他人”时需要" in page


def test_an_answer_drops_what_is_not_needed(client: Client) -> None:
    page = text(client, f"{ADDRESS}?a-who=self")

    assert "授权委托书" not in page
    assert "是近亲属吗" not in page


def test_an_answer_raises_the_next_question(client: Client) -> None:
    page = text(client, f"{ADDRESS}?a-who=agent", **{"HX-Request": "true", "HX-Target": "guide"})

    assert page.strip().startswith('<div class="stack" id="guide"')
    assert "是近亲属吗" in page
    assert "只在“委托他人”时需要" not in page


def test_the_answer_to_a_question_no_longer_asked_counts_for_nothing(client: Client) -> None:
    page = text(client, f"{ADDRESS}?a-who=self&a-kin=yes")

    assert "亲属关系证明" not in page
    assert "指南刚刚更新了" not in page


def test_cost_limits_and_visits_are_told(client: Client) -> None:
    page = text(client)

    for words in ("¥120.00", "7 个工作日", "20 天", "最多 1 次", "制证", "可以加急吗"):
        assert words in page


def test_the_line_is_the_one_of_the_items_queue_and_renews_itself(
    client: Client, hall: Hall
) -> None:
    issue_today(hall, "HZ")

    page = text(client, ADDRESS, **{"HX-Request": "true", "HX-Target": "line"})

    assert page.strip().startswith('<div id="line"')
    assert "取“业务HZ”的号" in page
    assert "现在 1 位等候" in page


def test_an_item_published_while_one_reads_says_so_and_asks_again(client: Client) -> None:
    editor, reviewer = someone(7, Role.DEPARTMENT_ADMIN), someone(8, Role.HALL_MANAGER)
    at = timezone.now()
    draft = editing.draft_version(CODE, by=editor, at=at)
    texts = {name: str(value) for name, value in draft.fields.items()}
    editing.write_draft(CODE, texts, type(draft.content)(), by=editor, at=at)
    editing.submit(CODE, by=editor, at=at)
    editing.publish(CODE, by=reviewer, at=at)

    page = text(client, f"{ADDRESS}?version=1&a-who=agent")

    assert "指南刚刚更新了" in page
    assert "第 2 版" in page
    assert "授权委托书" not in page


def test_a_paused_item_says_why(client: Client) -> None:
    manager = someone(8, Role.HALL_MANAGER)
    editing.pause(CODE, reason="系统升级，周五恢复", by=manager, at=timezone.now())

    page = text(client)

    assert "这件事暂停办理" in page
    assert "系统升级，周五恢复" in page


def test_what_was_withdrawn_or_never_was_is_refused(client: Client) -> None:
    editing.withdraw(CODE, reason="", by=someone(8, Role.HALL_MANAGER), at=timezone.now())

    assert client.get(ADDRESS).status_code == 409
    assert client.get("/items/none").status_code == 404


def test_paper_carries_the_situation_and_a_code(client: Client) -> None:
    page = text(client, f"{ADDRESS}?a-who=agent&paper=1")

    assert '<strong lang="zh-Hans">委托他人</strong>' in page
    assert "授权委托书" in page
    assert "<svg" in page


def test_in_english_all_but_the_items_own_words_is_english(client: Client) -> None:
    client.cookies[COOKIE] = "en"

    page = text(client)

    for words in ("First ordinary passport", "What to bring", "7 working days", "20 days"):
        assert words in page
    assert "要带什么" not in page


def test_the_guide_leads_to_a_time_the_way_and_a_number(client: Client, hall: Hall) -> None:
    book.renew(hall.centre_id, at=timezone.now())
    today = timezone.localdate()
    first = next(day.day for day in book.days(hall.centre_id, "HZ", at=timezone.now()) if day.left)

    page = text(client)

    assert 'href="/book/q/HZ"' in page
    assert ("预约，今天就有" if first == today else f"预约，最早{day_short(first)}") in page
    assert "在取号机上放身份证，或按“业务HZ”取号" in page
    assert "怎么走" not in page  # nobody has drawn this hall


def test_a_business_without_appointments_is_not_promised_any(client: Client) -> None:
    page = text(client)

    assert "/book/q/" not in page
    assert "在取号机上" in page


def test_where_no_numbers_are_given_nobody_is_sent_to_the_machine(
    client: Client, hall: Hall
) -> None:
    book.renew(hall.centre_id, at=timezone.now())
    Queue.objects.filter(code="HZ").update(accepting=False)
    queries.forget()

    page = text(client)

    assert "暂停取号" in page
    assert "在取号机上" not in page
    assert "/book/q/" not in page


def test_a_paused_item_leads_nowhere(client: Client, hall: Hall) -> None:
    book.renew(hall.centre_id, at=timezone.now())
    manager = someone(9, Role.HALL_MANAGER)
    editing.pause(CODE, reason="系统升级", by=manager, at=timezone.now())

    page = text(client)

    assert "/book/q/" not in page
    assert "在取号机上" not in page
