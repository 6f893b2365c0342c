"""Codes to scan, drawn into the page."""

import io
from typing import Final

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yimen.kernel import code128

#: On paper a module is this wide: narrower bars fail under cheap hand scanners.
_MODULE_MM: Final = 0.3
_HEIGHT_MM: Final = 12


def qr_svg(text: str, *, label: str) -> SafeString:
    """A QR code as inline SVG without style attributes, named by `label` for screen readers."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=2, title=label, omitsize=True
    )
    # segno escapes the title; the rest is its own path data
    return mark_safe(drawn.getvalue().decode())  # noqa: S308


def barcode_svg(text: str) -> SafeString:
    """Code 128 as inline SVG as wide as a scanner wants it; the text itself stands beside it."""
    widths = code128.widths(text)
    path, left = "", code128.QUIET
    for place, width in enumerate(widths):
        if place % 2 == 0:
            path += f"M{left} 0h{width}v1h-{width}z"
        left += width
    whole = left + code128.QUIET
    return format_html(
        '<svg class="barcode" width="{}mm" height="{}mm" viewBox="0 0 {} 1"'
        ' preserveAspectRatio="none" shape-rendering="crispEdges" aria-hidden="true">'
        '<path d="{}"/></svg>',
        round(whole * _MODULE_MM, 1),
        _HEIGHT_MM,
        whole,
        path,
    )
