"""What is drawn anew looks like what came: upright, in the right colours, large enough to read."""

import io
from typing import Any

import pytest
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from tests.support.files import hostile_pictures
from tests.support.files.builders import picture
from yimen.support.files.errors import TooManyPixels
from yimen.support.files.inspection.child import look_at
from yimen.support.files.inspection.pictures import LONGEST_SIDE
from yimen.support.files.inspection.verdict import Kept
from yimen.support.files.limits import Limits


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def drawn(content: bytes, limits: Limits | None = None) -> tuple[Kept, Image.Image]:
    kept = look_at(content, limits or Limits())
    return kept, Image.open(io.BytesIO(kept.content))


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, green, blue = image.convert("RGB").getpixel(at)  # type: ignore[misc]
    return red > 200 and green < 60 and blue < 60


#: How a camera that was turned stores the picture, by the value it writes into EXIF.
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
def test_a_photograph_is_turned_upright(orientation: int) -> None:
    """Red is on the left and the picture lies broad, however the camera was held."""
    seen = Image.open(io.BytesIO(picture(size=(64, 48))))
    turn = TURNS[orientation]
    stored = seen if turn is None else seen.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation

    _, upright = drawn(saved(stored, "JPEG", exif=exif))

    assert upright.size == (64, 48)
    assert is_red(upright, (8, 24))
    assert not is_red(upright, (56, 24))
    assert "exif" not in upright.info


def test_a_heic_of_a_phone_becomes_an_upright_jpeg() -> None:
    register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.open(io.BytesIO(picture(size=(640, 480)))).transpose(Image.Transpose.ROTATE_90)

    kept, upright = drawn(saved(lying, "HEIF", exif=exif.tobytes(), quality=90))

    assert (kept.media_type, upright.size) == ("image/jpeg", (640, 480))
    assert is_red(upright, (80, 240))


@pytest.mark.parametrize(
    ("size", "becomes"),
    [((6000, 3000), (LONGEST_SIDE, 2048)), ((4096, 10), (4096, 10)), ((1, 1), (1, 1))],
)
def test_a_picture_is_at_most_4096_pixels_long(
    size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    _, smaller = drawn(saved(Image.new("RGB", size, "red"), "JPEG"))

    assert smaller.size == becomes


def test_colours_of_another_profile_are_brought_to_srgb() -> None:
    """The profile is sRGB with red and blue changed over, so that a look tells."""
    swapped = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    content = saved(Image.new("RGB", (32, 32), "blue"), "PNG", icc_profile=bytes(swapped))

    _, shown = drawn(content)

    assert is_red(shown, (16, 16))
    assert "icc_profile" not in shown.info


def test_a_transparent_signature_stays_transparent() -> None:
    ink = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    ink.paste((0, 0, 120, 255), (5, 5, 35, 8))

    kept, shown = drawn(saved(ink, "PNG"))

    assert (kept.media_type, shown.mode) == ("image/png", "RGBA")
    assert shown.getpixel((0, 0)) == (0, 0, 0, 0)


def test_what_is_transparent_in_name_only_becomes_a_photograph() -> None:
    noisy = Image.effect_noise((300, 300), 90).convert("RGB")
    colours = Image.merge(
        "RGB",
        [noisy.getchannel(0), noisy.getchannel(0).rotate(90), noisy.getchannel(0).rotate(180)],
    )

    kept, shown = drawn(saved(colours.convert("RGBA"), "PNG"))

    assert (kept.media_type, shown.mode) == ("image/jpeg", "RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "I;16"])
def test_a_drawing_stays_without_loss(mode: str) -> None:
    """Every form in which programs save a scan in black and white."""
    plain = Image.new("L", (40, 40), 255)
    plain.paste(0, (10, 10, 30, 30))
    if mode == "I;16":
        image = Image.new("I;16", (40, 40), 65535)
        image.paste(0, (10, 10, 30, 30))
    else:
        image = plain.convert(mode)

    kept, shown = drawn(saved(image, "PNG"))

    grey = shown.convert("L")
    assert kept.media_type == "image/png"
    assert (grey.getpixel((20, 20)), grey.getpixel((5, 5))) == (0, 255)


def test_a_picture_for_print_is_brought_to_screen_colours() -> None:
    _, shown = drawn(saved(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG"))

    assert shown.mode == "RGB"
    assert is_red(shown, (16, 16))


def test_a_transparent_picture_too_large_without_loss_is_kept_on_white() -> None:
    """Grey with transparency grows when it is kept in colour."""
    noise = Image.effect_noise((200, 200), 90)
    faint = Image.merge("LA", [noise, noise.rotate(90)])
    faint.paste((0, 0), (0, 0, 60, 60))
    content = saved(faint, "PNG")

    roomy, _ = drawn(content, Limits(max_bytes=len(content) * 4))
    tight, shown = drawn(content, Limits(max_bytes=len(content)))

    assert (roomy.media_type, tight.media_type) == ("image/png", "image/jpeg")
    assert shown.getpixel((20, 20)) == (255, 255, 255)


def test_the_limit_of_pixels_is_exact_and_asked_before_anything_is_decoded() -> None:
    limits = Limits(max_pixels=64 * 48)

    drawn(picture(size=(64, 48)), limits)
    with pytest.raises(TooManyPixels):
        drawn(picture(size=(64, 49)), limits)
    with pytest.raises(TooManyPixels):
        drawn(hostile_pictures.png_of(2**31 - 1, 2**31 - 1))
