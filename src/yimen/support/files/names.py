"""A file's name as people see it. It never decides where a file lies nor what it is."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 120
_NAMELESS: Final = "文件"
_ENDING: Final = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
#: Control, format (bidirectional marks among them), surrogates, private use, unassigned.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_OLD_ENDING: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def shown(name: str) -> str:
    """`name` without path, unseen characters and what systems stumble over; never empty."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(" " if c.isspace() else c for c in last if _is_seen(c))
    tidy = _FORBIDDEN.sub("_", " ".join(seen.split())).strip(". ")
    if _DEVICES.match(tidy):
        tidy = f"_{tidy}"
    stem, dot, ending = tidy.rpartition(".")
    if dot and len(ending) <= 8:
        tidy = f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return tidy[:LONGEST].strip() or _NAMELESS


def renamed(name: str, media_type: str) -> str:
    """The shown name with the ending of what is kept: photo.heic becomes photo.jpg."""
    ending = _ENDING[media_type]
    stem = _OLD_ENDING.sub("", shown(name)) or _NAMELESS
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in _UNSEEN
