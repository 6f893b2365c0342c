"""Pictures that are not what they seem, made here: nothing harmful lies in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pillow_heif import register_heif_opener

from tests.support.files.builders import picture

SECRET = b"SECRET-IN-THE-PICTURE"
SCRIPT = b"<?php system($_GET['c']); ?><script>alert(1)</script>"


def zipped(name: str = "run.exe", content: bytes = b"MZ" + b"\x00" * 64) -> bytes:
    """A small archive with one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def with_position() -> bytes:
    """A photograph lying on its side, with where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 1.0, 12.0), 3: "E", 4: (113.0, 45.0, 6.0)})
    return picture(exif=exif, comment=SECRET)


def with_script_behind() -> bytes:
    return picture() + SCRIPT


def with_script_in_a_comment() -> bytes:
    return picture(comment=SCRIPT)


def with_archive_behind() -> bytes:
    """Opens as a picture from its start and as an archive from its end."""
    return picture() + zipped()


def png_with_text() -> bytes:
    chunks = PngInfo()
    chunks.add_text("Comment", SCRIPT.decode(), zip=True)
    chunks.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return picture("PNG", pnginfo=chunks)


def png_with_text_bomb() -> bytes:
    """A comment of 300 MB, packed into 300 kB."""
    body = b"Comment\x00\x00" + zlib.compress(b"A" * 300_000_000, 9)
    whole = picture("PNG")
    return whole[:33] + chunk(b"zTXt", body) + whole[33:]


def png_of(width: int, height: int) -> bytes:
    """A PNG that promises so many pixels in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100_000, 9)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def chunk(name: bytes, body: bytes) -> bytes:
    """One part of a PNG."""
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def animated(form: str) -> bytes:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def with_garbled_profile() -> bytes:
    return picture(icc_profile=b"\x00\x00\x02\x0cnot a profile" + SECRET + b"\xff" * 400)


def heic() -> bytes:
    register_heif_opener()
    return picture("HEIF", quality=60)


def heic_broken() -> bytes:
    whole = bytearray(heic())
    middle = len(whole) // 2
    whole[middle:] = b"\x00" * (len(whole) - middle)
    return bytes(whole)


def avif_named_as_heic() -> bytes:
    return b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" + b"\x00" * 64
