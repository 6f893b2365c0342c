"""What may be shown of personal data."""

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


@given(st.text(alphabet="张王李赵欧阳司马明小红", min_size=1, max_size=6))
def test_a_masked_name_is_as_long_and_never_the_name(name: str) -> None:
    assert len(masking.name(name)) == len(name)
    assert masking.name(name) != name
