"""What a case asks for in one situation, and what is wrong with what was given."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.rules import guide
from yimen.reference.catalogue.rules.content import HELD_DOES, Content, Need, Result, Way
from yimen.services.cases.errors import MaterialsMissing, QuestionOpen
from yimen.services.cases.rules.states import MaterialState

#: How a material "comes" that a signed promise stands in for (告知承诺).
PROMISE: Final = "promise"
#: Ways in which a result reaches the citizen.
HAND_OVERS: Final = ("window", "post", "electronic", "locker")
#: States in which a material is there.
THERE: Final = frozenset({MaterialState.GIVEN, MaterialState.HELD})
#: States a material may be in when a case is accepted without tolerance.
_FIT: Final = THERE | {MaterialState.PROMISED}


@dataclass(frozen=True)
class Wanted:
    """A material as the item version asks for it in this situation."""

    key: str
    name: str
    position: int
    need: str
    ways: tuple[str, ...]
    originals: int
    copies: int
    trust: str


@dataclass(frozen=True)
class Standing:
    """One material of a case and how it stands."""

    key: str
    name: str
    need: str
    state: MaterialState


@dataclass(frozen=True)
class Completeness:
    """What keeps a case from being accepted; names of materials."""

    #: Required and not there.
    missing: tuple[str, ...]
    #: There, but to be corrected.
    wrong: tuple[str, ...]
    #: Files that are still being checked.
    checking: tuple[str, ...]
    #: Missing, and may be made up for (容缺后补).
    later: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Nothing is missing, not even what may come later."""
        return not (self.missing or self.wrong or self.checking or self.later)


def missing(found: Completeness) -> MaterialsMissing:
    """The refusal that names what has not come or is wrong."""
    names = [*found.missing, *found.wrong]
    return MaterialsMissing(materials="、".join(names), count=len(names))


def wanted(content: Content, answers: Mapping[str, str]) -> tuple[Wanted, ...]:
    """The materials of a situation, in the order in which they are asked for.

    Raises:
        BadAnswer: an answer the item does not offer.
    """
    guide.check(content, answers)
    return tuple(
        Wanted(
            key=each.material.key,
            name=each.material.name,
            position=position,
            need=each.material.need.value,
            ways=tuple(way.value for way in each.material.ways),
            originals=each.material.originals,
            copies=each.material.copies,
            trust=each.material.trust.value,
        )
        for position, each in enumerate(guide.materials(content, answers))
        if each.certain
    )


def check_answered(content: Content, answers: Mapping[str, str]) -> None:
    """Go on only if the situation is known.

    Raises:
        QuestionOpen: a question that arises has no answer.
    """
    for question in guide.asked(content, answers):
        if question.key not in answers:
            raise QuestionOpen(question=question.text[:80])


def completeness(materials: Iterable[Standing]) -> Completeness:
    """How far a case is from being complete."""
    missing: list[str] = []
    wrong: list[str] = []
    checking: list[str] = []
    later: list[str] = []
    for each in materials:
        if each.state is MaterialState.WRONG:
            wrong.append(each.name)
        elif each.state is MaterialState.CHECKING:
            checking.append(each.name)
        elif each.state not in _FIT and each.need == Need.REQUIRED.value:
            missing.append(each.name)
        elif each.state not in _FIT and each.need == Need.LATER.value:
            later.append(each.name)
    return Completeness(tuple(missing), tuple(wrong), tuple(checking), tuple(later))


def takes(ways: Collection[str], way: str) -> bool:
    """Whether a material may come one way."""
    if way == Way.HELD.value:
        return bool({each.value for each in HELD_DOES} & set(ways))
    return way in ways


def state_of(way: str, *, checking: bool) -> MaterialState:
    """How a material stands once it came one way."""
    if way == Way.HELD.value:
        return MaterialState.HELD
    return MaterialState.CHECKING if checking else MaterialState.GIVEN


def hand_overs(results: Iterable[Result]) -> tuple[str, ...]:
    """Ways in which everything an item gives can be handed over, in one; never none.

    A locker is a window that does not close. A result of which nothing is said comes in every way.
    """
    ways = set(HAND_OVERS)
    for result in results:
        if result.delivery:
            own = set(result.delivery)
            ways &= own | ({"locker"} if "window" in own else set())
    return tuple(way for way in HAND_OVERS if way in ways) or ("window",)
