"""What a situation asks for, how far a case is from complete, and forms in their own words."""

from itertools import product
from typing import Any

import pytest

from tests.cases.office import CONTENT, FORM
from yimen.reference.catalogue.errors import BadAnswer
from yimen.reference.catalogue.rules.content import Need, read
from yimen.services.cases.errors import FormIncomplete, QuestionOpen, ReasonNeeded, ReasonTooLong
from yimen.services.cases.rules.drafting import (
    Standing,
    check_answered,
    completeness,
    state_of,
    wanted,
)
from yimen.services.cases.rules.forms import check_form
from yimen.services.cases.rules.reasons import LONGEST, check_reason
from yimen.services.cases.rules.states import MaterialState

ITEM = read(CONTENT)
SCHEMA: dict[str, Any] = CONTENT["form"]["schema"]


def keys(answers: dict[str, str]) -> list[str]:
    return [each.key for each in wanted(ITEM, answers)]


def test_materials_follow_the_answers_required_ones_first() -> None:
    assert keys({"who": "self"}) == ["id", "photo", "lease"]
    assert keys({"who": "agent"}) == ["id", "power", "photo", "lease"]
    assert keys({}) == ["id", "photo", "lease"]
    assert [each.position for each in wanted(ITEM, {"who": "agent"})] == [0, 1, 2, 3]


def test_answers_the_item_does_not_offer_are_refused() -> None:
    for answers in ({"who": "nobody"}, {"what": "self"}):
        with pytest.raises(BadAnswer):
            wanted(ITEM, answers)


def test_the_situation_is_known_once_every_question_that_arises_is_answered() -> None:
    check_answered(ITEM, {"who": "self"})
    with pytest.raises(QuestionOpen) as refusal:
        check_answered(ITEM, {})
    assert refusal.value.facts == {"question": "由谁来办？"}


@pytest.mark.parametrize(("need", "state"), list(product(Need, MaterialState)))
def test_one_material_keeps_a_case_open_for_one_reason_at_most(
    need: Need, state: MaterialState
) -> None:
    found = completeness([Standing("k", "甲", need.value, state)])

    lists = [found.missing, found.wrong, found.checking, found.later]
    expected = {
        MaterialState.WRONG: 1,
        MaterialState.CHECKING: 2,
        MaterialState.MISSING: {Need.REQUIRED: 0, Need.LATER: 3}.get(need),
    }.get(state)
    assert [bool(each) for each in lists] == [place == expected for place in range(4)]
    assert found.complete == (expected is None)


def test_what_may_come_later_stands_apart_from_what_may_not() -> None:
    both = completeness(
        [
            Standing("a", "甲", "required", MaterialState.MISSING),
            Standing("b", "乙", "later", MaterialState.MISSING),
        ]
    )

    assert (both.missing, both.later) == (("甲",), ("乙",))


@pytest.mark.parametrize("way", ["bring", "upload", "scan", "sign", "held"])
@pytest.mark.parametrize("checking", [True, False])
def test_how_a_material_stands_once_it_came(way: str, checking: bool) -> None:
    expected = "held" if way == "held" else "checking" if checking else "given"
    assert state_of(way, checking=checking).value == expected


@pytest.mark.parametrize(
    ("change", "field", "flaw"),
    [
        ({"name": None}, "姓名", "bad_type"),
        ({"name": "长" * 21}, "姓名", "too_long"),
        ({"mobile": "12"}, "联系电话", "bad_format"),
        ({"else": 1}, "else", "unknown"),
        ({"name": "长" * 21, "mobile": "12"}, "姓名", "too_long"),
    ],
)
def test_the_first_flaw_in_the_forms_order_is_named(
    change: dict[str, object], field: str, flaw: str
) -> None:
    with pytest.raises(FormIncomplete) as refusal:
        check_form(SCHEMA, {**FORM, **change})

    assert refusal.value.facts == {"field": field, "form_flaw": flaw}


@pytest.mark.parametrize(
    ("rule", "value", "flaw"),
    [
        ({"minLength": 3}, "ab", "too_short"),
        ({"enum": ["a", "b"]}, "c", "not_offered"),
        ({"type": "integer", "minimum": 3}, 2, "too_small"),
        ({"type": "integer", "maximum": 3}, 4, "too_large"),
        ({"type": "array", "items": {"type": "string"}}, [1], "bad_type"),
        ({"multipleOf": 2}, 3, "bad_format"),
    ],
)
def test_each_kind_of_flaw_has_its_word(rule: dict[str, Any], value: object, flaw: str) -> None:
    with pytest.raises(FormIncomplete) as refusal:
        check_form({"properties": {"x": {"title": "面积", **rule}}}, {"x": value})

    assert refusal.value.facts == {"field": "面积", "form_flaw": flaw}


def test_a_field_without_a_title_is_named_by_its_key_and_an_item_without_a_form_asks_nothing() -> (
    None
):
    with pytest.raises(FormIncomplete) as refusal:
        check_form({"required": ["plot"], "properties": {"plot": {}}}, {})
    assert refusal.value.facts["field"] == "plot"
    check_form({}, {"anything": 1})


def test_a_reason_is_words_and_not_too_many() -> None:
    assert check_reason("  照片不清楚 ") == "照片不清楚"
    assert len(check_reason("长" * LONGEST)) == LONGEST
    for text in ("", " \n\t"):
        with pytest.raises(ReasonNeeded):
            check_reason(text)
    with pytest.raises(ReasonTooLong):
        check_reason("长" * (LONGEST + 1))
