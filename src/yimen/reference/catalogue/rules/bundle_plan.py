"""A bundle in one situation: its parts, each material once, and the order of results.

As in a guide, what depends on a question still open is listed as depending, never left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yimen.reference.catalogue.rules import guide
from yimen.reference.catalogue.rules.bundles import Bundle, Part, Takes
from yimen.reference.catalogue.rules.content import (
    FROM_AFAR,
    HELD_DOES,
    Content,
    Material,
    Need,
    Question,
    Way,
)
from yimen.reference.catalogue.rules.guide import Answers, Needed

#: From the strongest need to the weakest.
_NEEDS = (Need.REQUIRED, Need.LATER, Need.OPTIONAL)


@dataclass(frozen=True)
class Known:
    """What a bundle's rules look at in an item.

    Args:
        content: of the version.
        offered: it takes applications now.
        days: working days it promises; None where it promises none.
        name: of the item.
        online: it may be applied for from afar.
    """

    content: Content
    offered: bool
    days: int | None
    name: str = ""
    online: bool = False


@dataclass(frozen=True)
class Chosen:
    """A part of this situation.

    Args:
        part: as defined.
        certain: False: whether it is needed depends on an open question.
        answers: to its item's questions.
        takes: the results it waits for: those of parts of this situation.
    """

    part: Part
    certain: bool
    answers: Mapping[str, str]
    takes: tuple[Takes, ...]

    @property
    def givers(self) -> tuple[str, ...]:
        """The parts whose results it waits for."""
        return tuple(sorted({each.part for each in self.takes}))


@dataclass(frozen=True)
class Merged:
    """One material, asked once for every part that needs it.

    Args:
        key: stable over all situations of a version.
        certain: False: it depends on an open question.
        because: the options that switch it on, in words; empty where it is certain.
        members: the parts' own materials, by part.
    """

    key: str
    name: str
    need: Need
    ways: tuple[Way, ...]
    originals: int
    copies: int
    #: What the city holds already may stand in for it in every part.
    may_be_held: bool
    #: What a promise instead of it says; empty where a part wants the proof.
    promise: str
    #: Of one file, the strictest of its members; 0: as the house says.
    max_mb: int
    max_pages: int
    certain: bool
    because: tuple[str, ...]
    material: Material
    members: Mapping[str, str]

    @property
    def comes_from_afar(self) -> bool:
        """It can come without anybody going anywhere."""
        return self.may_be_held or bool(self.promise) or bool(FROM_AFAR & set(self.ways))


@dataclass(frozen=True)
class Plan:
    """A bundle in one situation."""

    questions: tuple[Question, ...]
    #: Questions that arise and have no answer.
    open: tuple[Question, ...]
    parts: tuple[Chosen, ...]
    materials: tuple[Merged, ...]
    #: The one form as a JSON Schema, and hints how to lay its fields out.
    form: Mapping[str, object]
    hints: Mapping[str, object]
    #: What keeps this situation from being filed from afar, by name: items that windows alone take
    #: in, and materials whose paper is wanted.
    at_window: tuple[str, ...]

    def part(self, key: str) -> Chosen | None:
        """One of the parts of this situation."""
        return next((each for each in self.parts if each.part.key == key), None)


def plan(bundle: Bundle, items: Mapping[str, Known], answers: Answers) -> Plan:
    """What a bundle asks and does under some answers.

    Args:
        bundle: which.
        items: every item of it, by code.
        answers: to the bundle's questions.

    Raises:
        BadAnswer: an answer the bundle does not offer.
    """
    asked = guide.asked(Content(questions=bundle.questions), answers)
    known = {question.key for question in asked}
    given = {key: option for key, option in answers.items() if key in known}
    parts = _parts(bundle, given)
    contents = [items[each.part.item].content for each in parts]
    materials = merged(bundle, items, parts)
    return Plan(
        questions=asked,
        open=tuple(question for question in asked if question.key not in given),
        parts=parts,
        materials=materials,
        form=form(bundle, contents),
        hints=hints(contents),
        at_window=_at_window(items, parts, materials),
    )


def _at_window(
    items: Mapping[str, Known], parts: Sequence[Chosen], materials: Sequence[Merged]
) -> tuple[str, ...]:
    """As far as it is certain; what may be left out keeps nothing."""
    known = (items[each.part.item] for each in parts if each.certain)
    paper = (
        each.name
        for each in materials
        if each.certain and each.need is not Need.OPTIONAL and not each.comes_from_afar
    )
    return (*(item.name for item in known if not item.online), *paper)


def _parts(bundle: Bundle, answers: Answers) -> tuple[Chosen, ...]:
    holds = {part.key: guide.applies(part.when, answers) for part in bundle.parts}
    return tuple(
        Chosen(
            part,
            holds[part.key] is True,
            _answers(part, answers),
            tuple(each for each in part.takes if holds.get(each.part) is not False),
        )
        for part in bundle.parts
        if holds[part.key] is not False
    )


def _answers(part: Part, given: Answers) -> dict[str, str]:
    found = {each.question: each.option or given.get(each.asks, "") for each in part.answers}
    return {question: option for question, option in found.items() if option}


def merged(
    bundle: Bundle, items: Mapping[str, Known], parts: Sequence[Chosen]
) -> tuple[Merged, ...]:
    """Each material once, required ones first; results of other parts are left out."""
    names = _names(bundle, items)
    found: dict[str, list[_Member]] = {}
    for chosen in parts:
        taken = {each.material for each in chosen.takes}
        content = items[chosen.part.item].content
        for need in guide.materials(content, _offered(content, chosen.answers)):
            if need.material.key not in taken:
                key, _name = names[chosen.part.key, need.material.key]
                found.setdefault(key, []).append(_member(bundle, chosen, need))
    words = dict(names.values())
    rows = [_one(key, words[key], members) for key, members in found.items()]
    return tuple(sorted(rows, key=lambda row: list(Need).index(row.need)))


@dataclass(frozen=True)
class _Member:
    """One part's own material, and what it depends on."""

    part: str
    material: Material
    because: tuple[str, ...]


