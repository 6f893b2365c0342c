"""What a name can be found by: neighbouring syllables, single syllables, runs of initials.

Characters become syllables without tones, and sounds that southern speakers mix are made one
(zh/z, ch/c, sh/s, n/l at the front, ng/n at the end), so a homophone typed by mistake (公积京)
gives the keys of the right word. Keys are hashed to 32 bits; a rare clash costs a look, never a
hit, because ranking compares the words themselves.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final
from zlib import crc32

from yimen.reference.catalogue.rules.readings import reading, readings

_TOKEN: Final = re.compile(r"[a-z]+|[0-9]+|[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[a-z]+")
_LONGEST_SYLLABLE: Final = 6
_LONGEST_QUERY: Final = 40
_RUN: Final = 3


@dataclass(frozen=True)
class Sounds:
    """A text as search compares it."""

    #: Lower case, half width, without punctuation.
    plain: str
    #: One for each character or foreign word, sounds made alike.
    syllables: tuple[str, ...]
    #: The first letter of each.
    initials: str


def tidy(text: str) -> str:
    """Lower case and half width, as `Sounds.plain` but with blanks kept."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> list[str]:
    """Characters, words in Latin letters and numbers, in order; all else falls away."""
    return _TOKEN.findall(tidy(text))


def sounds(text: str) -> Sounds:
    """How a text reads and sounds."""
    found = tokens(text)
    spoken = [
        _reading(before, each, after) if each > "z" else each
        for before, each, after in zip(["", *found], found, [*found[1:], ""], strict=False)
    ]
    syllables = tuple(alike(part) for part in spoken)
    return Sounds("".join(found), syllables, "".join(part[0] for part in spoken))


@lru_cache(maxsize=65_536)
def _reading(before: str, character: str, after: str) -> str:
    """Three at a time is nearly as good as the whole name.

    Names being made of the same words, it is nearly always remembered.
    """
    before, after = (other if other > "z" else "" for other in (before, after))
    return reading(before, character, after)


@lru_cache(maxsize=4096)
def alike(syllable: str) -> str:
    """One spelling for sounds that are easily mixed up."""
    if not syllable.isalpha() or not syllable.isascii():
        return syllable
    front = syllable[0] + syllable[2:] if syllable[:2] in {"zh", "ch", "sh"} else syllable
    if front[0] == "l" and len(front) > 1:
        front = "n" + front[1:]
    return front[:-1] if front.endswith("ng") else front


def name_keys(texts: Iterable[str]) -> list[int]:
    """All keys of a name and its aliases, each once."""
    found: set[str] = set()
    for text in texts:
        found.update(_keys(sounds(text)))
    return sorted(_hash(key) for key in found)


def _keys(found: Sounds) -> Iterator[str]:
    yield from pair_names(found.syllables)
    yield from (f"1{syllable}" for syllable in found.syllables)
    yield from run_names(found.initials)


def pair_names(syllables: Iterable[str]) -> list[str]:
    """Neighbouring syllables."""
    return [f"2{first} {second}" for first, second in pairwise(syllables)]


def run_names(initials: str) -> list[str]:
    """Three initials in a row; and the first two, so that two letters find beginnings."""
    runs = [
        f"3{initials[start : start + _RUN]}" for start in range(max(len(initials) - _RUN + 1, 0))
    ]
    return [*runs, f"4{initials[:2]}"] if len(initials) > 1 else runs


def pairs(syllables: Iterable[str]) -> list[int]:
    """Keys of neighbouring syllables."""
    return _hashes(pair_names(syllables))


def singles(syllables: Iterable[str]) -> list[int]:
    """Keys of syllables for themselves."""
    return _hashes([f"1{syllable}" for syllable in syllables])


def runs(initials: str) -> list[int]:
    """Keys of a run of initials: of its threes, or of a beginning of two."""
    names = [f"4{initials}"] if len(initials) < _RUN else run_names(initials)[:-1]
    return _hashes(names)


def _hashes(names: Iterable[str]) -> list[int]:
    return [_hash(name) for name in dict.fromkeys(names)]


def _hash(name: str) -> int:
    """32 bits with a sign, as PostgreSQL's integer."""
    found = crc32(name.encode())
    return found - (1 << 32) if found >= 1 << 31 else found


def spelled(word: str) -> tuple[str, ...] | None:
    """A word in Latin letters as syllables (`gongjijin`), None when it is not spelled pinyin."""
    if not _LATIN.fullmatch(word) or len(word) > _LONGEST_QUERY:
        return None
    return _split_syllables(word)


@lru_cache(maxsize=4096)
def _split_syllables(word: str) -> tuple[str, ...] | None:
    """Longest first, stepping back where the rest does not come out even."""
    if not word:
        return ()
    known = _known_syllables()
    for length in range(min(_LONGEST_SYLLABLE, len(word)), 0, -1):
        if word[:length] in known:
            rest = _split_syllables(word[length:])
            if rest is not None:
                return (alike(word[:length]), *rest)
    return None


@cache
def _known_syllables() -> frozenset[str]:
    """All syllables that any common character is read as."""
    common = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    found = {part for part in readings(common) if part.isascii() and part.isalpha()}
    return frozenset(found - {"m", "n", "ng", "hm", "hng"})
