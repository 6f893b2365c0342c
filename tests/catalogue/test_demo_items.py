"""The demonstration city's items: complete, consistent, and found by what people type."""

from collections.abc import Iterator

import pytest

from tests.catalogue.builders import TEN
from yimen.demo import items
from yimen.demo.bundles import load_bundles
from yimen.reference.catalogue import queries
from yimen.reference.catalogue.actions.publishing import Row, publish_rows
from yimen.reference.catalogue.errors import BadAnswer
from yimen.reference.catalogue.queries.bundles import planned
from yimen.reference.catalogue.rules import content
from yimen.reference.catalogue.rules.lint import findings

WRITTEN = 57


@pytest.fixture(autouse=True)
def _no_synonyms_remembered() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(items.item_rows())


def test_there_are_2711_items_over_50_departments_each_with_a_queue(rows: list[Row]) -> None:
    assert len({row.code for row in rows}) == len(rows) == 2_711
    assert len({row.department for row in rows}) == 50
    assert len({row.queue_code for row in rows if row.queue_code}) == 50
    assert all(row.queue_code for row in rows)
    assert sum(bool(row.content["steps"]) for row in rows) == WRITTEN


def test_every_item_passes_the_consistency_checks(rows: list[Row]) -> None:
    faults = [
        (row.fields["TASK_NAME"], finding)
        for row in rows
        for finding in findings(row.fields, content.read(row.content))
    ]

    assert faults == []


@pytest.mark.django_db
def test_what_people_type_finds_the_right_item_first(rows: list[Row]) -> None:
    items.load_items(at=TEN)
    first = {text: queries.search(text)[0].name for text in TYPED}

    assert first == TYPED
    times = queries.measure(list(TYPED) * 5)
    assert times[len(times) // 2] < 100


TYPED = {
    "gjj": "公积金贷款",
    "公积金提取": "公积金租房提取",
    "公积京": "公积金贷款",
    "公级金贷款": "公积金贷款",
    "gongjijin daikuan": "公积金贷款",
    "驾照换证": "驾驶证期满换证",
    "sfz": "居民身份证换领",
    "落户": "夫妻投靠入户",
    "ｓｆｚ": "居民身份证换领",
    "passport": "普通护照签发",
    "二手房过户": "不动产转移登记（二手房）",
    "12345": "12345 诉求",
}


@pytest.mark.django_db
def test_a_guide_narrows_with_each_answer() -> None:
    items.load_items(at=TEN)
    code = queries.search("不动产转移登记二手房")[0].code

    whole = queries.guide(code)
    mine = queries.guide(code, {"who": "self", "situation": "1"})

    assert [question.key for question in whole.unanswered] == ["who", "situation"]
    assert (whole.cost.lowest, whole.cost.highest) == (0, 63_000)
    assert {needed.certain for needed in whole.materials} == {True, False}
    assert mine.unanswered == ()
    assert {needed.certain for needed in mine.materials} == {True}
    assert "授权委托书" not in [needed.material.name for needed in mine.materials]
    assert (mine.cost.lowest, mine.cost.highest, mine.queue_code) == (8_000, 8_000, "BD")
    assert [step.name for step in mine.steps] == ["受理", "承办", "审核", "审批", "办结", "送达"]
    with pytest.raises(BadAnswer):
        queries.guide(code, {"who": "nobody"})


@pytest.mark.django_db
def test_the_demonstrations_bundles_fit_its_items(rows: list[Row]) -> None:
    written = [row for row in rows if row.content["materials"]]
    publish_rows(written, maker="demo:seed", reviewer="demo:review", at=TEN)

    assert load_bundles(at=TEN) == 2
    newborn = planned("newborn", {"who": "self", "married": "1", "card": "yes"})
    shop = planned("shop", {"who": "self", "place": "2", "food": "yes", "kind": "2"})

    for found in (
        newborn,
        shop,
        planned("newborn", {"who": "agent", "married": "2", "card": "no"}),
    ):
        assert found.plan.at_window == ()
    asked = [material.name for material in newborn.plan.materials]
    assert len(asked) == len(set(asked))
    assert "出生医学证明" not in asked
    assert "营业执照" not in [material.name for material in shop.plan.materials]
    assert {part.key for part in newborn.view.bundle.parts} == {
        chosen.part.key for chosen in newborn.plan.parts
    }
