"""Regions of addresses."""

import pytest

from yimen.kernel.regions import TOWNS, BadRegion, Region, region


def test_the_city_has_its_thirty_two_towns_and_two_zones() -> None:
    assert len(TOWNS) == 34
    assert TOWNS["441900121000"] == "虎门镇"
    assert all(len(code) == 12 for code in TOWNS)


def test_a_town_is_local_and_named_with_its_city() -> None:
    assert region("441900004000") == Region("441900004000", "广东省东莞市南城街道", local=True)


def test_another_citys_code_says_its_province() -> None:
    assert region(" 440106 ") == Region("440106", "广东省", local=False)
    assert region("110105003000") == Region("110105", "北京市", local=False)


@pytest.mark.parametrize(
    "code",
    ["", "4419", "44190x", "990000", "441900", "441900999000", "441900120000", "44190012100"],
)
def test_what_is_no_region_is_refused(code: str) -> None:
    with pytest.raises(BadRegion):
        region(code)
