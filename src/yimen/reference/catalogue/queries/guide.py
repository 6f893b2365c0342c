"""The guide page's question: what does this item ask of me, in my situation?"""

from collections.abc import Mapping
from dataclasses import dataclass

from yimen.reference.catalogue.errors import ItemNotOffered
from yimen.reference.catalogue.queries.items import version
from yimen.reference.catalogue.rules import guide as rules
from yimen.reference.catalogue.rules.content import Faq, Question, Result, Step
from yimen.reference.catalogue.rules.guide import Charged, Cost, Needed
from yimen.reference.catalogue.rules.states import State
from yimen.reference.catalogue.rules.vocabulary import UNITS


@dataclass(frozen=True)
class Limit:
    """A time limit: 0 days is at once. `unit` is "working" or "natural"."""

    days: int
    unit: str


@dataclass(frozen=True)
class Guide:
    """Everything a citizen needs to know before setting out."""

    code: str
    #: Changes with every publication: a page shows whether what it holds is still in force.
    version: int
    paused: bool
    #: Why it is paused, as the office wrote it.
    paused_because: str
    name: str
    name_en: str
    name_hant: str
    department: str
    #: The hall queue to take a number for; empty: not at windows.
    queue_code: str
    address: str
    hours: str
    phone: str
    conditions: str
    basis: str
    instant: bool
    promised: Limit | None
    statutory: Limit | None
    #: Visits to the centre; 0: none needed. None: not known.
    visits: int | None
    online: bool
    terminal: bool
    window: bool
    by_post: bool
    booking: bool
    questions: tuple[Question, ...]
    #: Questions that arise and have no answer yet.
    unanswered: tuple[Question, ...]
    materials: tuple[Needed, ...]
    fees: tuple[Charged, ...]
    cost: Cost
    steps: tuple[Step, ...]
    results: tuple[Result, ...]
    faqs: tuple[Faq, ...]


def guide(code: str, answers: Mapping[str, str] | None = None) -> Guide:
    """The guide of an item for some answers.

    Raises:
        ItemNotFound: no such item, or nothing of it was ever published.
        ItemNotOffered: it was withdrawn.
        BadAnswer: an answer that the version in force does not offer.
    """
    found = version(code)
    if found.state is State.WITHDRAWN:
        raise ItemNotOffered(item=code, version_state=found.state.value)
    given = answers or {}
    arising = rules.asked(found.content, given)
    charged = rules.fees(found.content, given)
    fields = found.fields
    return Guide(
        code=found.code,
        version=found.number,
        paused=found.state is State.PAUSED,
        paused_because=found.reason if found.state is State.PAUSED else "",
        name=found.name,
        name_en=_text(fields, "TASK_NAME_EN"),
        name_hant=_text(fields, "TASK_NAME_HANT"),
        department=found.department,
        queue_code=found.queue_code,
        address=_text(fields, "TRANSACT_ADDR"),
        hours=_text(fields, "TRANSACT_TIME"),
        phone=_text(fields, "LINK_WAY"),
        conditions=_text(fields, "ACCEPT_CONDITION"),
        basis=_text(fields, "BY_LAW"),
        instant=fields.get("PROJECT_TYPE") == "1",
        promised=_limit(fields, "PROMISE"),
        statutory=_limit(fields, "ANTICIPATE"),
        visits=_number(fields, "LIMIT_SCENE_NUM"),
        online=bool(fields.get("IS_ONLINE")),
        terminal=bool(fields.get("IS_SERVICE_TERMINALS")),
        window=bool(fields.get("IS_ENTRY_CENTER")) or bool(found.queue_code),
        by_post=bool(fields.get("IS_EXPRESS")),
        booking=bool(fields.get("IS_SCHEDULE")),
        questions=arising,
        unanswered=tuple(question for question in arising if question.key not in given),
        materials=rules.materials(found.content, given),
        fees=charged,
        cost=rules.cost(charged),
        steps=found.content.steps,
        results=found.content.results,
        faqs=found.content.faqs,
    )


def questions(code: str) -> tuple[Question, ...]:
    """All questions of an item.

    Raises:
        ItemNotFound: no such item in force.
    """
    return version(code).content.questions


def _text(fields: Mapping[str, object], name: str) -> str:
    return str(fields.get(name, ""))


def _number(fields: Mapping[str, object], name: str) -> int | None:
    found = fields.get(name)
    return found if isinstance(found, int) else None


def _limit(fields: Mapping[str, object], name: str) -> Limit | None:
    days = _number(fields, f"{name}_DAY")
    if days is None:
        return None
    natural = UNITS.get(str(fields.get(f"{name}_TYPE", "1"))) == UNITS["2"]
    return Limit(days, "natural" if natural else "working")
