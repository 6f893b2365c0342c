"""What an item asks and gives: questions, materials, form, fees, steps, results, FAQ.

Stored with each version as one JSON document, so that a version is one row that can be frozen,
compared and carried elsewhere. `read` is the only way in and refuses what it does not know.

`when` switches a thing on: {question: [options]}; every question named must be answered by one of
its options. An empty `when` is always on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from yimen.reference.catalogue.errors import BadContent
from yimen.reference.catalogue.rules.reading import Reader

When = Mapping[str, tuple[str, ...]]
T = TypeVar("T")


class Way(StrEnum):
    """How a material comes to the case."""

    BRING = "bring"
    UPLOAD = "upload"
    SCAN = "scan"
    SIGN = "sign"
    HELD = "held"  # the city has it already: nothing to submit (免提交)


#: What the city holds already stands in for these: it is better than an upload or a scan. Where
#: only the paper itself will do, it does not.
#: Source: 国办函〔2016〕108号 (levels A and B need not be handed in again).
HELD_DOES: Final = frozenset({Way.HELD, Way.UPLOAD, Way.SCAN})
#: Ways in which a material can come without anybody going anywhere.
FROM_AFAR: Final = HELD_DOES - {Way.SCAN} | {Way.SIGN}


class Need(StrEnum):
    """Whether a case may begin without it."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    LATER = "later"  # tolerant acceptance (容缺后补)


class Trust(StrEnum):
    """Material trust levels. Source: 国办函〔2016〕108号."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class MaterialSource(StrEnum):
    """Who makes it."""

    APPLICANT = "applicant"
    GOVERNMENT = "government"
    INTERMEDIARY = "intermediary"
    OTHER = "other"


class StepRole(StrEnum):
    """Who does a step."""

    CLERK = "clerk"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    RESULT_CLERK = "result_clerk"


@dataclass(frozen=True)
class Option:
    key: str
    text: str


@dataclass(frozen=True)
class Question:
    """Asked before anything else; its options are the situations (情形)."""

    key: str
    text: str
    options: tuple[Option, ...]
    when: When = field(default_factory=dict)


#: What a material may say at most of its files; the house's own numbers hold besides.
MOST_MB: Final = 100
MOST_PAGES: Final = 2000


@dataclass(frozen=True)
class Material:
    """One thing the case needs."""

    key: str
    name: str
    ways: tuple[Way, ...] = (Way.BRING,)
    need: Need = Need.REQUIRED
    originals: int = 1
    copies: int = 0
    trust: Trust = Trust.C
    source: MaterialSource = MaterialSource.APPLICANT
    #: What makes it acceptable (受理标准).
    accept: str = ""
    #: Names of the blank form (空白表) and of the filled sample (样表); empty: it is no form.
    blank: str = ""
    sample: str = ""
    note: str = ""
    #: What may be promised instead of proved (告知承诺), as the applicant says it; empty: nothing.
    promise: str = ""
    #: How much one file of it may be; 0: as much as the house takes.
    max_mb: int = 0
    max_pages: int = 0
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class Fee:
    """One line of the bill, in fen. `highest_fen` is larger where the amount depends."""

    name: str
    fen: int
    highest_fen: int
    per: str = ""
    basis: str = ""
    reducible: bool = False
    note: str = ""
    when: When = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One step of handling. Steps of one `group` go on at the same time; empty: alone."""

    name: str
    role: StepRole
    days: int = 0
    department: str = ""
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Result:
    """What the citizen gets."""

    name: str
    kind: str = ""
    sample: str = ""
    #: Ways to hand it over: "window", "post", "electronic", "terminal".
    delivery: tuple[str, ...] = ()


@dataclass(frozen=True)
class Faq:
    question: str
    answer: str


@dataclass(frozen=True)
class Form:
    """The application form: a JSON Schema of the answers, and hints how to lay it out."""

    schema: Mapping[str, object] = field(default_factory=dict)
    ui: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """Everything of a version beside its national fields."""

    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    fees: tuple[Fee, ...] = ()
    steps: tuple[Step, ...] = ()
    results: tuple[Result, ...] = ()
    faqs: tuple[Faq, ...] = ()
    form: Form = Form()


PARTS = ("questions", "materials", "fees", "steps", "results", "faqs", "form")


def read(raw: object) -> Content:
    """The content in a JSON document; parts left out are empty.

    Raises:
        BadContent: a part is missing, unknown or of another type; `path` says where.
    """
    top = Reader(raw, "")
    found = Content(
        questions=tuple(_question(each) for each in top.each("questions")),
        materials=tuple(_material(each) for each in top.each("materials")),
        fees=tuple(_fee(each) for each in top.each("fees")),
        steps=tuple(_step(each) for each in top.each("steps")),
        results=tuple(_result(each) for each in top.each("results")),
        faqs=tuple(_faq(each) for each in top.each("faqs")),
        form=_form(top.part("form")),
    )
    top.nothing_else()
    _keys_once(found)
    return found


