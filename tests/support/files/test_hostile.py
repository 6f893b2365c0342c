"""The hostile set: every file a stranger might try is refused by a sentence, or made harmless."""

import gzip
import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import String

from tests.support.files import hostile_pdfs as pdfs
from tests.support.files import hostile_pictures as pictures
from tests.support.files.builders import picture, send
from tests.support.files.hostile_pdfs import acts, pdf
from tests.support.files.hostile_pictures import zipped
from yimen.channels.doorway.phrases import sentence
from yimen.support.files import queries
from yimen.support.files.errors import FilesError
from yimen.support.files.models import StoredFile

pytestmark = pytest.mark.django_db

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
NOISE = bytes(range(256)) * 16
Builder = Callable[[], bytes]


def bomb() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    return zipped("a.txt", b"\x00" * 100_000_000)


def office(part: str) -> bytes:
    """A document of Office with one part."""
    return zipped("[Content_Types].xml", b"<Types/>") + zipped(part)


#: What is sent, under which name, and words of the sentence that answers.
REFUSED: dict[str, tuple[bytes | Builder, str, str]] = {
    "a program of Windows": (b"MZ\x90\x00" + b"\x00" * 200, "身份证.jpg", "程序不能上传"),
    "a program of Linux": (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "photo.png", "程序不能上传"),
    "a program of Android or Java": (
        lambda: zipped("META-INF/MANIFEST.MF"),
        "a.pdf",
        "程序不能上传",
    ),
    "a shortcut that starts a program": (
        b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 80,
        "材料.pdf",
        "程序不能上传",
    ),
    "a batch file": (b"@echo off\r\nformat c:\r\n", "证明.jpg", "脚本不能上传"),
    "a batch file that hides in blanks": (b"\r\n\r\n  REM x\r\ndel *", "a.jpg", "脚本不能上传"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "photo.jpg", "脚本不能上传"),
    "a PowerShell script": (b"powershell -enc AAAA", "a.jpg", "脚本不能上传"),
    "PostScript": (b"%!PS-Adobe-3.0\n(x) run\n", "a.pdf", "脚本不能上传"),
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "a.jpg", "网页文件不能上传"),
    "a web page in UTF-16": (
        "\ufeff<html><script>alert(1)</script>".encode("utf-16-le"),
        "a.png",
        "网页文件不能上传",
    ),
    "a web page behind blanks": (b" \n\n <ScRiPt>alert(1)</sCrIpT>", "a.pdf", "网页文件"),
    "a page of PHP": (b"<?php system('id'); ?>", "a.jpg", "网页文件不能上传"),
    "a drawing with script (SVG)": (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "a.png",
        "这种格式的图片",
    ),
    "an archive": (zipped, "a.pdf", "压缩包不能上传"),
    "an archive that unpacks to a hundred megabytes": (bomb, "a.jpg", "压缩包不能上传"),
    "an archive packed by gzip": (lambda: gzip.compress(b"\x00" * 9999), "a.png", "压缩包"),
    "an archive of RAR": (b"Rar!\x1a\x07\x01\x00" + NOISE[:99], "a.png", "压缩包"),
    "a document of Office": (lambda: office("word/document.xml"), "a.docx", "Office 文档不能"),
    "a document of Office with macros": (
        lambda: office("word/vbaProject.bin"),
        "a.pdf",
        "带宏的 Office 文档不能上传",
    ),
    "an old table of Excel": (OLE, "a.xls", "Office 文档不能上传"),
    "an old table of Excel with macros": (
        OLE + "_VBA_PROJECT".encode("utf-16-le"),
        "a.jpg",
        "带宏的 Office 文档",
    ),
    "rich text": (b"{\\rtf1\\object\\objdata 01}", "a.pdf", "Office 文档不能上传"),
    "a document of OFD": (lambda: zipped("OFD.xml"), "发票.ofd", "OFD 文件不能上传"),
    "a GIF": (lambda: picture("GIF"), "a.jpg", "这种格式的图片"),
    "an animated GIF": (lambda: pictures.animated("GIF"), "a.gif", "这种格式的图片"),
    "a GIF that is an archive too": (lambda: picture("GIF") + zipped(), "a.gif", "这种格式的图片"),
    "a TIFF": (lambda: picture("TIFF"), "a.tif", "这种格式的图片"),
    "a BMP": (lambda: picture("BMP"), "a.bmp", "这种格式的图片"),
    "a WebP": (lambda: picture("WEBP"), "a.webp", "这种格式的图片"),
    "an AVIF": (pictures.avif_named_as_heic, "a.heic", "这种格式的图片"),
    "a film": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "a.mp4", "音频或视频"),
    "a song": (b"ID3\x04\x00" + b"\x00" * 80, "a.mp3", "音频或视频不能上传"),
    "a text": ("申请书\n本人……".encode(), "申请书.txt", "文本文件不能上传"),
    "a text in GBK": ("申请书\n本人……".encode("gbk"), "申请书.txt", "文本文件不能上传"),
    "noise": (b"\x00\x01\x02" + NOISE, "a.jpg", "这种文件不能上传"),
    "nothing": (b"", "a.jpg", "空的"),
    "a picture of 50,000 by 50,000": (
        lambda: pictures.png_of(50_000, 50_000),
        "a.png",
        "最多 50 百万像素",
    ),
    "a picture that promises more than it has": (
        lambda: pictures.png_of(2_000, 2_000),
        "a.png",
        "没有传完或已损坏",
    ),
    "a comment that unpacks to 300 MB": (pictures.png_with_text_bomb, "a.png", "已损坏"),
    "half a photograph": (lambda: picture(size=(800, 600))[:3000], "a.jpg", "没有传完"),
    "half a PNG": (lambda: picture("PNG", (800, 600))[:1400], "a.png", "没有传完"),
    "a broken HEIC": (pictures.heic_broken, "a.heic", "已损坏"),
    "a script when opened": (lambda: pdf(pdfs.script_when_opened), "a.pdf", "可以运行的程序"),
    "a script among names": (lambda: pdf(pdfs.script_in_names), "a.pdf", "可以运行的程序"),
    "a script on a page": (lambda: pdf(pdfs.script_on_a_page), "a.pdf", "可以运行的程序"),
    "a script behind a jump": (lambda: pdf(pdfs.script_behind_a_link), "a.pdf", "可以运行的程序"),
    "a script with a disguised name": (pdfs.obfuscated, "a.pdf", "可以运行的程序"),
    "a script in a packed part": (pdfs.hidden_in_a_packed_part, "a.pdf", "可以运行的程序"),
    "a drawing by PostScript": (lambda: pdf(pdfs.drawn_by_postscript), "a.pdf", "可以运行的程序"),
    "a PDF that starts a program": (
        lambda: pdf(pdfs.launch_when_opened),
        "a.pdf",
        "启动程序或连接外部",
    ),
    **{
        f"a PDF with the action {kind}": (
            lambda kind=kind: pdf(acts(kind, F=String("\\\\evil.example\\a"))),  # type: ignore[misc]
            "a.pdf",
            "启动程序或连接外部",
        )
        for kind in ("Launch", "SubmitForm", "ImportData", "GoToR", "GoToE")
    },
    "a PDF whose content is elsewhere": (
        lambda: pdf(pdfs.content_elsewhere),
        "a.pdf",
        "启动程序或连接外部",
    ),
    "a PDF with a program inside": (lambda: pdf(pdfs.with_attachment), "a.pdf", "夹带着别的文件"),
    "a PDF with a pinned file": (lambda: pdf(pdfs.with_pinned_file), "a.pdf", "夹带着别的文件"),
    "a form made by a program (XFA)": (lambda: pdf(pdfs.dynamic_form), "a.pdf", "动态表单"),
    "a PDF with a film": (lambda: pdf(pdfs.with_film), "a.pdf", "音频、视频或三维"),
    "a PDF that plays a sound": (lambda: pdf(acts("Sound")), "a.pdf", "音频、视频或三维"),
    "a PDF behind a password": (lambda: pdfs.locked(to_open=True), "a.pdf", "设了密码"),
    "a PDF of 5,000 pages": (lambda: pdf(pages=5000), "a.pdf", "最多 200 页"),
    "a PDF that says it has a billion pages": (pdfs.promising_pages, "a.pdf", "最多 200 页"),
    "a PDF whose pages hold themselves": (pdfs.pages_in_a_ring, "a.pdf", "已损坏"),
    "a PDF without pages": (lambda: pdf(pages=0), "a.pdf", "已损坏"),
    "a third of a PDF": (pdfs.cut_off, "a.pdf", "没有传完"),
    "a PDF nested fifty thousand deep": (pdfs.nested_deeply, "a.pdf", "已损坏"),
    "a PDF that unpacks to half a gigabyte": (
        lambda: pdf(pdfs.unpacking_without_end),
        "a.pdf",
        "太复杂",
    ),
    "a PDF packed twice over": (pdfs.packed_twice, "a.pdf", "太复杂"),
    "a PDF with a picture of 50,000 by 50,000": (
        lambda: pdf(pdfs.vast_picture),
        "a.pdf",
        "最多 200 百万像素",
    ),
    "a web page that is a PDF too": (pdfs.behind_a_web_page, "a.pdf", "网页文件不能上传"),
}

