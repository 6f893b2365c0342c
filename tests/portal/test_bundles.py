"""A bundle for citizens: its guide, found by name, and all of its progress on one page."""

import pytest
from django.test import Client

from tests.builders import CITIZEN, Hall
from tests.cases.bundled import FROM_AFAR, Newborn, build_newborn
from yimen.reference.catalogue.actions.bundling import offer_bundle
from yimen.reference.people.rules import HOUSE
from yimen.services.cases.models import CaseBundle
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.rules.steps import Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def newborn(hall: Hall) -> Newborn:
    return build_newborn(hall)


def text(address: str, **sent: str) -> str:
    return Client().get(address, sent).content.decode()


def ask(view: CaseBundleView, **more: str) -> str:
    fields = {"no": view.number, "code": bundles.query_code(view.id), **more}
    return Client().post("/progress", fields).content.decode()


def test_it_stands_above_the_departments_and_is_found_by_name(newborn: Newborn) -> None:
    for page in (text("/items/"), text("/items/", q="出生一件事")):
        assert "/bundles/newborn" in page
        assert "4 个事项一次办" in page


def test_the_guide_names_each_material_once_with_what_it_is_for(newborn: Newborn) -> None:
    page = text("/bundles/newborn", **{"a-card": "yes"})

    assert page.count(">父母居民身份证<") == 1
    assert "用于：出生医学证明、出生登记、新生儿慰问" in page
    assert "不用您交，前一事项办好后自动带入" in page
    assert "8 个工作日" in page
    assert "不收费" in page


def test_what_depends_on_an_answer_says_so(newborn: Newborn) -> None:
    page = text("/bundles/newborn")

    assert "只在“要”时需要" in page
    assert "申领表" not in text("/bundles/newborn", **{"a-card": "no"})


def test_what_one_file_may_be_is_said_where_a_material_limits_it(hall: Hall) -> None:
    build_newborn(hall, asked=FROM_AFAR)

    for address in ("/bundles/newborn", "/items/birth"):
        page = text(address)
        assert page.count("每个文件最多 2 MB、3 页") == 1
    assert "每个文件最多" not in text("/items/gift")


def test_an_answer_it_does_not_offer_is_dropped(newborn: Newborn) -> None:
    assert "出生一件事" in text("/bundles/newborn", **{"a-card": "nonsense", "a-x": "y"})


def test_one_that_is_not_offered_is_said_so(newborn: Newborn) -> None:
    offer_bundle("newborn", False, by=HOUSE)

    assert Client().get("/bundles/newborn").status_code == 409
    assert Client().get("/bundles/none").status_code == 404
    assert "/bundles/newborn" not in text("/items/")


def test_one_number_shows_all_parts_without_personal_data(newborn: Newborn) -> None:
    view = newborn.filed()

    page = ask(view)

    assert "出生一件事" in page
    assert "等“居民户口簿”出来后自动提交" in page
    assert "承诺全部办结：" in page
    assert CITIZEN not in page
    assert "演示张三" not in page


def test_a_part_is_opened_and_urged_by_the_same_number(newborn: Newborn) -> None:
    view = newborn.filed()

    opened = ask(view, part="birth")
    urged = ask(view, part="birth", deed="urge")

    assert "已受理，开始计算办理时限" in opened
    assert 'name="part" value="birth"' in opened
    assert "已催办" in urged
    assert "出生一件事" in ask(view, part="household")


def test_what_was_dropped_and_what_is_late_is_said(newborn: Newborn) -> None:
    view = newborn.filed()
    newborn.decide(view.id, "birth", Outcome.REFUSE)
    newborn.go_on(view.id)

    page = ask(view)

    assert "等不到“出生医学证明”，没有提交" in page
    assert "不予许可" in page


def test_wrong_codes_are_counted_as_at_a_case(newborn: Newborn) -> None:
    view = newborn.filed()

    for _ in range(6):
        page = ask(view, code="nothing")

    assert CaseBundle.objects.get(pk=view.id).query_failures == 5
    assert "出生一件事" not in page
    assert "出生一件事" not in ask(view)
