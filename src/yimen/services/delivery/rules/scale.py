"""What a carrier's code means: the scale that Chinese aggregators share.

Unknown codes are read by their first digit, so that a carrier's new code loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yimen.services.delivery.rules.states import Problem, Step


@dataclass(frozen=True)
class Meaning:
    """A step, with its trouble if it is one."""

    step: Step
    problem: Problem = Problem.NONE


def _trouble(problem: Problem) -> Meaning:
    return Meaning(Step.HIT_TROUBLE, problem)


_MEANINGS: Final[Mapping[str, Meaning]] = {
    "10": Meaning(Step.BOOK),
    "1": Meaning(Step.PICK_UP),
    "202": Meaning(Step.GO_OUT),
    "211": Meaning(Step.PUT_IN_LOCKER),
    "401": _trouble(Problem.DELAYED),
    "402": _trouble(Problem.DELAYED),
    "403": _trouble(Problem.DELAYED),
    "404": _trouble(Problem.REFUSED),
    "405": _trouble(Problem.DELAYED),
    "406": Meaning(Step.COME_BACK),
    "407": Meaning(Step.TURN_BACK),
    "412": _trouble(Problem.UNCOLLECTED),
    "413": _trouble(Problem.STOPPED),
    "414": _trouble(Problem.DAMAGED),
    "415": _trouble(Problem.STOPPED),
    "416": _trouble(Problem.UNREACHABLE),
    "417": _trouble(Problem.DELAYED),
    "418": Meaning(Step.MOVE),
    "419": Meaning(Step.GO_OUT),
    "420": _trouble(Problem.ADDRESS),
    "421": _trouble(Problem.ADDRESS),
    "422": Meaning(Step.MOVE),
    "423": _trouble(Problem.ADDRESS),
    "499": Meaning(Step.LOSE),
}
_FAMILIES: Final[Mapping[str, Meaning]] = {
    "2": Meaning(Step.MOVE),
    "3": Meaning(Step.SIGN),
    "4": _trouble(Problem.OTHER),
    "5": Meaning(Step.MOVE),  # 转寄
    "6": Meaning(Step.MOVE),  # 清关
}


def meaning(code: str) -> Meaning | None:
    """What a code says; None for "0" (nothing known) and what is no code."""
    return _MEANINGS.get(code) or _FAMILIES.get(code[:1])
