"""Codes to scan, drawn into the page."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, label: str) -> SafeString:
    """A QR code as inline SVG without style attributes, named by `label` for screen readers."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, border=2, title=label, omitsize=True
    )
    # segno escapes the title; the rest is its own path data
    return mark_safe(drawn.getvalue().decode())  # noqa: S308
