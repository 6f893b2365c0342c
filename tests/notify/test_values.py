"""What may stand in a message: nobody's number, however it is written."""

from datetime import date

import pytest

from yimen.services.notify.errors import PersonalDataRefused
from yimen.services.notify.rules import values

WORDS = [
    "食品经营许可",
    "机动车驾驶证期满换证（C1）",
    "依据GB/T 36901-2018的备案",
    "2 楼 B 区 P01 窗口",
]
NUMBERS = [
    "441900199003070016",
    "11010519491231002X",
    "11010519491231002x",
    "4419 0019 9003 0700 16",
    "441900-19900307-0016",
    "４４１９００１９９００３０７００１６",
    "张三441900199003070016的申请",
    "440105490101001",
    "13800138000",
    "138 0013 8000",
    "6222021234567891234",
    "E12345678",
    "EA1234567",
    "CHN110000000001",
    "1.2.156.3005.2.11430000006122244LW011",
]


@pytest.mark.parametrize("text", WORDS)
def test_titles_and_places_may_be_said(text: str) -> None:
    values.check({"item": text, "place": text})


@pytest.mark.parametrize("text", NUMBERS)
@pytest.mark.parametrize("name", ["item", "place", "carrier", "procedure"])
def test_numbers_of_people_and_papers_are_refused_in_free_text(name: str, text: str) -> None:
    with pytest.raises(PersonalDataRefused) as refusal:
        values.check({name: f"关于{text}"})

    assert refusal.value.facts == {"value": name}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("case_no", "441900202001170001230", "张三的办件"),
        ("ticket", "YA012", "13800138000"),
        ("code", "4829", "441900199003070016"),
        ("due", date(2020, 2, 7), "2020-02-07"),
        ("ahead", 3, "三"),
        ("ahead", 0, -1),
        ("ahead", 1, True),
        ("amount", 2000, 20.5),
        ("parcel", "RB473124829CN", "441900199003070016"),
        ("parcel", "SF1234567890123", "13800138000"),
        ("parcel", "753123456789012", "RB473124820CN"),
        ("item", "a", " "),
    ],
)
def test_each_value_is_of_its_kind(name: str, good: values.Value, bad: values.Value) -> None:
    values.check({name: good})

    with pytest.raises(PersonalDataRefused):
        values.check({name: bad})


@pytest.mark.parametrize(
    ("name", "value", "language", "words"),
    [
        ("due", date(2020, 2, 7), "zh-hans", "2020年2月7日"),
        ("due", date(2020, 2, 7), "en", "2020-02-07"),
        ("amount", 123_450, "zh-hans", "¥1,234.50"),
        ("item", "一" * 24, "zh-hans", "一" * 24),
        ("item", "一" * 25, "zh-hans", "一" * 23 + "…"),
        ("place", "一" * 21, "zh-hans", "一" * 19 + "…"),
        ("ahead", 3, "zh-hans", "3"),
    ],
)
def test_values_are_written_as_people_write_them(
    name: str, value: values.Value, language: str, words: str
) -> None:
    assert values.in_words(name, value, language) == words
