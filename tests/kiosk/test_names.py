"""Names in the reader's language, and departments without their city."""

from dataclasses import dataclass

import pytest
from django.utils import translation

from yimen.channels.doorway.names import named, place, without_city
from yimen.reference.centres.queries import AreaView


@dataclass(frozen=True)
class Thing:
    name: str
    name_en: str = ""
    name_hant: str = ""


@pytest.mark.parametrize(
    ("language", "expected"), [("zh-hans", "户政"), ("zh-hant", "戶政"), ("en", "Households")]
)
def test_a_name_is_in_the_readers_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert named(Thing("户政", "Households", "戶政")) == expected


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_a_name_nobody_translated_stays_chinese(language: str) -> None:
    with translation.override(language):
        assert named(Thing("户政")) == "户政"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["东莞市公安局", "东莞市民政局"], ["公安局", "民政局"]),
        (["东莞市公安局", "广州市民政局"], ["东莞市公安局", "广州市民政局"]),
        (["Police", "Tax"], ["Police", "Tax"]),
        (["东莞市公安局"], ["东莞市公安局"]),
        (["东莞市", "东莞市民政局"], ["东莞市", "民政局"]),
        ([], []),
    ],
)
def test_what_all_departments_share_is_left_out(names: list[str], expected: list[str]) -> None:
    assert without_city(names) == expected


def test_a_place_is_its_floor_and_its_letter() -> None:
    with translation.override("zh-hans"):
        assert place(AreaView(1, "B", "公安", "", "", 2, "二楼")) == "2 楼 B 区"


def test_an_unknown_place_is_not_said() -> None:
    assert place(None) == ""
