"""How well a name answers what somebody typed, and which names to look at first.

A text may mean several things: the words themselves, what synonyms stand for, pinyin, initials.
Each meaning is a `Meaning`; a name's score is that of the meaning that fits it best.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from yimen.reference.catalogue.rules import keys
from yimen.reference.catalogue.rules.keys import Sounds


class Why(StrEnum):
    """Why a name was found; shown beside the hit."""

    NAME = "name"
    ALIAS = "alias"
    SYNONYM = "synonym"
    PINYIN = "pinyin"
    INITIALS = "initials"
    SIMILAR = "similar"


@dataclass(frozen=True)
class Meaning:
    """One way to read what was typed."""

    why: Why
    sounds: Sounds
    #: Keys that a perfect hit has all of.
    keys: tuple[int, ...]
    #: Keys to fall back on when a letter is wrong: single syllables.
    loose: tuple[int, ...] = ()


@dataclass(frozen=True)
class Named:
    """What is ranked: a name with its aliases and how often it is asked for."""

    name: str
    aliases: Sequence[str]
    used: int


LONGEST_QUERY: Final = 60
_LONGEST_INITIALS: Final = 12
_INITIALS_AT_LEAST: Final = 2
_GOOD: Final = 0.34


def meanings(text: str, synonyms: Mapping[str, Collection[str]]) -> list[Meaning]:
    """All ways to read a text, the likeliest first; none for a text without letters."""
    typed = keys.sounds(text[:LONGEST_QUERY])
    if not typed.plain:
        return []
    found = [_by_sound(Why.NAME, typed)]
    found += [_by_sound(Why.SYNONYM, keys.sounds(other)) for other in _said(typed.plain, synonyms)]
    if typed.plain.isascii() and typed.plain.isalpha():
        spelled = keys.spelled(typed.plain)
        if spelled:
            found.append(_by_sound(Why.PINYIN, Sounds("", spelled, "")))
        if _INITIALS_AT_LEAST <= len(typed.plain) <= _LONGEST_INITIALS:
            runs = tuple(keys.runs(typed.plain))
            found.append(Meaning(Why.INITIALS, Sounds("", (), typed.plain), runs))
    return found


def _by_sound(why: Why, found: Sounds) -> Meaning:
    singles = tuple(keys.singles(found.syllables))
    paired = tuple(keys.pairs(found.syllables))
    return Meaning(why, found, paired or singles, singles if paired else ())


def _said(plain: str, synonyms: Mapping[str, Collection[str]]) -> list[str]:
    """The text with a word that has synonyms replaced by each of them."""
    words = sorted((word for word in synonyms if word in plain), key=len, reverse=True)
    if plain.isascii():  # `sfz` is a word of its own, not a part of another
        words = [word for word in words if word == plain]
    return [plain.replace(word, other) for word in words[:2] for other in synonyms[word]]


def score(meant: Iterable[Meaning], named: Named) -> tuple[float, Why]:
    """How well a name answers, 0 to about 110, and by which meaning; 0 is "not at all"."""
    best, why = 0.0, Why.SIMILAR
    for meaning in meant:
        for place, text in enumerate((named.name, *named.aliases)):
            points, how = _fit(meaning, _heard(text))
            if place:
                points, how = points * 0.97, Why.ALIAS if how is Why.NAME else how
            if points > best:
                best, why = points, how
    return (best + min(math.log1p(named.used), 9.0), why) if best else (0.0, why)


@lru_cache(maxsize=20_000)
def _heard(text: str) -> Sounds:
    return keys.sounds(text)


def _fit(meaning: Meaning, heard: Sounds) -> tuple[float, Why]:
    if meaning.why is Why.INITIALS:
        return _initials(meaning.sounds.initials, heard.initials), Why.INITIALS
    points = _words(meaning.sounds.plain, heard.plain)
    if meaning.why is Why.SYNONYM:
        points *= 0.94
    spoken = _spoken(meaning.sounds.syllables, heard.syllables)
    if spoken <= points:
        return points, meaning.why if points >= _LIKE else Why.SIMILAR
    return spoken, Why.PINYIN if meaning.why is Why.PINYIN else Why.SIMILAR


_LIKE: Final = 60.0


def _words(typed: str, name: str) -> float:
    """By the characters themselves."""
    if not typed:
        return 0.0
    if typed == name:
        return 100.0
    if typed in name:
        return 78.0 + (6.0 if name.startswith(typed) else 0.0) + 8.0 * len(typed) / len(name)
    shared = _shared(tuple(typed), tuple(name))
    if _in_order(typed, name):
        return 66.0 + 8.0 * shared
    return 60.0 * shared if shared >= _GOOD else 0.0


def _spoken(typed: tuple[str, ...], name: tuple[str, ...]) -> float:
    """By how it sounds: what is written with other characters, or typed as pinyin."""
    if not typed:
        return 0.0
    run = f" {' '.join(typed)} "
    whole = f" {' '.join(name)} "
    if run in whole:
        return 64.0 + (5.0 if whole.startswith(run) else 0.0) + 8.0 * len(typed) / len(name)
    shared = _shared(typed, name)
    return 52.0 * shared if shared >= _GOOD else 0.0


def _initials(typed: str, name: str) -> float:
    place = name.find(typed)
    if place < 0:
        return 0.0
    start = 6.0 if place == 0 else 0.0
    return 58.0 + start + 12.0 * len(typed) / len(name)


def _in_order(typed: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in typed)


def _shared(typed: Sequence[str], name: Sequence[str]) -> float:
    """The share of what was typed that the name has: neighbours count double, singles once."""
    singles = set(name)
    single = sum(each in singles for each in typed) / len(typed)
    if len(typed) == 1:
        return single
    pairs = set(pairwise(name))
    paired = sum(pair in pairs for pair in pairwise(typed)) / (len(typed) - 1)
    return (2 * paired + single) / 3


def rarest(wanted: Iterable[int], counts: Mapping[int, int], *, most: int) -> list[int]:
    """The rare keys among `wanted` that together find at most `most` items, at least one of them.

    A key nobody has is left out: it finds nothing.
    """
    known = sorted((key for key in wanted if counts.get(key)), key=lambda key: counts[key])
    taken: list[int] = []
    total = 0
    for key in known:
        total += counts[key]
        if taken and total > most:
            break
        taken.append(key)
    return taken
