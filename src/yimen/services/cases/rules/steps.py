"""Who handles a case in which order, and who may not.

Source: 前台综合受理、后台分类审批; four eyes: who accepted or handled may not approve.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from yimen.reference.catalogue.rules.content import Step, StepRole
from yimen.reference.people.rules import Right
from yimen.services.cases.errors import FourEyes, NoEarlierStep
from yimen.services.cases.rules.states import StepState

#: What a member of staff needs for a step of a role.
RIGHT_OF: Final = {
    StepRole.HANDLER.value: Right.HANDLE,
    StepRole.REVIEWER.value: Right.REVIEW,
    StepRole.APPROVER.value: Right.APPROVE,
}
#: Steps behind the window; those of clerks are the acceptance and the hand-over themselves.
_BEHIND: Final = frozenset({StepRole.HANDLER, StepRole.REVIEWER, StepRole.APPROVER})
_LONGEST_NAME: Final = 70


class Outcome(StrEnum):
    """How a step ends. Before the last step, pass and refuse are proposals."""

    PASS = "pass"  # noqa: S105  not a password
    REFUSE = "refuse"
    RETURN = "return"


@dataclass(frozen=True)
class Planned:
    """A step to be done; `department` names another one than the item's, empty for the item's."""

    position: int
    name: str
    role: str
    days: int
    department: str = ""


@dataclass(frozen=True)
class Done:
    """A step as the rules need it."""

    position: int
    name: str
    role: str
    state: StepState
    done_by: int | None = None
    outcome: str = ""


def plan(steps: Iterable[Step]) -> tuple[Planned, ...]:
    """The steps behind the window in order. Neighbours of one group share a position (并联).

    An item without any has two: somebody handles it, somebody else approves it. The last position
    is one approver's, who decides: what an item lists after it (办结) follows from the decision by
    itself; where it lists no approver, or several side by side, one is added.
    """
    found: list[Planned] = []
    position, group = 0, ""
    for step in steps:
        if step.role not in _BEHIND:
            group = ""
            continue
        if not step.group or step.group != group:
            position += 1
        group = step.group
        name = _told_apart(step.name, [each.name for each in found if each.position == position])
        found.append(Planned(position, name, step.role.value, step.days, step.department))
    if not found:
        found.append(Planned(1, "承办", StepRole.HANDLER.value, 0))
    approved = [each.position for each in found if each.role == StepRole.APPROVER.value]
    if approved:
        found = [each for each in found if each.position <= approved[-1]]
    last = [each for each in found if each.position == found[-1].position]
    if len(last) > 1 or last[0].role != StepRole.APPROVER.value:
        found.append(Planned(found[-1].position + 1, "审批", StepRole.APPROVER.value, 0))
    return tuple(found)


def _told_apart(name: str, taken: Sequence[str]) -> str:
    """A step's name beside those of its position: two departments' 会签 are two steps."""
    name, number = name[:_LONGEST_NAME], 1
    told = name
    while told in taken:
        number += 1
        told = f"{name}（{number}）"
    return told


def running(steps: Iterable[Done]) -> tuple[Done, ...]:
    """The steps that count now: of each one the last round, those dropped left out.

    Args:
        steps: all of a case, in the order of their rounds.
    """
    latest = {
        (step.position, step.name): step for step in steps if step.state is not StepState.DROPPED
    }
    return tuple(latest.values())


def next_position(steps: Sequence[Done], position: int) -> int | None:
    """The position that opens now that one step of `position` is done; None: not yet, or the end.

    Args:
        steps: of the running round.
        position: where a step was just done.
    """
    if any(step.position == position and step.state is not StepState.DONE for step in steps):
        return None
    later = [step.position for step in steps if step.position > position]
    return min(later, default=None)


def is_last(steps: Sequence[Done], position: int) -> bool:
    """Whether nothing is left to do once all of `position` is done."""
    return all(
        step.state is StepState.DONE if step.position == position else step.position < position
        for step in steps
    )


def check_four_eyes(
    role: str, staff_id: int, *, accepted_by: int | None, steps: Iterable[Done], instant: bool
) -> None:
    """Go on only if this person may do a step of `role` in this case.

    Instant items (即办件) may be done by one person, which their record shows.

    Raises:
        FourEyes: facts `did` (accepted, handled, reviewed).
    """
    did = None if instant else _deeds(role, accepted_by, steps).get(staff_id)
    if did is not None:
        raise FourEyes(did=did)


def barred(role: str, *, accepted_by: int | None, steps: Iterable[Done]) -> frozenset[int]:
    """Who may not do a step of `role` in this case, which is no instant one."""
    return frozenset(_deeds(role, accepted_by, steps))


def _deeds(role: str, accepted_by: int | None, steps: Iterable[Done]) -> dict[int, str]:
    """By person what keeps them from a step of `role`.

    An approver did not accept, handle or review the case; a reviewer did not handle it. Who sent
    it back has decided nothing by that.
    """
    hinders = {
        StepRole.REVIEWER.value: {StepRole.HANDLER.value: "handled"},
        StepRole.APPROVER.value: {
            StepRole.REVIEWER.value: "reviewed",
            StepRole.HANDLER.value: "handled",
        },
    }.get(role, {})
    found = {
        step.done_by: hinders[step.role]
        for step in steps
        if step.role in hinders
        and step.done_by is not None
        and step.outcome != Outcome.RETURN.value
    }
    if role == StepRole.APPROVER.value and accepted_by is not None:
        found[accepted_by] = "accepted"
    return found


def again(steps: Sequence[Done], back_to: int, now: int) -> tuple[Done, ...]:
    """The steps to be done again after a return from position `now` to `back_to`.

    Raises:
        NoEarlierStep: `back_to` is no earlier position.
    """
    if back_to >= now or all(step.position != back_to for step in steps):
        raise NoEarlierStep
    return tuple(step for step in steps if step.position >= back_to)
