"""The glyphs of one face: in memory, on disk beside the fonts, or converted now.

The disk keeps what was ever converted, in one SQLite file for each set of fonts; a process that
starts reads from there. Where the folder cannot be written to, memory alone must do.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from yimen.support.paper.fonts import outlines, sources
from yimen.support.paper.fonts.outlines import Glyph

_log = logging.getLogger(__name__)

#: Printed for a character that no font has, as type-setters have long done; else a plain box.
GETA: Final = "〓"
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS glyph"
    " (character TEXT PRIMARY KEY, advance INTEGER NOT NULL, data BLOB) WITHOUT ROWID"
)
_ASKED_AT_ONCE: Final = 500
#: Converted with the first text, so that no short line later opens the font again.
_ALWAYS: Final = frozenset(
    [chr(code) for code in range(0x20, 0x7F)]
    + list("　、。《》〈〉“”‘’（）〔〕【】：；，？！…—·×％〇一二三四五六七八九十百千万年月日时分")
    + [GETA]
)


class Glyphs:
    """Glyphs by character. One object a face and process; safe to use from many threads."""

    def __init__(self, fonts: Sequence[Path], folder: Path) -> None:
        self._fonts = fonts
        self._file = folder / f"{sources.identity(fonts)}.glyphs"
        self._known: dict[str, Glyph | None] = {}
        self._lock = threading.Lock()

    def provide(self, characters: Iterable[str]) -> Mapping[str, Glyph | None]:
        """What is known, these characters included; None stands where no font has one."""
        wanted = _ALWAYS.union(characters)
        if wanted - self._known.keys():
            with self._lock:
                self._learn(wanted - self._known.keys())
        return self._known

    def of(self, character: str) -> Glyph:
        """What is printed for a character; the stand-in where there is none."""
        known = self._known.get(character) or self.provide(character)[character]
        return known or self._known[GETA] or Glyph(outlines.UNITS, b"")

    def missing(self, characters: Iterable[str]) -> set[str]:
        """Those that no font of this face has."""
        asked = set(characters)
        known = self.provide(asked)
        return {character for character in asked if known[character] is None}

    def _learn(self, wanted: Set[str]) -> None:
        with self._kept() as disk:
            found = _stored(disk, wanted)
            unknown = wanted - found.keys()
            fresh = outlines.read(unknown, self._fonts) if unknown else {}
            self._known |= found | fresh
            rows = [
                (character, glyph.advance if glyph else 0, glyph.data if glyph else None)
                for character, glyph in fresh.items()
            ]
            disk.executemany("INSERT OR IGNORE INTO glyph VALUES (?, ?, ?)", rows)

    @contextmanager
    def _kept(self) -> Iterator[sqlite3.Connection]:
        """The file on disk in a transaction; an empty one in memory where that fails."""
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            disk = sqlite3.connect(self._file, timeout=10)
            disk.execute(_TABLE)
        except (OSError, sqlite3.Error):
            _log.warning("glyphs are kept in memory only: %s cannot be written", self._file)
            disk = sqlite3.connect(":memory:")
            disk.execute(_TABLE)
        with closing(disk), disk:
            yield disk


def _stored(disk: sqlite3.Connection, wanted: Set[str]) -> dict[str, Glyph | None]:
    found: dict[str, Glyph | None] = {}
    asked = sorted(wanted)
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        some = asked[start : start + _ASKED_AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = disk.execute(f"SELECT * FROM glyph WHERE character IN ({marks})", some)  # noqa: S608 - question marks only
        for character, advance, data in rows:
            found[character] = None if data is None else Glyph(advance, data)
    return found
