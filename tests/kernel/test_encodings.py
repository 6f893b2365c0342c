"""UTF-8 or GBK, told from the lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.kernel.encodings import ERRORS, GB_18030, UTF_8, encoding_of, is_readable, readable

NAMES = ["市民服务中心", "居住证办理", "公积金提取", "不动产转移登记"]


def lines(encoding: str, *names: str) -> list[bytes]:
    return [f"code,{name}\n".encode(encoding) for name in names]


@pytest.mark.parametrize(
    ("found", "encoding"),
    [
        ([], UTF_8),
        ([b"code,name\n", b"1,abc\n"], UTF_8),
        (lines("utf-8", *NAMES), UTF_8),
        (lines("utf-8-sig", *NAMES), UTF_8),
        (lines("gbk", *NAMES), GB_18030),
        ([b"code,name\n", *lines("gbk", *NAMES)], GB_18030),
        # These bytes of GBK are UTF-8 as well, of other letters: the other lines outvote them.
        ([*lines("gbk", *NAMES), "路".encode("gbk")], GB_18030),
        ([*lines("utf-8", *NAMES), *lines("gbk", "护照")], UTF_8),
        ([*lines("gbk", *NAMES), *lines("utf-8", "护照")], GB_18030),
    ],
)
def test_most_lines_tell_the_encoding(found: list[bytes], encoding: str) -> None:
    assert encoding_of(found) == encoding


def test_a_line_of_another_encoding_is_seen_and_can_be_shown() -> None:
    mixed = b"".join([*lines("utf-8", *NAMES), *lines("gbk", "护照")])

    last = mixed.decode(UTF_8, ERRORS).splitlines()[-1]

    assert not is_readable(last)
    assert readable(last).encode("utf-8")
    assert "\ufffd" in readable(last)


@given(st.binary())
def test_any_bytes_are_decoded_and_shown(raw: bytes) -> None:
    text = raw.decode(encoding_of(raw.splitlines(keepends=True)), ERRORS)

    assert is_readable(readable(text))
    assert (readable(text) == text) == is_readable(text)