def _member(bundle: Bundle, chosen: Chosen, need: Needed) -> _Member:
    because: tuple[str, ...] = ()
    if not chosen.certain:
        words = {(q.key, option.key): option.text for q in bundle.questions for option in q.options}
        because = tuple(
            words.get((question, option), option)
            for question, options in chosen.part.when.items()
            for option in options
        )
    if not need.certain:
        because += need.because
    return _Member(chosen.part.key, need.material, because)


def _offered(content: Content, answers: Mapping[str, str]) -> dict[str, str]:
    """Without answers the item does not know: lint tells of those, a page shows the rest."""
    options = {q.key: {option.key for option in q.options} for q in content.questions}
    return {key: option for key, option in answers.items() if option in options.get(key, ())}


def _names(bundle: Bundle, items: Mapping[str, Known]) -> dict[tuple[str, str], tuple[str, str]]:
    """Key and name of the one thing that each material of each part is."""
    said = {member: same.name for same in bundle.same for member in same.materials}
    keys: dict[str, str] = {}
    found = {}
    for part, material in every_material(bundle, items):
        place = (part.key, material.key)
        name = said.get(place, material.name)
        keys.setdefault(name, f"{part.key}-{material.key}")
        found[place] = (keys[name], name)
    return found


def every_material(bundle: Bundle, items: Mapping[str, Known]) -> Iterator[tuple[Part, Material]]:
    """Every material of every part in every situation."""
    for part in bundle.parts:
        for material in items[part.item].content.materials:
            yield part, material


def _strictest(limits: Iterable[int]) -> int:
    return min((limit for limit in limits if limit), default=0)


def _one(key: str, name: str, members: Sequence[_Member]) -> Merged:
    materials = [member.material for member in members]
    ways = [way for way in materials[0].ways if all(way in each.ways for each in materials)]
    certain = any(not member.because for member in members)
    promises = [each.promise for each in materials]
    return Merged(
        key=key,
        name=name,
        need=min((each.need for each in materials), key=_NEEDS.index),
        ways=tuple(ways),
        originals=max(each.originals for each in materials),
        copies=sum(each.copies for each in materials),
        may_be_held=all(HELD_DOES & set(each.ways) for each in materials),
        promise="；".join(dict.fromkeys(promises)) if all(promises) else "",
        max_mb=_strictest(each.max_mb for each in materials),
        max_pages=_strictest(each.max_pages for each in materials),
        certain=certain,
        because=() if certain else members[0].because,
        material=materials[0],
        members={member.part: member.material.key for member in members},
    )


def form(bundle: Bundle, contents: Sequence[Content]) -> dict[str, object]:
    """The one form: each property once, under the title the bundle gives it."""
    properties: dict[str, object] = {}
    required: list[str] = []
    for content in contents:
        for name, about in _properties(content).items():
            properties.setdefault(name, about)
        needs = content.form.schema.get("required")
        if isinstance(needs, list):
            required += [name for name in needs if name not in required]
    titled = {
        name: {**about, "title": bundle.titles[name]} if name in bundle.titles else about
        for name, about in properties.items()
        if isinstance(about, Mapping)
    }
    return {"type": "object", "properties": titled, "required": required}


def hints(contents: Sequence[Content]) -> dict[str, object]:
    """How the one form's fields are laid out: in the order in which the parts' forms ask them."""
    found: dict[str, object] = {}
    order: list[str] = []
    for content in contents:
        ui = content.form.ui
        asked = ui.get("order")
        names = asked if isinstance(asked, list) else list(_properties(content))
        order += [name for name in names if name not in order]
        found = {name: hint for name, hint in ui.items() if isinstance(hint, Mapping)} | found
    return {**found, "order": order}


def _properties(content: Content) -> Mapping[str, object]:
    found = content.form.schema.get("properties")
    return found if isinstance(found, Mapping) else {}


def part_of_form(content: Content, answers: Mapping[str, object]) -> dict[str, object]:
    """Of the one form's answers those that a part's own form asks."""
    return {name: answers[name] for name in _properties(content) if name in answers}
