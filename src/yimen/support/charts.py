"""Charts drawn on the server: a Vega-Lite specification becomes SVG or PNG, in the product's look.

No script runs in the page and no style attribute is written, so the content policy stays closed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

Spec = Mapping[str, Any]

FONT: Final = "PingFang SC, HarmonyOS Sans SC, Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei"
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True)
class Theme:
    """Colours of a chart, as `tokens.css` has them."""

    ink: str
    hint: str
    line: str
    blue: str
    warm: str
    #: From little to much.
    heat: tuple[str, str]


LIGHT: Final = Theme("#16202c", "#5d6977", "#e1e7ee", "#1553c7", "#b84a12", ("#e8f0fe", "#1553c7"))
DARK: Final = Theme("#f2f6fb", "#b7c4d4", "#22334b", "#5b9bff", "#ff9a57", ("#12284a", "#ffc25c"))


def svg(spec: Spec, theme: Theme = LIGHT, *, size: float = 12) -> SafeString:
    """The chart as inline SVG. Kept, so that the same data is drawn once."""
    return _svg(_whole(spec, theme, size))


def png(spec: Spec, theme: Theme = LIGHT, *, size: float = 12, scale: float = 2) -> bytes:
    """The chart as a picture, for paper."""
    # takes a third of a second and a script engine: only for processes that draw
    import vl_convert  # noqa: PLC0415

    return vl_convert.vegalite_to_png(_whole(spec, theme, size), scale=scale)


@lru_cache(maxsize=256)
def _svg(spec: str) -> SafeString:
    import vl_convert  # noqa: PLC0415 - as above

    # Vega escapes the words it draws; the rest is its own path data
    return mark_safe(vl_convert.vegalite_to_svg(spec))  # noqa: S308


def _whole(spec: Spec, theme: Theme, size: float) -> str:
    axis = {
        "domainColor": theme.line,
        "tickColor": theme.line,
        "gridColor": theme.line,
        "labelColor": theme.hint,
        "titleColor": theme.hint,
        "labelFontSize": size,
        "titleFontSize": size,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "ticks": False,
    }
    config = {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "legend": {"labelColor": theme.hint, "labelFontSize": size, "title": None},
        "locale": {"number": {"decimal": ".", "thousands": ",", "grouping": [3]}},
    }
    known = {
        "$schema": _SCHEMA,
        "padding": 2,
        **spec,
        "config": {**config, **spec.get("config", {})},
    }
    return json.dumps(known, ensure_ascii=False, sort_keys=True, default=str)
