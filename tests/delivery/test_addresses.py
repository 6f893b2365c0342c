"""An address a courier can find."""

import pytest

from tests.delivery.builders import HALL, HOME
from yimen.services.delivery.errors import BadAddress
from yimen.services.delivery.rules.addresses import MaskedAddress, address, from_json


def test_an_address_is_written_in_standard_form() -> None:
    made = address("  张 小明 ", "138 0000 0000", "441900121000", "虎门大道  5 号")

    assert (made.name, made.phone, made.street) == ("张 小明", "13800000000", "虎门大道 5 号")
    assert made.whole == "广东省东莞市虎门镇虎门大道 5 号"


@pytest.mark.parametrize(
    "name", ["张三", "O'Neil Anne-Marie", "阿凡提·买买提", "东莞市公安局（南城）"]
)
def test_real_names_are_taken(name: str) -> None:
    assert address(name, "13800000000", "441900121000", "虎门大道 5 号").name == name


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"name": "张"}, "name"),
        ({"name": "张3"}, "name"),
        ({"name": "张" * 31}, "name"),
        ({"name": "<b>张三</b>"}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"region": "441900"}, "region"),
        ({"street": "5 号"}, "street"),
        ({"street": "长" * 101}, "street"),
        ({"street": "虎门大道\x00 5 号"}, "street"),
    ],
)
def test_each_part_that_is_wrong_is_named_and_not_repeated(
    changed: dict[str, str], part: str
) -> None:
    good = {
        "name": "张三",
        "phone": "13800000000",
        "region": "441900121000",
        "street": "虎门大道 5 号",
    }

    with pytest.raises(BadAddress) as refusal:
        address(**(good | changed))

    assert refusal.value.facts == {"part": part}


def test_lists_show_it_masked() -> None:
    assert HOME.masked == MaskedAddress("张*明", "138****0000", "广东省东莞市虎门镇****")
    assert HALL.masked.phone == "0769****6669"


def test_what_was_sealed_is_read_back() -> None:
    assert from_json(HOME.as_json()) == HOME
