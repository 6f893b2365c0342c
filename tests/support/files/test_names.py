"""Names are for people: nothing in them reaches a path, a header or another line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.support.files.names import LONGEST, renamed, shown


@pytest.mark.parametrize(
    ("given_name", "seen"),
    [
        ("身份证正面.jpg", "身份证正面.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\cmd.exe", "cmd.exe"),
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("/", "文件"),
        ("..", "文件"),
        ("", "文件"),
        ("\x00", "文件"),
        ("a\x00b.jpg", "ab.jpg"),
        ("a\r\nSet-Cookie: x=1.jpg", "a Set-Cookie_ x=1.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\u2066\u200e\ufeff材料\u200b.pdf", "材料.pdf"),
        ("\ud800.pdf", "pdf"),
        ('<script>"x".jpg', "_script__x_.jpg"),
        ("con.jpg", "_con.jpg"),
        ("NUL", "_NUL"),
        (" .hidden. ", "hidden"),
        ("a   b\u3000c.pdf", "a b c.pdf"),
        ("e\u0301tat.pdf", "état.pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(given_name: str, seen: str) -> None:
    assert shown(given_name) == seen


def test_a_long_name_keeps_its_ending() -> None:
    seen = shown("长" * 500 + ".pdf")

    assert len(seen) == LONGEST
    assert seen.endswith("长.pdf")


@pytest.mark.parametrize(
    ("given_name", "media_type", "seen"),
    [
        ("IMG_0001.HEIC", "image/jpeg", "IMG_0001.jpg"),
        ("shell.php", "image/jpeg", "shell.jpg"),
        ("shell.php.png", "image/png", "shell.php.png"),
        ("2020.1.17", "application/pdf", "2020.1.17.pdf"),
        ("证明", "application/pdf", "证明.pdf"),
        (".jpg", "image/jpeg", "jpg.jpg"),
        ("x" * 300 + ".jpeg", "image/jpeg", "x" * (LONGEST - 5) + ".jpg"),
    ],
)
def test_the_ending_is_that_of_what_is_kept(given_name: str, media_type: str, seen: str) -> None:
    assert renamed(given_name, media_type) == seen


@given(st.text(max_size=400))
def test_whatever_the_name_it_fits_and_is_one_plain_line(name: str) -> None:
    for seen in (shown(name), renamed(name, "image/jpeg")):
        assert 0 < len(seen) <= LONGEST
        assert seen == shown(seen)
        assert seen.isprintable()
        assert not set(seen) & set('/\\<>:"|?*')
