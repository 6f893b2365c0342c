"""The slip's bytes: Chinese text a printer reads, a code to scan, a cut at the end."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.devices.builders import SLIP
from yimen.devices.slips import Paper, encode

CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def test_text_stands_on_the_paper_in_gb18030_in_reading_order() -> None:
    printed = encode(SLIP)

    wanted = [
        "东莞市民服务中心",
        "优先",
        "A012",
        "公安户政",
        "公安局",
        "2 楼 B 区",
        "前面还有 3 位",
    ]
    places = [printed.index(text.encode("gb18030")) for text in wanted]
    assert places == sorted(places)


def test_the_printer_is_told_that_chinese_follows_before_any_chinese() -> None:
    printed = encode(SLIP)

    assert printed.index(b"\x1c&") < printed.index("东莞".encode("gb18030"))


def test_the_number_is_four_times_as_large() -> None:
    assert b"\x1d!\x33\x1bE\x01A012\n" in encode(SLIP)


def test_the_code_to_scan_is_the_printers_own_and_holds_the_address() -> None:
    printed = encode(SLIP)

    assert b"\x1d(k" in printed
    assert printed.index(b"1P0" + SLIP.url.encode()) > printed.index(b"A012")


def test_the_paper_is_cut_last() -> None:
    assert encode(SLIP).endswith(b"\x1dVB\x00")


def test_empty_parts_leave_no_line() -> None:
    shorter = encode(replace(SLIP, mark="", wait=""))

    assert "优先".encode("gb18030") not in shorter
    assert "分钟".encode("gb18030") not in shorter


def test_traditional_chinese_and_english_can_be_printed() -> None:
    printed = encode(replace(SLIP, business="公安戶政", place="Level 2, Area B"))

    assert "公安戶政".encode("gb18030") in printed
    assert b"Level 2, Area B" in printed


@pytest.mark.skipif(not CJK.exists(), reason="no Noto CJK font on this machine")
def test_a_printer_without_chinese_gets_dots_instead_of_text() -> None:
    printed = encode(SLIP, Paper(width=384, font=str(CJK)))

    # GS v 0: raster of 384 / 8 = 48 bytes a line
    assert b"\x1dv0\x00\x30\x00" in printed
    assert "东莞".encode("gb18030") not in printed
    assert b"\x1d(k" in printed
