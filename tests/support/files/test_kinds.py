"""What a file is, by its first bytes: always an answer, and never by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.support.files.inspection.kinds import Found, Kind, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", Kind.HEIF),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", Kind.HEIF),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", Found.PICTURE),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\xef\xbb\xbf%PDF-1.4", Kind.PDF),
        (b"\r\n\r\n%PDF-1.4", Kind.PDF),
        (b"x" * 1000 + b"%PDF-1.4", Kind.PDF),
        (b"x" * 1100 + b"%PDF-1.4", Found.TEXT),
        (b"MZ" + b"%PDF-1.4", Found.PROGRAM),
        (b"PK\x03\x04" + b"%PDF-1.4", Found.ARCHIVE),
        (b"\xff\xd8", Found.UNKNOWN),
        (b"RIFF\x00\x00\x00\x00WAVE", Found.MEDIA),
    ],
)
def test_the_kind_is_told_by_the_first_bytes(content: bytes, kind: Kind | Found) -> None:
    assert kind_of(content) is kind


@given(st.binary(max_size=600))
def test_any_bytes_have_a_kind(content: bytes) -> None:
    assert isinstance(kind_of(content), Kind | Found)


@given(st.text(max_size=300))
def test_no_text_is_taken_for_a_picture(text: str) -> None:
    assert kind_of(text.encode()) not in {Kind.JPEG, Kind.PNG, Kind.HEIF}
