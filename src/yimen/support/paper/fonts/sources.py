"""Which installed fonts have Chinese outlines that may be embedded, best first.

Official paper is set in a Song face (a serif), so those come before sans faces; the last ones
only lend a rare character to the others.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final


class Weight(StrEnum):
    """Text, or titles and heads."""

    BODY = "body"
    TITLE = "title"


#: A file `body.*` or `title.*` here comes before every installed font.
_SUFFIXES: Final = (".ttf", ".otf", ".ttc")

_BODY: Final = (
    "FZFSK.TTF", "simfang.ttf", "STFANGSO.TTF",
    "NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "NotoSerifSC-Regular.otf",
    "SourceHanSerif-Regular.ttc", "SourceHanSerifSC-Regular.otf", "SourceHanSerifCN-Regular.otf",
    "simsun.ttc", "Songti.ttc", "uming.ttc",
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "msyh.ttc",
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf",
)  # fmt: skip
_TITLE: Final = (
    "FZXBSJW.TTF",
    "NotoSerifCJK-Bold.ttc", "NotoSerifCJKsc-Bold.otf", "NotoSerifSC-Bold.otf",
    "SourceHanSerif-Bold.ttc", "SourceHanSerifSC-Bold.otf", "SourceHanSerifCN-Bold.otf",
    "simhei.ttf", "NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", "NotoSansSC-Bold.otf",
    "SourceHanSansSC-Bold.otf", "SourceHanSansCN-Bold.otf", "msyhbd.ttc",
)  # fmt: skip


def folders() -> tuple[Path, ...]:
    """Where systems keep their fonts."""
    home = Path.home()
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        Path(os.environ.get("WINDIR", "C:\\Windows"), "Fonts"),
    )


def chain(weight: Weight, own: Path, installed: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """The fonts to ask for a glyph, in order; empty where the machine has no Chinese font.

    Args:
        weight: titles fall back to the text's fonts, glyph by glyph.
        own: the folder of this installation's own fonts.
        installed: folders of the system; None for the usual ones.
    """
    known = _found(tuple(folders() if installed is None else installed))
    order = _TITLE + _BODY if weight is Weight.TITLE else _BODY
    chosen = list(_own(own, weight))
    chosen += [known[name.lower()] for name in order if name.lower() in known]
    return tuple(chosen)


def identity(fonts: Sequence[Path]) -> str:
    """Names the very files: what was converted from others must not be mixed in."""
    facts = [(str(font), font.stat().st_size, font.stat().st_mtime_ns) for font in fonts]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _own(folder: Path, weight: Weight) -> Iterator[Path]:
    for suffix in _SUFFIXES:
        font = folder / f"{weight.value}{suffix}"
        if font.is_file():
            yield font


@cache
def _found(roots: tuple[Path, ...]) -> dict[str, Path]:
    """Every font file by its lower-case name; the first folder wins. Read once a process."""
    known: dict[str, Path] = {}
    for root in roots:
        for font in sorted(root.rglob("*")):
            if font.suffix.lower() in _SUFFIXES:
                known.setdefault(font.name.lower(), font)
    return known
