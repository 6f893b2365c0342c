"""Items over the API: found, guided, refused."""

import pytest

from tests.api.conftest import Caller, code_of
from tests.builders import Hall
from tests.catalogue.passport import CODE, publish_passport


@pytest.fixture(autouse=True)
def _item(hall: Hall) -> None:
    publish_passport()


def test_pinyin_finds_an_item_with_its_business(system: Caller) -> None:
    found = system.get("/items?q=huzhao").json()

    assert [(hit["code"], hit["queue"], hit["why"]) for hit in found] == [(CODE, "HZ", "pinyin")]


def test_nothing_that_fits_is_an_empty_list(system: Caller) -> None:
    assert system.get("/items?q=xyzzyq").json() == []


def test_the_guide_lists_what_depends_as_uncertain(system: Caller) -> None:
    guide = system.get(f"/items/{CODE}").json()

    certain = {material["name"]: material["certain"] for material in guide["materials"]}
    assert (certain["证件照片"], certain["授权委托书"]) == (True, False)
    assert guide["unanswered"] == ["who"]
    assert guide["cost"] == {"lowest_fen": 12_000, "highest_fen": 12_000}
    assert guide["promised"] == {"days": 7, "unit": "working"}


def test_answers_make_the_guide_certain(system: Caller) -> None:
    guide = system.get(f"/items/{CODE}?answer=who:agent&answer=kin:no").json()

    names = [material["name"] for material in guide["materials"] if material["certain"]]
    assert "授权委托书" in names
    assert "亲属关系证明" not in names
    assert guide["unanswered"] == []


@pytest.mark.parametrize("answer", ["who:nobody", "where:here", "who", "who:self&answer=who:agent"])
def test_an_answer_not_offered_is_refused(system: Caller, answer: str) -> None:
    response = system.get(f"/items/{CODE}?answer={answer}")

    assert response.status_code == 422
    assert code_of(response) == "catalogue.bad_answer"


def test_an_unknown_item_is_not_found(system: Caller) -> None:
    assert code_of(system.get("/items/nothing")) == "catalogue.item_not_found"


@pytest.mark.parametrize("path", ["/items", "/items?q=%00", "/items?q=a&limit=0", "/items/%00"])
def test_what_cannot_be_asked_is_refused(system: Caller, path: str) -> None:
    assert system.get(path).status_code == 422


def test_without_a_key_nothing_is_told() -> None:
    assert Caller().get(f"/items/{CODE}").status_code == 401