#: What is sent, and what must not be found in what is kept of it.
HARMLESS: dict[str, tuple[Builder, bytes]] = {
    "a photograph with its position": (pictures.with_position, b"Exif"),
    "a photograph with a comment": (pictures.with_position, pictures.SECRET),
    "a photograph with PHP behind it": (pictures.with_script_behind, b"<?php"),
    "a photograph with script in a comment": (pictures.with_script_in_a_comment, b"<script"),
    "a photograph that is an archive too": (pictures.with_archive_behind, b"PK\x03\x04"),
    "a photograph with a garbled profile": (pictures.with_garbled_profile, pictures.SECRET),
    "a PNG with script in its text": (pictures.png_with_text, b"Comment"),
    "a PNG with secrets in its text": (pictures.png_with_text, pictures.SECRET),
    "an animated PNG": (lambda: pictures.animated("PNG"), b"fdAT"),
    "a HEIC": (pictures.heic, b"ftyp"),
    "a PDF that is an archive too": (pdfs.with_archive_behind, b"PK\x03\x04"),
    "a PDF with a web page between its objects": (pdfs.with_web_page_between, b"<script"),
    "a PDF with a web link": (lambda: pdf(pdfs.with_links), b"tracker.example"),
    "a PDF with its author": (lambda: pdf(pdfs.with_links), b"SECRET-AUTHOR"),
    "a PDF that is damaged and can be mended": (pdfs.without_table, b"99999999"),
    "a PDF locked against printing": (lambda: pdfs.locked(to_open=False), b"/Encrypt"),
    "a PDF with a signature": (lambda: pdf(pdfs.signed), b"SECRET-SEAL"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_by_a_sentence(case: str) -> None:
    made, name, words = REFUSED[case]

    with pytest.raises(FilesError) as refusal:
        send(made if isinstance(made, bytes) else made(), name)

    assert words in sentence(refusal.value)
    assert not StoredFile.objects.exclude(kept="").exists()


@pytest.mark.parametrize("case", HARMLESS)
def test_it_is_made_harmless(case: str) -> None:
    made, unwanted = HARMLESS[case]
    original = made()

    sent = send(original, "材料.bin")

    kept = b"".join(queries.content(sent.id))
    assert unwanted in original or case.startswith(("a PDF with", "a PNG"))
    assert unwanted not in as_readable(kept)
    assert sent.is_usable


def as_readable(kept: bytes) -> bytes:
    """A PDF with everything unpacked, so that nothing hides from a search; a picture as it is."""
    if not kept.startswith(b"%PDF"):
        return kept
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(kept)) as document:
        document.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return kept + out.getvalue()


def test_the_set_has_more_than_twenty_five_kinds() -> None:
    assert len(REFUSED) + len(HARMLESS) > 25
