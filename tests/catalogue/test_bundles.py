"""Bundles: what a definition says, what is wrong with one, and how it is published."""

import json
from copy import deepcopy
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.catalogue.builders import TEN, publish, row, someone
from yimen.kernel.errors import NotAllowed
from yimen.reference.catalogue.actions.bundling import (
    import_bundles,
    offer_bundle,
    publish_bundle,
)
from yimen.reference.catalogue.actions.publishing import Row
from yimen.reference.catalogue.errors import (
    BadAnswer,
    BadBundle,
    BadContent,
    BundleNotFound,
    BundleNotOffered,
    SamePerson,
)
from yimen.reference.catalogue.models import BundleVersion
from yimen.reference.catalogue.queries.bundles import (
    all_bundles,
    bundle,
    bundle_by_id,
    find_bundles,
    planned,
)
from yimen.reference.catalogue.rules import bundle_plan, bundles, content
from yimen.reference.catalogue.rules.bundle_lint import Fault, faults
from yimen.reference.catalogue.rules.bundle_plan import Known
from yimen.reference.people.rules import HOUSE, Role

WHO: dict[str, Any] = {
    "key": "who",
    "text": "由谁来办？",
    "options": [{"key": "self", "text": "本人"}, {"key": "agent", "text": "代办"}],
}
FORM = {
    "schema": {
        "type": "object",
        "properties": {"name": {"type": "string", "title": "姓名"}},
        "required": ["name"],
    }
}
BIRTH: dict[str, Any] = {
    "questions": [WHO],
    "materials": [
        {"key": "id", "name": "父母居民身份证", "ways": ["bring", "upload"], "copies": 1},
        {"key": "power", "name": "授权委托书", "when": {"who": ["agent"]}},
    ],
    "results": [{"name": "出生医学证明"}],
    "form": FORM,
}
HOUSEHOLD: dict[str, Any] = {
    "questions": [WHO],
    "materials": [
        {"key": "birth", "name": "出生医学证明"},
        {"key": "ids", "name": "父母居民身份证", "ways": ["scan", "bring"], "copies": 1},
        {"key": "photo", "name": "照片", "need": "optional"},
    ],
    "results": [{"name": "居民户口簿"}],
    "form": FORM,
}
CARD: dict[str, Any] = {
    "materials": [
        {"key": "book", "name": "居民户口簿"},
        {"key": "picture", "name": "新生儿照片"},
    ],
    "results": [{"name": "社会保障卡"}],
}
NEWBORN: dict[str, Any] = {
    "name": "出生一件事",
    "aliases": ["生孩子"],
    "days": 8,
    "questions": [
        WHO,
        {
            "key": "card",
            "text": "要卡吗？",
            "options": [{"key": "yes", "text": "要"}, {"key": "no", "text": "不要"}],
        },
    ],
    "parts": [
        {"key": "birth", "item": "B", "answers": [{"question": "who", "asks": "who"}]},
        {
            "key": "household",
            "item": "H",
            "answers": [{"question": "who", "asks": "who"}],
            "takes": [{"material": "birth", "part": "birth", "result": "出生医学证明"}],
        },
        {
            "key": "card",
            "item": "C",
            "when": {"card": ["yes"]},
            "takes": [{"material": "book", "part": "household", "result": "居民户口簿"}],
        },
    ],
    "titles": {"name": "父亲或母亲姓名"},
}


def known(**changes: Known) -> dict[str, Known]:
    """The three items as rules see them."""
    return {
        "B": Known(content.read(BIRTH), True, 2, "出生证"),
        "H": Known(content.read(HOUSEHOLD), True, None, "落户"),
        "C": Known(content.read(CARD), True, 5, "社保卡"),
        **changes,
    }


def changed(part: int, **changes: Any) -> dict[str, Any]:
    """The bundle with one part otherwise."""
    document = deepcopy(NEWBORN)
    document["parts"][part] |= changes
    return document


def whats(document: dict[str, Any], **items: Known) -> list[str]:
    return [fault.what for fault in faults(bundles.read(document), known(**items))]


def plan_of(**answers: str) -> bundle_plan.Plan:
    return bundle_plan.plan(bundles.read(NEWBORN), known(), answers)


def in_force() -> None:
    """The three items, published."""
    rows = [
        Row(
            code=code,
            department="市公安局",
            fields=row(code, name, PROMISE_DAY=2, PROJECT_TYPE="2").fields,
            content=document,
        )
        for code, name, document in (
            ("B", "出生证", BIRTH),
            ("H", "落户", HOUSEHOLD),
            ("C", "社保卡", CARD),
        )
    ]
    publish(*rows)


def test_a_material_is_asked_once_for_every_part_that_needs_it() -> None:
    found = plan_of(who="self", card="yes")

    asked = {each.name: (each.key, each.members) for each in found.materials}

    assert asked["父母居民身份证"] == ("birth-id", {"birth": "id", "household": "ids"})
    assert list(asked) == ["父母居民身份证", "新生儿照片", "照片"]
    assert found.materials[0].ways == (content.Way.BRING,)
    assert found.materials[0].copies == 2


