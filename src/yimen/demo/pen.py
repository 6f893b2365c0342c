"""The hand of a demonstration citizen: strokes on the signature pad, as the pad sends them."""

from base64 import b64encode
from io import BytesIO
from typing import Final

_SIZE: Final = (480, 200)
#: 演示, quickly written: points of each stroke on the pad.
_STROKES: Final = (
    ((60, 48), (70, 62)),
    ((46, 82), (58, 92)),
    ((38, 150), (58, 128), (68, 108)),
    ((142, 34), (150, 48)),
    ((96, 74), (102, 58), (196, 54), (188, 72)),
    ((112, 84), (182, 78)),
    ((116, 100), (112, 136)),
    ((116, 100), (182, 94), (176, 132)),
    ((114, 118), (178, 114)),
    ((112, 136), (176, 132)),
    ((147, 80), (145, 134)),
    ((128, 144), (106, 166)),
    ((162, 142), (190, 164)),
    ((276, 58), (372, 50)),
    ((246, 92), (404, 80)),
    ((328, 90), (330, 158), (308, 146)),
    ((288, 112), (264, 140)),
    ((362, 104), (396, 132)),
    ((404, 150), (432, 120), (424, 164), (452, 142)),
)


def drawn_signature() -> str:
    """A signature as a PNG in a data address."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only the walk needs it

    picture = Image.new("L", _SIZE, 255)
    pen = ImageDraw.Draw(picture)
    for stroke in _STROKES:
        pen.line(stroke, fill=0, width=7, joint="curve")
        for x, y in (stroke[0], stroke[-1]):
            pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=0)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return "data:image/png;base64," + b64encode(kept.getvalue()).decode()
