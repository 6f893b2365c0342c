"""Code 128: which bars and gaps stand for a text. Nothing about how they are drawn.

Source: ISO/IEC 15417:2007. Digits go by pairs (set C) where four or more follow each other, all
else by set B.
"""

from typing import Final

#: Modules that stay light on each side. Source: ISO/IEC 15417:2007, 4.2.5.
QUIET: Final = 10
_START_B, _START_C, _STOP = 104, 105, 106
_TO_C, _TO_B = 99, 100
_CHECK: Final = 103
#: Pairs are worth a change of set from here on.
_RUN: Final = 4
#: Widths of bars and gaps in turn, by the value of a symbol; every one begins with a bar.
_TABLE: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112 "
)
_PATTERNS: Final = _TABLE.split()


def widths(text: str) -> list[int]:
    """Bars and gaps in turn, in modules, from the first bar to the last; quiet zones left out.

    Raises:
        ValueError: nothing, or what is no printable ASCII.
    """
    if not text or not all(" " <= character <= "~" for character in text):
        raise ValueError(f"no bars for {text!r}")
    symbols = _symbols(text)
    check = symbols[0] + sum(place * symbol for place, symbol in enumerate(symbols))
    return [
        int(width) for symbol in (*symbols, check % _CHECK, _STOP) for width in _PATTERNS[symbol]
    ]


def _symbols(text: str) -> list[int]:
    """The text in the values of its sets, from the start on."""
    found: list[int] = []
    in_pairs, place = False, 0
    while place < len(text):
        pairs = _digits_at(text, place) // 2
        wanted = 2 * pairs >= _RUN or 2 * pairs == len(text)
        if not found:
            found.append(_START_C if wanted else _START_B)
        elif wanted is not in_pairs:
            found.append(_TO_C if wanted else _TO_B)
        in_pairs = wanted
        if wanted:
            found += [int(text[at : at + 2]) for at in range(place, place + 2 * pairs, 2)]
            place += 2 * pairs
        else:
            found.append(ord(text[place]) - ord(" "))
            place += 1
    return found


def _digits_at(text: str, place: int) -> int:
    end = place
    while end < len(text) and text[end].isdecimal():
        end += 1
    return end - place
