"""A ticket's paper slip as bytes of ESC/POS: Chinese as text (GB18030), or drawn as dots.

Every sentence on it was written by the door that prints; here is only the layout.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from escpos.escpos import Escpos

ENCODING: Final = "gb18030"
_CHINESE_ON: Final = b"\x1c&"
_INITIALISE: Final = b"\x1b@"
_CENTRE: Final = b"\x1ba\x01"
_FEED_AND_CUT: Final = b"\n\n\n\x1dVB\x00"
_QR_DOTS: Final = 6


@dataclass(frozen=True)
class Slip:
    """What stands on the paper, in words. Empty parts are left out.

    Args:
        number: the largest thing on it.
        mark: 优先 or 预约, never the ground for it.
        url: the ticket's own page, as a code to scan.
    """

    centre: str
    place: str
    department: str
    business: str
    number: str
    ahead: str
    wait: str
    rule: str
    taken: str
    url: str
    scan: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the slip. Size 1 is plain text, 2 twice, 4 four times as large."""

    text: str
    size: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Paper:
    """How a printer wants its slips.

    Args:
        width: dots a line; 576 on 80 mm paper, 384 on 58 mm.
        font: a font file; given, the text is drawn as dots, for printers without Chinese.
    """

    width: int = 576
    font: str = ""


def lines(slip: Slip) -> tuple[list[Line], list[Line]]:
    """What stands above the code to scan, and below it."""
    above = [
        Line(slip.centre, bold=True),
        Line(slip.mark, size=2, bold=True),
        Line(slip.number, size=4, bold=True),
        Line(slip.business, size=2),
        Line(slip.department),
        Line(slip.place, bold=True),
        Line(slip.ahead),
        Line(slip.wait),
    ]
    below = [Line(slip.scan), Line(slip.rule), Line(slip.taken), Line(slip.note)]
    return [line for line in above if line.text], [line for line in below if line.text]


def encode(slip: Slip, paper: Paper = Paper()) -> bytes:
    """The slip as ESC/POS, from initialising the printer to cutting the paper."""
    from escpos.printer import Dummy  # noqa: PLC0415 - half a second that only who prints needs

    device = Dummy()
    above, below = lines(slip)
    device._raw(_INITIALISE + _CENTRE)
    _write(device, above, paper)
    if slip.url:
        device.qr(slip.url, native=True, size=_QR_DOTS)
        device._raw(b"\n")
    _write(device, below, paper)
    device._raw(_FEED_AND_CUT)
    return bytes(device.output)


def _write(device: "Escpos", written: list[Line], paper: Paper) -> None:
    if paper.font:
        for line in written:
            device.image(_drawn(line, paper), impl="bitImageRaster")
        return
    device._raw(_CHINESE_ON)
    for line in written:
        device._raw(_style(line) + line.text.encode(ENCODING) + b"\n")
    device._raw(_style(Line("")))


def _style(line: Line) -> bytes:
    """Size of Latin and Chinese alike (GS !), and weight (ESC E)."""
    times = line.size - 1
    return b"\x1d!" + bytes([times << 4 | times]) + b"\x1bE" + bytes([line.bold])


def _drawn(line: Line, paper: Paper) -> Image.Image:
    """One line as black dots, made smaller until it fits the paper."""
    height = 26 * line.size
    font = _font(paper.font, height)
    while font.getlength(line.text) > paper.width and height > 16:
        height -= 2
        font = _font(paper.font, height)
    picture = Image.new("1", (paper.width, round(height * 1.4)), 1)
    start = max(0, (paper.width - font.getlength(line.text)) / 2)
    ImageDraw.Draw(picture).text((start, 0), line.text, font=font, fill=0)
    return picture


@cache
def _font(path: str, height: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, height)