def to_json(found: Content) -> dict[str, object]:
    """The document of a content: what `read` reads back to the same."""
    raw = asdict(found)
    document: dict[str, object] = {}
    for name in PARTS:
        part = raw[name]
        if name == "form":
            document[name] = {key: entry for key, entry in part.items() if entry}
        else:
            document[name] = [_lists(each) for each in part]
    return document


def _lists(part: object) -> object:
    """Tuples as lists, recursively; enums as their text; empty conditions left out."""
    if isinstance(part, Mapping):
        return {key: _lists(each) for key, each in part.items() if key != "when" or each}
    if isinstance(part, list | tuple):
        return [_lists(each) for each in part]
    return part.value if isinstance(part, StrEnum) else part


def _question(raw: Reader) -> Question:
    options = tuple(
        _done(each, Option(each.text("key", longest=40), each.text("text")))
        for each in raw.each("options")
    )
    if len(options) < 2:
        raise raw.refusal("options", "two options or more")
    return _done(raw, Question(raw.text("key", longest=40), raw.text("text"), options, _when(raw)))


def _material(raw: Reader) -> Material:
    ways = tuple(Way(way) for way in raw.texts("ways", known=[way.value for way in Way]))
    return _done(
        raw,
        Material(
            key=raw.text("key", longest=40),
            name=raw.text("name"),
            ways=ways or (Way.BRING,),
            need=Need(raw.choice("need", Need, Need.REQUIRED)),
            originals=raw.number("originals", 1, most=1000),
            copies=raw.number("copies", 0, most=1000),
            trust=Trust(raw.choice("trust", Trust, Trust.C)),
            source=MaterialSource(raw.choice("source", MaterialSource, MaterialSource.APPLICANT)),
            accept=raw.text("accept", ""),
            blank=raw.text("blank", ""),
            sample=raw.text("sample", ""),
            note=raw.text("note", ""),
            promise=raw.text("promise", ""),
            max_mb=raw.number("max_mb", 0, most=MOST_MB),
            max_pages=raw.number("max_pages", 0, most=MOST_PAGES),
            when=_when(raw),
        ),
    )


def _fee(raw: Reader) -> Fee:
    fen = raw.number("fen", None, most=10**11)
    highest = raw.number("highest_fen", fen, most=10**11)
    if highest < fen:
        raise raw.refusal("highest_fen", f">= {fen}")
    return _done(
        raw,
        Fee(
            name=raw.text("name"),
            fen=fen,
            highest_fen=highest,
            per=raw.text("per", ""),
            basis=raw.text("basis", ""),
            reducible=raw.flag("reducible"),
            note=raw.text("note", ""),
            when=_when(raw),
        ),
    )


def _step(raw: Reader) -> Step:
    return _done(
        raw,
        Step(
            name=raw.text("name"),
            role=StepRole(raw.choice("role", StepRole, None)),
            days=raw.number("days", 0, most=3650),
            department=raw.text("department", ""),
            group=raw.text("group", ""),
            note=raw.text("note", ""),
        ),
    )


def _result(raw: Reader) -> Result:
    known = ["window", "post", "electronic", "terminal"]
    return _done(
        raw,
        Result(
            name=raw.text("name"),
            kind=raw.text("kind", ""),
            sample=raw.text("sample", ""),
            delivery=tuple(raw.texts("delivery", known=known)),
        ),
    )


def _faq(raw: Reader) -> Faq:
    return _done(raw, Faq(raw.text("question"), raw.text("answer")))


def _form(raw: Reader) -> Form:
    return _done(raw, Form(raw.document("schema"), raw.document("ui")))


def _when(raw: Reader) -> When:
    conditions = raw.part("when")
    return {key: tuple(conditions.texts(key)) for key in sorted(conditions.names())}


def _done(raw: Reader, found: T) -> T:
    raw.nothing_else()
    return found


def _keys_once(found: Content) -> None:
    for part, things in (("questions", found.questions), ("materials", found.materials)):
        keys = [thing.key for thing in things]
        if len(keys) != len(set(keys)):
            raise BadContent(path=part, needs="keys used once")
    for thing in found.questions:
        options = [option.key for option in thing.options]
        if len(options) != len(set(options)):
            raise BadContent(path=f"questions.{thing.key}.options", needs="keys used once")


def conditions(found: Content) -> Iterator[tuple[str, When]]:
    """Every `when` of the content with the name of what it switches."""
    for question in found.questions:
        yield question.key, question.when
    for material in found.materials:
        yield material.name, material.when
    for fee in found.fees:
        yield fee.name, fee.when
