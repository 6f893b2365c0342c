"""What may be shown of personal data."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("张", "*"),
        ("张明", "张*"),
        ("张小明", "张*明"),
        ("欧阳修", "欧阳*"),
        ("欧阳修远", "欧阳**"),
        ("阿依古丽", "阿**丽"),
    ],
)
def test_names_keep_the_surname(name: str, shown: str) -> None:
    assert masking.name(name) == shown


def test_identity_numbers_keep_three_and_four() -> None:
    assert masking.citizen_id("441900199003070016") == "441***********0016"


def test_mobile_numbers_keep_three_and_four() -> None:
    assert masking.mobile("13812341234") == "138****1234"


@pytest.mark.parametrize("text", ["", "1", "1234567"])
def test_what_is_too_short_to_keep_ends_is_hidden_whole(text: str) -> None:
    assert masking.citizen_id(text) == masking.mobile(text) == "*" * len(text)


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (masking.plate, "粤S12323", "粤S***23"),
        (masking.vin, "LSVAU2A34N2183294", "LSV**********3294"),
        (masking.document_number, "E12345678", "E****5678"),
        (masking.foreigners_card, "USA440077010112", "USA********0112"),
        (masking.bank_card, "6222021234561234", "6222****1234"),
        (masking.bank_card, "6222021", "*******"),
        (masking.parcel_number, "RB473124829CN", "RB*******29CN"),
        (masking.organisation, "91441900MA4W2XK122", "91441900MA4W2XK122"),
        (masking.organisation, "92441900MA4W2XK12A", "92441900******K12A"),
        (masking.landline, "076922836669", "0769****6669"),
        (masking.landline, "0201234567", "020***4567"),
        (masking.email, "anna@x.cn", "a***@x.cn"),
        (masking.email, "anna", "****"),
        (masking.address, "东莞市南城街道鸿福路99号", "东莞市南城街道****"),
        (masking.address, "广东省东莞市长安镇德政路1号", "广东省东莞市长安镇****"),
        (masking.address, "东莞市鸿福路99号", "东莞市****"),
        (masking.address, "鸿福路99号", "****"),
        (masking.address, "", ""),
    ],
)
def test_each_kind_keeps_what_tells_it_apart(
    mask: Callable[[str], str], text: str, shown: str
) -> None:
    assert mask(text) == shown


@given(st.text(alphabet="张王李赵欧阳司马明小红", min_size=1, max_size=6))
def test_a_masked_name_is_as_long_and_never_the_name(name: str) -> None:
    assert len(masking.name(name)) == len(name)
    assert masking.name(name) != name
