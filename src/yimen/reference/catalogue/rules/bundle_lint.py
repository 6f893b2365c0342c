"""Whether a bundle fits its items: nothing unknown, nothing in a circle, nothing nobody gives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.rules.bundle_plan import Known, every_material
from yimen.reference.catalogue.rules.bundles import Bundle, Part
from yimen.reference.catalogue.rules.content import When

Items = Mapping[str, Known]
_FEWEST: Final = 2
#: A part that promises no days is counted as one.
_LEAST_DAYS: Final = 1


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit. `what` is a stable word; `part` and `about` say where."""

    what: str
    part: str = ""
    about: str = ""


def faults(bundle: Bundle, items: Items) -> list[Fault]:
    """Everything that does not fit. Empty: it can be published and filed.

    Items that are unknown are told first and alone: the rest cannot be judged without them.
    """
    unknown = [
        Fault("item_unknown", part.key, part.item)
        for part in bundle.parts
        if part.item not in items
    ]
    if unknown:
        return unknown
    return [found for rule in _RULES for found in rule(bundle, items)]


def _few(bundle: Bundle, _items: Items) -> Iterator[Fault]:
    if len(bundle.parts) < _FEWEST:
        yield Fault("too_few_parts")


def _offered(bundle: Bundle, items: Items) -> Iterator[Fault]:
    for part in bundle.parts:
        if not items[part.item].offered:
            yield Fault("item_not_offered", part.key, items[part.item].name)


def _conditions(bundle: Bundle, _items: Items) -> Iterator[Fault]:
    conditions: list[tuple[str, When]] = [(part.key, part.when) for part in bundle.parts]
    conditions += [(question.key, question.when) for question in bundle.questions]
    offered = _options(bundle)
    for name, when in conditions:
        for question, options in when.items():
            if not set(options) <= offered.get(question, set()):
                yield Fault("condition_never_met", name, question)


def _options(bundle: Bundle) -> dict[str, set[str]]:
    return {q.key: {option.key for option in q.options} for q in bundle.questions}


def _answers(bundle: Bundle, items: Items) -> Iterator[Fault]:
    own = _options(bundle)
    for part in bundle.parts:
        questions = {
            q.key: {option.key for option in q.options} for q in items[part.item].content.questions
        }
        answered = {each.question for each in part.answers}
        for each in part.answers:
            options = {each.option} if each.option else own.get(each.asks, {""})
            if not options <= questions.get(each.question, set()):
                yield Fault("answer_not_offered", part.key, each.question)
        for question in items[part.item].content.questions:
            if question.key not in answered:
                yield Fault("question_unanswered", part.key, question.text)


def _takes(bundle: Bundle, items: Items) -> Iterator[Fault]:
    for part in bundle.parts:
        asked = {material.key for material in items[part.item].content.materials}
        for each in part.takes:
            if each.material not in asked:
                yield Fault("material_unknown", part.key, each.material)
            giver = bundle.part(each.part)
            results = items[giver.item].content.results if giver else ()
            if each.result not in {result.name for result in results}:
                yield Fault("nobody_gives", part.key, each.result)


def _circle(bundle: Bundle, _items: Items) -> Iterator[Fault]:
    left = {part.key: {each.part for each in part.takes} for part in bundle.parts}
    while free := [key for key, givers in left.items() if not givers & left.keys()]:
        for key in free:
            del left[key]
    for key in left:
        yield Fault("waits_for_itself", key)


def _days(bundle: Bundle, items: Items) -> Iterator[Fault]:
    if any(_circle(bundle, items)):
        return
    longest = max((path(bundle, items, part) for part in bundle.parts), default=0)
    if bundle.days < longest:
        yield Fault("limit_too_short", about=str(longest))


def path(bundle: Bundle, items: Items, part: Part) -> int:
    """Working days from the filing to a part's decision, each part in its promised time.

    The bundle must have no circle.
    """
    givers = [bundle.part(each.part) for each in part.takes]
    before = max((path(bundle, items, each) for each in givers if each is not None), default=0)
    return before + (items[part.item].days or _LEAST_DAYS)


def _same(bundle: Bundle, items: Items) -> Iterator[Fault]:
    known = {(part.key, material.key) for part, material in every_material(bundle, items)}
    for same in bundle.same:
        for place in same.materials:
            if place not in known:
                yield Fault("material_unknown", *place)


def _ways(bundle: Bundle, items: Items) -> Iterator[Fault]:
    """Materials that count as one thing and can come in no common way."""
    said = {place: same.name for same in bundle.same for place in same.materials}
    taken = {(part.key, each.material) for part in bundle.parts for each in part.takes}
    ways: dict[str, set[str]] = {}
    for part, material in every_material(bundle, items):
        place = (part.key, material.key)
        if place not in taken:
            name = said.get(place, material.name)
            ways[name] = ways.get(name, set(material.ways)) & set(material.ways)
    for name, common in ways.items():
        if not common:
            yield Fault("no_common_way", about=name)


def _forms(bundle: Bundle, items: Items) -> Iterator[Fault]:
    """Fields of one name that are of different types."""
    types: dict[str, object] = {}
    for part in bundle.parts:
        properties = items[part.item].content.form.schema.get("properties")
        for name, about in (properties if isinstance(properties, Mapping) else {}).items():
            kind = about.get("type") if isinstance(about, Mapping) else None
            if types.setdefault(name, kind) != kind:
                yield Fault("form_fields_disagree", part.key, name)


_RULES: Final[tuple[Callable[[Bundle, Items], Iterator[Fault]], ...]] = (
    _few,
    _offered,
    _conditions,
    _answers,
    _takes,
    _circle,
    _days,
    _same,
    _ways,
    _forms,
)
