"""The colours as the stylesheets say them, and how well they can be read on each other.

Parsed from `tokens.css` and `themes.css`, so the page and the test speak of what browsers get.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yimen.support

SHEETS: Final = Path(yimen.support.__file__).parent / "static" / "yimen" / "css"

#: WCAG 2.2: 1.4.3 for text, 1.4.11 for the edges of controls; 1.4.6 for high contrast.
TEXT_RATIO: Final = 4.5
EDGE_RATIO: Final = 3.0
HIGH_RATIO: Final = 7.0

#: look → the selectors whose colours lie over each other, last wins
LOOKS: Final[Mapping[str, tuple[str, ...]]] = {
    "light": (),
    "dark": ('[data-theme="dark"]',),
    "light, high contrast": ('[data-contrast="high"]',),
    "dark, high contrast": (
        '[data-theme="dark"]',
        '[data-contrast="high"]',
        '[data-theme="dark"][data-contrast="high"]',
    ),
}

_GROUNDS: Final = ("paper", "ground", "sunk")
_TONES: Final = ("blue", "warm", "good", "wait", "bad")

#: (writing, ground) that pages put on each other
TEXT_PAIRS: Final = (
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in _GROUNDS),
    *((tone, ground) for tone in _TONES for ground in ("paper", "ground", f"{tone}-soft")),
    *((ink, f"{tone}-soft") for ink in ("ink", "ink-2") for tone in _TONES),
    *((f"on-{tone}", tone) for tone in ("blue", "warm", "good", "bad")),
    ("on-blue", "blue-deep"),
    ("on-good", "good-deep"),
    ("on-bad", "bad-deep"),
    ("blue-deep", "blue-soft"),
    ("on-night", "night"),
    ("on-night-2", "night"),
)
EDGE_PAIRS: Final = (("edge", "paper"), ("edge", "ground"), ("focus", "paper"), ("focus", "ground"))

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\s*;")


@dataclass(frozen=True)
class Pair:
    """Writing on a ground, with the contrast between them."""

    front: str
    back: str
    ratio: float
    needed: float

    @property
    def readable(self) -> bool:
        return self.ratio >= self.needed


def contrast(front: str, back: str) -> float:
    """WCAG contrast of two `#rrggbb`, 1 to 21. **Source**: WCAG 2.2, relative luminance."""
    darker, lighter = sorted((_luminance(front), _luminance(back)))
    return (lighter + 0.05) / (darker + 0.05)


@cache
def colours(look: str) -> Mapping[str, str]:
    """Token name → `#rrggbb` in that look."""
    rules = dict(_rules())
    found = dict(rules[":root"])
    for selector in LOOKS[look]:
        found.update(rules[selector])
    return found


def pairs(look: str) -> list[Pair]:
    """Every pair that pages use, in that look."""
    found = colours(look)
    text = HIGH_RATIO if "high" in look else TEXT_RATIO
    wanted = [(*pair, text) for pair in TEXT_PAIRS] + [(*pair, EDGE_RATIO) for pair in EDGE_PAIRS]
    return [
        Pair(front, back, round(contrast(found[front], found[back]), 2), needed)
        for front, back, needed in wanted
    ]


def _rules() -> Iterator[tuple[str, dict[str, str]]]:
    for sheet in ("tokens.css", "themes.css"):
        text = re.sub(r"/\*.*?\*/", "", (SHEETS / sheet).read_text("utf-8"), flags=re.DOTALL)
        for selectors, body in _RULE.findall(text):
            found = dict(_COLOUR.findall(body))
            if found:
                yield selectors.split(",")[0].strip(), found


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
