"""A picture decoded whole and drawn anew: what is kept holds pixels and nothing else.

Whatever was hidden in the file (EXIF, position, comments, archives behind its end, scripts in its
chunks) is gone because nothing of the file is kept.
"""

import io
from typing import TYPE_CHECKING, Final

from yimen.support.files.errors import TooManyPixels
from yimen.support.files.inspection.kinds import Kind
from yimen.support.files.inspection.verdict import Kept
from yimen.support.files.limits import MEGA, Limits

if TYPE_CHECKING:
    from PIL import Image

#: A page of A4 at 350 dpi: enough to read the smallest print, and to print it again.
LONGEST_SIDE: Final = 4096
#: At most so many colours are a drawing, a stamp or a scan in black and white: kept without loss.
_FEW_COLOURS: Final = 256
_QUALITY: Final = 88
_FORMATS: Final = {Kind.JPEG: ["JPEG", "MPO"], Kind.PNG: ["PNG"], Kind.HEIF: ["HEIF"]}


def redrawn(content: bytes, kind: Kind, limits: Limits) -> Kept:
    """The first picture of the file, upright, at most 4096 pixels a side, in sRGB.

    Raises:
        TooManyPixels: decoding it would fill the memory; said before anything is decoded.
        Exception: whatever the decoder says about a damaged file.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - heavy, and only in the inspector

    Image.MAX_IMAGE_PIXELS = None  # our own limit is exact
    if kind is Kind.HEIF:
        from pillow_heif import register_heif_opener  # noqa: PLC0415

        register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    with Image.open(io.BytesIO(content), formats=_FORMATS[kind]) as image:
        if image.width * image.height > limits.max_pixels:
            raise TooManyPixels(limit_megapixels=limits.max_pixels // MEGA)
        image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: halves while decoding
        image.load()
        drawn = ImageOps.exif_transpose(_in_srgb(_smaller(image)))
    drawn.info.clear()
    if drawn.mode == "RGBA" and drawn.getextrema()[-1] == (255, 255):
        drawn = drawn.convert("RGB")  # a photograph that could be transparent, and is not
    is_drawing = kind is Kind.PNG and drawn.convert("RGB").getcolors(_FEW_COLOURS) is not None
    if drawn.mode == "RGBA" or is_drawing:
        kept = _written(drawn, "PNG", "image/png")
        if len(kept.content) <= limits.max_bytes:
            return kept
        drawn = _on_white(drawn)
    return _written(drawn, "JPEG", "image/jpeg")


def _smaller(image: "Image.Image") -> "Image.Image":
    """In one of L, RGB, RGBA, and small enough. Sixteen bits become eight."""
    if image.mode in {"I;16", "I;16B", "I;16L", "I"}:
        image = image.point(lambda value: value / 256).convert("L")
    elif image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    elif image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return image


def _in_srgb(image: "Image.Image") -> "Image.Image":
    """Phones photograph in wider colours; without their profile those would look dull."""
    from PIL import ImageCms  # noqa: PLC0415

    profile = image.info.get("icc_profile")
    wanted = "RGB" if image.mode == "CMYK" else image.mode
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, found, srgb, outputMode=wanted)
        except (ImageCms.PyCMSError, OSError, ValueError):
            turned = None  # a profile nobody can read says nothing
        if turned is not None:
            turned.info["exif"] = image.info.get("exif", b"")
            return turned
    return image if image.mode == wanted else image.convert(wanted)


def _on_white(image: "Image.Image") -> "Image.Image":
    from PIL import Image  # noqa: PLC0415

    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    return ground.convert("RGB")


def _written(image: "Image.Image", form: str, media_type: str) -> Kept:
    out = io.BytesIO()
    image.save(out, form, optimize=True, quality=_QUALITY)
    return Kept(out.getvalue(), media_type, pages=1)
