"""Code 128 as a scanner reads it, and as another encoder of the standard writes it."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.barcode import code128 as reference

from yimen.kernel.code128 import widths

PRINTABLE = st.text(string.printable[:95], min_size=1, max_size=30)
CASE_NUMBERS = st.text(string.digits, min_size=21, max_size=23)
_SYMBOLS = {
    "".join(str("ABCD".index(letter.upper()) + 1) for letter in pattern): value
    for value, pattern in reference._patterns.items()
}
_START_B, _START_C, _STOP = 104, 105, 106


def scanned(bars: list[int]) -> str:
    """What a scanner makes of bars and gaps, by the table of another library."""
    drawn = "".join(map(str, bars))
    assert drawn.endswith("2331112")
    symbols = [_SYMBOLS[drawn[at : at + 6]] for at in range(0, len(drawn) - 7, 6)]
    *symbols, check = symbols
    assert check == (symbols[0] + sum(n * each for n, each in enumerate(symbols))) % 103
    in_pairs, text = symbols[0] == _START_C, ""
    for symbol in symbols[1:]:
        if symbol == (100 if in_pairs else 99):
            in_pairs = not in_pairs
        else:
            text += f"{symbol:02d}" if in_pairs else chr(symbol + 32)
    return text


@given(PRINTABLE | CASE_NUMBERS)
def test_a_scanner_reads_what_was_meant(text: str) -> None:
    assert scanned(widths(text)) == text


@pytest.mark.parametrize(
    "text", ["441900202611290000120", "44190020261129000012001", "1234", "12", "SF1234567890"]
)
def test_another_encoder_draws_the_same(text: str) -> None:
    other = reference.Code128(text, quiet=False)
    other.validate()
    symbols = other.encode()

    expected = "".join(pattern for each in symbols for pattern in reference._patterns[each])

    assert widths(text) == ["ABCD".index(letter.upper()) + 1 for letter in expected]


def test_a_barcode_of_a_paper_is_narrow_enough_for_a_label() -> None:
    assert sum(widths("4" * 23)) * 0.3 < 70


@pytest.mark.parametrize("text", ["", "证照", "a\n"])
def test_what_has_no_bars_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no bars"):
        widths(text)