def test_a_result_of_another_part_is_not_asked_of_the_citizen() -> None:
    found = plan_of(who="self", card="yes")

    assert {"出生医学证明", "居民户口簿"}.isdisjoint(each.name for each in found.materials)
    assert [(each.part.key, each.givers) for each in found.parts] == [
        ("birth", ()),
        ("household", ("birth",)),
        ("card", ("household",)),
    ]


def test_a_part_that_nobody_wants_is_left_out_with_its_materials() -> None:
    found = plan_of(who="self", card="no")

    assert [each.part.key for each in found.parts] == ["birth", "household"]
    assert "新生儿照片" not in {each.name for each in found.materials}


def test_what_depends_on_an_open_question_is_listed_as_depending() -> None:
    found = plan_of(card="yes")

    assert [question.key for question in found.open] == ["who"]
    certain = {each.name: each.certain for each in found.materials}
    assert certain == {
        "父母居民身份证": True,
        "授权委托书": False,
        "新生儿照片": True,
        "照片": True,
    }


def test_where_the_giver_is_not_chosen_the_citizen_brings_it() -> None:
    document = changed(0, when={"card": ["no"]})

    found = bundle_plan.plan(bundles.read(document), known(), {"who": "self", "card": "yes"})

    assert "出生医学证明" in {each.name for each in found.materials}
    assert [each.givers for each in found.parts] == [(), ("household",)]


def test_things_of_several_names_can_be_one() -> None:
    document = deepcopy(NEWBORN)
    same = [{"part": "household", "material": "photo"}, {"part": "card", "material": "picture"}]
    document["same"] = [{"name": "孩子的照片", "materials": same}]

    found = bundle_plan.plan(bundles.read(document), known(), {"who": "self", "card": "yes"})

    photo = next(each for each in found.materials if each.name == "孩子的照片")
    assert photo.members == {"household": "photo", "card": "picture"}
    assert photo.need is content.Need.REQUIRED


def test_the_form_is_one_and_each_part_gets_its_own_fields() -> None:
    found = plan_of(who="self", card="yes")

    assert found.form["properties"] == {"name": {"type": "string", "title": "父亲或母亲姓名"}}
    assert found.form["required"] == ["name"]
    assert found.hints == {"order": ["name"]}
    filled = {"name": "演示", "other": "x"}
    assert bundle_plan.part_of_form(known()["B"].content, filled) == {"name": "演示"}
    assert bundle_plan.part_of_form(known()["C"].content, filled) == {}


def test_an_answer_that_is_not_offered_is_refused() -> None:
    with pytest.raises(BadAnswer):
        plan_of(card="maybe")


def test_a_good_bundle_has_no_faults() -> None:
    assert whats(NEWBORN) == []


@pytest.mark.parametrize(
    ("document", "what"),
    [
        (changed(0, item="X"), "item_unknown"),
        ({**NEWBORN, "parts": NEWBORN["parts"][:1]}, "too_few_parts"),
        (changed(2, when={"card": ["blue"]}), "condition_never_met"),
        (changed(0, answers=[{"question": "who", "option": "dog"}]), "answer_not_offered"),
        (changed(0, answers=[{"question": "who", "asks": "card"}]), "answer_not_offered"),
        (changed(0, answers=[{"question": "who", "asks": "what"}]), "answer_not_offered"),
        (changed(0, answers=[]), "question_unanswered"),
        (
            changed(2, takes=[{"material": "nil", "part": "birth", "result": "出生医学证明"}]),
            "material_unknown",
        ),
        (
            changed(2, takes=[{"material": "book", "part": "birth", "result": "居民户口簿"}]),
            "nobody_gives",
        ),
        (
            changed(2, takes=[{"material": "book", "part": "none", "result": "居民户口簿"}]),
            "nobody_gives",
        ),
        (
            changed(0, takes=[{"material": "id", "part": "card", "result": "社会保障卡"}]),
            "waits_for_itself",
        ),
        ({**NEWBORN, "days": 7}, "limit_too_short"),
    ],
)
def test_what_does_not_fit_is_named(document: dict[str, Any], what: str) -> None:
    assert what in whats(document)


def test_an_item_that_takes_no_applications_is_named() -> None:
    paused = Known(content.read(CARD), False, 5, "社保卡")

    assert faults(bundles.read(NEWBORN), known(C=paused)) == [
        Fault("item_not_offered", "card", "社保卡")
    ]


def test_one_thing_that_can_come_in_no_common_way_is_named() -> None:
    signed = deepcopy(HOUSEHOLD)
    signed["materials"][1]["ways"] = ["sign"]

    assert whats(NEWBORN, H=Known(content.read(signed), True, None)) == ["no_common_way"]


