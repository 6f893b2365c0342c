"""The guide for one person's situation: what to bring, what it costs, how long it takes.

An unanswered question leaves open what depends on it: such a thing is listed as depending, never
left out, so a guide without any answer is long but not wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yimen.reference.catalogue.errors import BadAnswer
from yimen.reference.catalogue.rules.content import Content, Fee, Material, Need, Question, When

Answers = Mapping[str, str]


@dataclass(frozen=True)
class Needed:
    """A material for this situation."""

    material: Material
    #: False: it depends on a question not yet answered.
    certain: bool
    #: The options that switch it on, in words; empty when it is always needed.
    because: tuple[str, ...]


@dataclass(frozen=True)
class Charged:
    """A fee for this situation."""

    fee: Fee
    certain: bool


@dataclass(frozen=True)
class Cost:
    """All fees together, in fen; `highest` is larger where something is still open."""

    lowest: int
    highest: int


def asked(content: Content, answers: Answers) -> tuple[Question, ...]:
    """The questions that arise under these answers, in order.

    Raises:
        BadAnswer: a question or an option the item does not have.
    """
    check(content, answers)
    return tuple(q for q in content.questions if applies(q.when, answers) is True)


def check(content: Content, answers: Answers) -> None:
    """Go on only if the item offers these answers.

    Raises:
        BadAnswer: it does not; the fact names the question.
    """
    offered = {q.key: {option.key for option in q.options} for q in content.questions}
    for question, option in answers.items():
        if option not in offered.get(question, ()):
            raise BadAnswer(question=question[:40])


def applies(when: When, answers: Answers) -> bool | None:
    """Whether a condition holds; None while an answer is missing that could make it so."""
    open_ = False
    for question, options in when.items():
        given = answers.get(question)
        if given is None:
            open_ = True
        elif given not in options:
            return False
    return None if open_ else True


def _holds(content: Content, when: When, answers: Answers) -> bool | None:
    """As `applies`; what depends on a question that cannot arise any more does not hold."""
    never = {q.key for q in content.questions if applies(q.when, answers) is False}
    return False if never & when.keys() else applies(when, answers)


def materials(content: Content, answers: Answers) -> tuple[Needed, ...]:
    """What the case needs, required things first, each as certain as the answers allow."""
    words = {
        (question.key, option.key): option.text
        for question in content.questions
        for option in question.options
    }
    found = []
    for material in content.materials:
        holds = _holds(content, material.when, answers)
        if holds is False:
            continue
        because = tuple(
            words.get((question, option), option)
            for question, options in material.when.items()
            for option in options
        )
        found.append(Needed(material, holds is True, because))
    order = list(Need)
    return tuple(sorted(found, key=lambda each: order.index(each.material.need)))


def fees(content: Content, answers: Answers) -> tuple[Charged, ...]:
    """What is charged."""
    found = [(fee, _holds(content, fee.when, answers)) for fee in content.fees]
    return tuple(Charged(fee, holds is True) for fee, holds in found if holds is not False)


def cost(charged: tuple[Charged, ...]) -> Cost:
    """The bill from its lowest to its highest."""
    return Cost(
        lowest=sum(each.fee.fen for each in charged if each.certain),
        highest=sum(each.fee.highest_fen for each in charged),
    )
