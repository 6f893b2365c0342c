"""Where Chinese text breaks: marks, numbers, names, words too long for a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.support.paper.lines import Line, clean, filled

CLOSING = "、，。；：？！）〕》”"
OPENING = "（〔《“"


def measure(text: str) -> float:
    """Chinese and its marks are 10 wide, Latin letters and figures 5."""
    return sum(5 if character.isascii() else 10 for character in text)


def texts(text: str, width: float, first_indent: float = 0) -> list[str]:
    return [line.text for line in filled(text, measure, width, first_indent)]


def test_a_line_takes_what_fits_and_the_rest_follows() -> None:
    assert filled("一二三四五", measure, 20) == [
        Line("一二", 20, last=False),
        Line("三四", 20, last=False),
        Line("五", 10, last=True),
    ]


def test_a_closing_mark_never_begins_a_line() -> None:
    assert texts("一二三，四", 30) == ["一二", "三，四"]


def test_an_opening_mark_never_ends_a_line() -> None:
    assert texts("一二（三）四", 30) == ["一二", "（三）", "四"]


def test_a_number_or_an_address_is_not_torn_apart() -> None:
    assert texts("编号441900号", 40) == ["编号", "441900号"]


def test_what_is_wider_than_a_line_is_broken_all_the_same() -> None:
    assert texts("a" * 10, 20) == ["aaaa", "aaaa", "aa"]


def test_the_first_line_gives_up_its_indent() -> None:
    assert texts("一二三四", 30, first_indent=20) == ["一", "二三四"]


def test_a_line_feed_begins_a_line_and_ends_a_paragraph() -> None:
    assert filled("一\n二", measure, 30) == [Line("一", 10, last=True), Line("二", 10, last=True)]


def test_a_line_begins_with_no_space() -> None:
    assert texts("aaaa bbbb", 25) == ["aaaa", "bbbb"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert filled("", measure, 30) == [Line("", 0, last=True)]


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("一\u200b二", "一二"),
        ("一\tb", "一 b"),
        ("a\r\nb", "a\nb"),
        ("字\ufe00\U000e0101", "字"),
        ("\x07", ""),
    ],
)
def test_what_has_no_shape_is_left_out(given_: str, kept: str) -> None:
    assert clean(given_) == kept


@given(
    st.lists(st.from_regex(r"[（《]?[一二三abc12]{1,4}[，。）”]? ?", fullmatch=True)).map("".join),
    st.integers(60, 200),
)
def test_nothing_is_lost_and_no_line_is_too_long_or_begins_wrongly(text: str, width: int) -> None:
    lines = filled(text, measure, width)

    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.width == measure(line.text) for line in lines)
    assert max(line.width for line in lines) <= width
    assert [line.text for line in lines[1:] if line.text[:1] in CLOSING] == []
    assert [line.text for line in lines[:-1] if line.text[-1:] in OPENING] == []


@given(st.text(st.sampled_from("一a，。）（"), max_size=60), st.integers(20, 60))
def test_even_a_run_of_marks_fits_its_lines(text: str, width: int) -> None:
    lines = filled(text, measure, width)

    assert "".join(line.text for line in lines) == text
    assert max(line.width for line in lines) <= width
