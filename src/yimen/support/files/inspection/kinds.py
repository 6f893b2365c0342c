"""What a file is, by its first bytes. Its name and what the browser calls it are not asked."""

import re
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is taken."""

    JPEG = "jpeg"
    PNG = "png"
    HEIF = "heif"
    PDF = "pdf"


class Found(StrEnum):
    """What is not taken, as far as a sentence can name it."""

    PROGRAM = "program"
    SCRIPT = "script"
    MACRO = "macro"
    OFFICE = "office"
    OFD = "ofd"
    ARCHIVE = "archive"
    PICTURE = "picture"
    WEB_PAGE = "web_page"
    MEDIA = "media"
    TEXT = "text"
    UNKNOWN = "unknown"


_HEIF_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
)
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})

_STARTS: Final[tuple[tuple[bytes, Kind | Found], ...]] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"MZ", Found.PROGRAM),
    (b"\x7fELF", Found.PROGRAM),
    (b"\xca\xfe\xba\xbe", Found.PROGRAM),  # Java class, Mach-O for several machines
    (b"\xcf\xfa\xed\xfe", Found.PROGRAM),  # Mach-O
    (b"\xce\xfa\xed\xfe", Found.PROGRAM),
    (b"dex\n", Found.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Found.PROGRAM),  # a Windows shortcut starts programs
    (b"#!", Found.SCRIPT),
    (b"PK\x03\x04", Found.ARCHIVE),
    (b"PK\x05\x06", Found.ARCHIVE),
    (b"Rar!\x1a\x07", Found.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Found.ARCHIVE),
    (b"\x1f\x8b", Found.ARCHIVE),
    (b"BZh", Found.ARCHIVE),
    (b"\xfd7zXZ\x00", Found.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Found.ARCHIVE),
    (b"MSCF", Found.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Found.OFFICE),  # OLE: doc, xls, ppt, msg
    (b"{\\rtf", Found.OFFICE),
    (b"%!PS", Found.SCRIPT),  # PostScript is a programming language
    (b"\xc5\xd0\xd3\xc6", Found.SCRIPT),
    (b"GIF87a", Found.PICTURE),
    (b"GIF89a", Found.PICTURE),
    (b"II*\x00", Found.PICTURE),  # TIFF
    (b"MM\x00*", Found.PICTURE),
    (b"II+\x00", Found.PICTURE),
    (b"BM", Found.PICTURE),
    (b"8BPS", Found.PICTURE),
    (b"\x00\x00\x01\x00", Found.PICTURE),
    (b"\x00\x00\x00\x0cjP  ", Found.PICTURE),  # JPEG 2000
    (b"\xff\x0a", Found.PICTURE),  # JPEG XL
    (b"\x00\x00\x00\x0cJXL ", Found.PICTURE),
    (b"ID3", Found.MEDIA),
    (b"OggS", Found.MEDIA),
    (b"fLaC", Found.MEDIA),
    (b"\x1a\x45\xdf\xa3", Found.MEDIA),  # Matroska, WebM
    (b"FLV", Found.MEDIA),
    (b"CWS", Found.PROGRAM),  # Flash
    (b"FWS", Found.PROGRAM),
)
_SVG: Final = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_MARKUP: Final = re.compile(
    rb"\s*(<!doctype|<html|<head|<body|<script|<iframe|<\?xml|<\?php|<!--|<[a-z]+[\s>/])",
    re.IGNORECASE,
)
_COMMANDS: Final = re.compile(
    rb"\s*(@?echo\s|@?rem\s|@?setlocal|@?cmd\b|powershell|\$\w+\s*=|function\s|var\s|import\s|"
    rb"on error resume|dim\s|set-executionpolicy)",
    re.IGNORECASE,
)
#: Readers accept a PDF that begins this late; printers and mail programs put lines before it.
_PDF_WITHIN: Final = 1024


def kind_of(content: bytes) -> Kind | Found:
    """What `content` is. A PDF behind something else with a start of its own is that something."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return _in_container(content) if kind in {Found.ARCHIVE, Found.OFFICE} else kind
    if content[4:8] == b"ftyp":
        return _of_brands(content)
    if content.startswith(b"RIFF"):
        return Found.PICTURE if content[8:12] == b"WEBP" else Found.MEDIA
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")[2:]
    return _of_text(head)


def _of_text(head: bytes) -> Kind | Found:
    if _MARKUP.match(head):
        return Found.PICTURE if _SVG.search(head) else Found.WEB_PAGE
    if _COMMANDS.match(head):
        return Found.SCRIPT
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Kind.PDF
    return Found.TEXT if _is_text(head) else Found.UNKNOWN


def _of_brands(content: bytes) -> Kind | Found:
    length = int.from_bytes(content[:4])
    brands = content[8 : min(max(length, 16), 256)]
    found = {brands[at : at + 4] for at in range(0, len(brands), 4) if at != 4}
    if found & _AVIF_BRANDS and not found & (_HEIF_BRANDS - {b"mif1", b"msf1"}):
        return Found.PICTURE
    return Kind.HEIF if found & _HEIF_BRANDS else Found.MEDIA


def _in_container(content: bytes) -> Found:
    """ZIP and OLE by the names inside; nothing is unpacked, so there is no bomb to go off."""
    if content.startswith(b"PK"):
        if b"vbaProject.bin" in content:
            return Found.MACRO
        if b"[Content_Types].xml" in content[:4096] or b"mimetypeapplication/vnd.oa" in content:
            return Found.OFFICE
        if b"OFD.xml" in content:
            return Found.OFD
        return Found.PROGRAM if b"META-INF/MANIFEST.MF" in content else Found.ARCHIVE
    if content.startswith((b"\xd0\xcf", b"{\\rtf")):
        is_macro = b"_VBA_PROJECT" in content or "_VBA_PROJECT".encode("utf-16-le") in content
        return Found.MACRO if is_macro else Found.OFFICE
    return Found.ARCHIVE


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: len(head) - 8 if len(head) == 4096 else None].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
