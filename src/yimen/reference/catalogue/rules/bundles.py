"""What a bundle (一件事) is made of: items of several departments that are filed once.

Stored with each version as one JSON document, like the content of an item. `read` is the only way
in and refuses what it does not know; whether it fits the items in force says `bundle_lint`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from yimen.reference.catalogue.errors import BadContent
from yimen.reference.catalogue.rules.content import Option, Question, When
from yimen.reference.catalogue.rules.reading import Reader

_MOST_DAYS = 365
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """How a question of a part's item is answered: by `option`, or as the bundle's own `asks`."""

    question: str
    option: str = ""
    asks: str = ""


@dataclass(frozen=True)
class Takes:
    """A material that is the result of another part, and so is not asked of the citizen.

    Args:
        material: its key in this part's item.
        part: whose result it is; where that part is not chosen the citizen brings it.
        result: the result's name in that part's item.
    """

    material: str
    part: str
    result: str


@dataclass(frozen=True)
class Part:
    """One item of a bundle. `when`: only under these answers; empty: always."""

    key: str
    item: str
    when: When = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    takes: tuple[Takes, ...] = ()


@dataclass(frozen=True)
class Same:
    """Materials that are one thing under several names; those of one name are so by themselves."""

    name: str
    #: Part and material, by their keys.
    materials: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bundle:
    """One bundle.

    Args:
        days: working days from the filing to the last result: what the citizen is promised.
        questions: asked once, for all parts.
        titles: of form fields that the parts' items call differently, by property.
    """

    name: str
    days: int
    parts: tuple[Part, ...]
    questions: tuple[Question, ...] = ()
    same: tuple[Same, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    name_en: str = ""
    name_hant: str = ""
    aliases: tuple[str, ...] = ()

    def part(self, key: str) -> Part | None:
        """One of its parts."""
        return next((part for part in self.parts if part.key == key), None)


def read(raw: object) -> Bundle:
    """The bundle in a JSON document.

    Raises:
        BadContent: a part is missing, unknown or of another type; `path` says where.
    """
    top = Reader(raw, "")
    titles = top.part("titles")
    found = Bundle(
        name=top.text("name", longest=60),
        days=top.number("days", None, most=_MOST_DAYS),
        parts=tuple(_part(each) for each in top.each("parts")),
        questions=tuple(_question(each) for each in top.each("questions")),
        same=tuple(_same(each) for each in top.each("same")),
        titles={name: titles.text(name, longest=60) for name in sorted(titles.names())},
        about=top.text("about", ""),
        name_en=top.text("name_en", "", longest=120),
        name_hant=top.text("name_hant", "", longest=60),
        aliases=tuple(top.texts("aliases")),
    )
    top.nothing_else()
    for part, keys in (
        ("parts", [each.key for each in found.parts]),
        ("questions", [each.key for each in found.questions]),
    ):
        if len(keys) != len(set(keys)):
            raise BadContent(path=part, needs="keys used once")
    return found


def _question(raw: Reader) -> Question:
    options = tuple(
        _done(each, Option(each.text("key", longest=40), each.text("text")))
        for each in raw.each("options")
    )
    if len(options) < 2:
        raise raw.refusal("options", "two options or more")
    return _done(raw, Question(raw.text("key", longest=40), raw.text("text"), options, _when(raw)))


def _part(raw: Reader) -> Part:
    return _done(
        raw,
        Part(
            key=raw.text("key", longest=20),
            item=raw.text("item", longest=100),
            when=_when(raw),
            answers=tuple(_answer(each) for each in raw.each("answers")),
            takes=tuple(_takes(each) for each in raw.each("takes")),
        ),
    )


def _answer(raw: Reader) -> Answer:
    found = Answer(
        raw.text("question", longest=40),
        raw.text("option", "", longest=40),
        raw.text("asks", "", longest=40),
    )
    if bool(found.option) == bool(found.asks):
        raise raw.refusal("option", "either option or asks")
    return _done(raw, found)


def _takes(raw: Reader) -> Takes:
    return _done(raw, Takes(raw.text("material", longest=40), raw.text("part"), raw.text("result")))


def _same(raw: Reader) -> Same:
    members = tuple(
        _done(each, (each.text("part"), each.text("material", longest=40)))
        for each in raw.each("materials")
    )
    if len(members) < 2:
        raise raw.refusal("materials", "two materials or more")
    return _done(raw, Same(raw.text("name"), members))


def _when(raw: Reader) -> When:
    conditions = raw.part("when")
    return {key: tuple(conditions.texts(key)) for key in sorted(conditions.names())}


def _done(raw: Reader, found: T) -> T:
    raw.nothing_else()
    return found
