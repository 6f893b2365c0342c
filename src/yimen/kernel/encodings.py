"""In which encoding a file of lines is: UTF-8, or GBK as older systems write it.

Decoded by the answer and with `ERRORS`, a line that is in neither, or in the other one, keeps its
bytes as lone surrogates: its values can be refused one by one, with where they stand. Not every
such line can be told: an even number of Chinese characters in UTF-8 is GBK too, of others.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

UTF_8: Final = "utf-8-sig"
#: GB 18030 holds all of GBK.
GB_18030: Final = "gb18030"
ERRORS: Final = "surrogateescape"
#: So many lines with other than ASCII characters are enough to tell.
_ENOUGH: Final = 2000
_UNREADABLE: Final = re.compile("[\ud800-\udfff]")


def encoding_of(lines: Iterable[bytes]) -> str:
    """The encoding most lines are in; UTF-8 where all are ASCII.

    A few characters of GBK may pass for UTF-8, whole names hardly ever do: so lines vote.
    """
    telling = islice((line for line in lines if not line.isascii()), _ENOUGH)
    votes = [_is_utf_8(line) for line in telling]
    return UTF_8 if sum(votes) * 2 >= len(votes) else GB_18030


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_readable(text: str) -> bool:
    """Whether every byte of it meant something."""
    return not _UNREADABLE.search(text)


def readable(text: str) -> str:
    """The text with a mark in place of each byte that meant nothing, fit to be shown."""
    return _UNREADABLE.sub("\ufffd", text)