def test_fields_of_one_name_and_two_types_are_named() -> None:
    number = deepcopy(HOUSEHOLD)
    number["form"]["schema"]["properties"]["name"]["type"] = "integer"

    assert whats(NEWBORN, H=Known(content.read(number), True, None)) == ["form_fields_disagree"]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({**NEWBORN, "colour": "red"}, "colour"),
        ({**NEWBORN, "days": "8"}, "days"),
        ({**NEWBORN, "parts": [*NEWBORN["parts"], NEWBORN["parts"][0]]}, "parts"),
        (changed(0, answers=[{"question": "who"}]), "parts[0].answers[0].option"),
    ],
)
def test_a_document_that_is_none_is_refused_with_the_place(
    document: dict[str, Any], path: str
) -> None:
    with pytest.raises(BadContent) as refused:
        bundles.read(document)

    assert refused.value.facts["path"] == path


@pytest.mark.django_db
def test_a_published_bundle_is_found_by_name_alias_and_initials() -> None:
    in_force()
    made = publish_bundle("newborn", NEWBORN, maker="file:1", by=HOUSE, at=TEN)

    for text in ("出生一件事", "生孩子", "csyjs"):
        assert [view.code for view in find_bundles(text)] == ["newborn"], text
    assert find_bundles("公积金提取") == []
    assert bundle_by_id(made.id) == bundle("newborn") == all_bundles()[0]


@pytest.mark.django_db
def test_the_same_document_again_changes_nothing_and_another_is_a_new_version() -> None:
    in_force()
    first = publish_bundle("newborn", NEWBORN, maker="file:1", by=HOUSE, at=TEN)

    again = publish_bundle("newborn", NEWBORN, maker="file:2", by=HOUSE, at=TEN)
    later = publish_bundle("newborn", {**NEWBORN, "days": 9}, maker="file:3", by=HOUSE, at=TEN)

    assert again == first
    assert (later.number, bundle("newborn").bundle.days) == (2, 9)
    assert bundle_by_id(first.id).bundle.days == 8


@pytest.mark.django_db
def test_a_version_is_frozen_by_the_database() -> None:
    in_force()
    made = publish_bundle("newborn", NEWBORN, maker="file:1", by=HOUSE, at=TEN)

    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        BundleVersion.objects.filter(pk=made.id).update(document={"name": "x", "parts": []})
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        BundleVersion.objects.filter(pk=made.id).delete()


@pytest.mark.django_db
def test_only_a_reviewer_who_did_not_write_it_publishes() -> None:
    in_force()
    manager, clerk = someone(5, Role.HALL_MANAGER), someone(6, Role.CLERK)

    with pytest.raises(NotAllowed):
        publish_bundle("newborn", NEWBORN, maker="staff:5", by=clerk, at=TEN)
    with pytest.raises(SamePerson):
        publish_bundle("newborn", NEWBORN, maker="staff:5", by=manager, at=TEN)
    assert publish_bundle("newborn", NEWBORN, maker="staff:7", by=manager, at=TEN).number == 1


@pytest.mark.django_db
def test_one_bad_bundle_of_a_file_keeps_all_of_it_out() -> None:
    in_force()
    text = '{"good": %s, "bad": %s}'

    whole = text % (json.dumps(NEWBORN), json.dumps({**NEWBORN, "days": 1}))

    with pytest.raises(BadBundle) as refused:
        import_bundles(whole, by=HOUSE, at=TEN)

    assert refused.value.facts["bundle_fault"] == "limit_too_short"
    assert all_bundles() == []
    with pytest.raises(BadContent):
        import_bundles("[]", by=HOUSE, at=TEN)


@pytest.mark.django_db
def test_a_bundle_whose_item_is_paused_is_not_offered() -> None:
    in_force()
    publish_bundle("newborn", NEWBORN, maker="file:1", by=HOUSE, at=TEN)
    assert planned("newborn", {"card": "no"}).plan.open[0].key == "who"

    offer_bundle("newborn", False, by=HOUSE)

    with pytest.raises(BundleNotOffered):
        planned("newborn")
    assert all_bundles() == []
    with pytest.raises(BundleNotFound):
        planned("none")
    with pytest.raises(BundleNotFound):
        offer_bundle("none", True, by=HOUSE)


@pytest.mark.django_db
def test_a_bundle_that_fits_its_items_no_longer_is_not_offered() -> None:
    in_force()
    publish_bundle("newborn", NEWBORN, maker="file:1", by=HOUSE, at=TEN)
    without = {**HOUSEHOLD, "results": [{"name": "别的"}]}
    fields = row("H", "落户", PROMISE_DAY=2, PROJECT_TYPE="2").fields
    publish(Row(code="H", department="市公安局", fields=fields, content=without))

    with pytest.raises(BundleNotOffered):
        planned("newborn")
