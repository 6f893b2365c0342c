"""The life of a case as a table. `next_state` is its only reader.

Source: Administrative Licensing Law (行政许可法) art. 32, 38, 44, 45; Guangdong's step model.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from yimen.services.cases.errors import MoveNotAllowed


class State(StrEnum):
    """Where a case is."""

    DRAFT = "draft"  # being filled in; no number yet (暂存)
    SUBMITTED = "submitted"  # filed from afar, waits for a look (待预审)
    RECEIVED = "received"  # materials taken in, not yet accepted (已收件)
    CORRECTION = "correction"  # told once what is missing (待补正)
    ACCEPTED = "accepted"  # 已受理
    IN_REVIEW = "in_review"  # somebody works on a step (审查中)
    SUSPENDED = "suspended"  # special procedure, clocks stand still (特别程序中)
    GRANTED = "granted"  # 准予
    REFUSED = "refused"  # 不予许可
    CERTIFIED = "certified"  # the result was made (已制证)
    DELIVERED = "delivered"  # the result is in the citizen's hand (已领取)
    CLOSED = "closed"  # done without anything to hand out (办结)
    NOT_REQUIRED = "not_required"  # needs no permit (不受理)
    NOT_COMPETENT = "not_competent"  # another authority's (不予受理)
    WITHDRAWN = "withdrawn"  # by the applicant (撤回)
    TERMINATED = "terminated"  # supplement or promise not kept, applicant gone (终止、退件)
    EXPIRED = "expired"  # a draft nobody went on with
    VOID = "void"  # entered in error; left out of every figure (作废)


class Move(StrEnum):
    """What can happen to a case."""

    SUBMIT = "submit"
    RECEIVE = "receive"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    ACCEPT = "accept"
    DEEM_ACCEPTED = "deem_accepted"
    FIND_NOT_REQUIRED = "find_not_required"
    FIND_NOT_COMPETENT = "find_not_competent"
    BEGIN_REVIEW = "begin_review"
    SUSPEND = "suspend"
    RESUME = "resume"
    GRANT = "grant"
    REFUSE = "refuse"
    CERTIFY = "certify"
    HAND_OVER = "hand_over"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    TERMINATE = "terminate"
    EXPIRE = "expire"
    VOID = "void"


#: Before anything was decided: what an applicant may still take back.
UNDECIDED: Final = frozenset(
    {
        State.SUBMITTED,
        State.RECEIVED,
        State.CORRECTION,
        State.ACCEPTED,
        State.IN_REVIEW,
        State.SUSPENDED,
    }
)
#: Cases that can be urged (催办): undecided ones that do not wait for the applicant.
URGEABLE: Final = UNDECIDED - {State.CORRECTION}
#: Cases somebody behind the windows still works on.
AT_WORK: Final = frozenset({State.ACCEPTED, State.IN_REVIEW, State.SUSPENDED})
DECIDED: Final = frozenset(
    {State.GRANTED, State.REFUSED, State.CERTIFIED, State.DELIVERED, State.CLOSED}
)
#: Filled in at a window still: nothing is accepted yet, or something is to be mended.
BEFORE_ACCEPTANCE: Final = frozenset(
    {State.DRAFT, State.SUBMITTED, State.RECEIVED, State.CORRECTION}
)
FINAL: Final = frozenset(
    {
        State.DELIVERED,
        State.CLOSED,
        State.NOT_REQUIRED,
        State.NOT_COMPETENT,
        State.WITHDRAWN,
        State.TERMINATED,
        State.EXPIRED,
        State.VOID,
    }
)

NEXT_STATE: Final[Mapping[tuple[State, Move], State]] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Move.RECEIVE): State.RECEIVED,
    (State.DRAFT, Move.EXPIRE): State.EXPIRED,
    (State.SUBMITTED, Move.RECEIVE): State.RECEIVED,
    (State.SUBMITTED, Move.ASK_SUPPLEMENT): State.CORRECTION,
    (State.SUBMITTED, Move.DEEM_ACCEPTED): State.ACCEPTED,
    (State.SUBMITTED, Move.FIND_NOT_REQUIRED): State.NOT_REQUIRED,
    (State.SUBMITTED, Move.FIND_NOT_COMPETENT): State.NOT_COMPETENT,
    (State.RECEIVED, Move.ACCEPT): State.ACCEPTED,
    (State.RECEIVED, Move.DEEM_ACCEPTED): State.ACCEPTED,
    (State.RECEIVED, Move.ASK_SUPPLEMENT): State.CORRECTION,
    (State.RECEIVED, Move.FIND_NOT_REQUIRED): State.NOT_REQUIRED,
    (State.RECEIVED, Move.FIND_NOT_COMPETENT): State.NOT_COMPETENT,
    (State.CORRECTION, Move.SUPPLEMENT): State.RECEIVED,
    (State.ACCEPTED, Move.BEGIN_REVIEW): State.IN_REVIEW,
    (State.ACCEPTED, Move.SUSPEND): State.SUSPENDED,
    (State.IN_REVIEW, Move.SUSPEND): State.SUSPENDED,
    (State.SUSPENDED, Move.RESUME): State.IN_REVIEW,
    (State.IN_REVIEW, Move.GRANT): State.GRANTED,
    (State.IN_REVIEW, Move.REFUSE): State.REFUSED,
    (State.GRANTED, Move.CERTIFY): State.CERTIFIED,
    (State.GRANTED, Move.CLOSE): State.CLOSED,
    (State.REFUSED, Move.HAND_OVER): State.DELIVERED,
    (State.CERTIFIED, Move.HAND_OVER): State.DELIVERED,
    **{(state, Move.WITHDRAW): State.WITHDRAWN for state in UNDECIDED},
    **{(state, Move.TERMINATE): State.TERMINATED for state in UNDECIDED},
    **{(state, Move.VOID): State.VOID for state in State if state not in FINAL | {State.DRAFT}},
}


def next_state(state: State, move: Move) -> State:
    """Where `move` takes a case.

    Raises:
        MoveNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, move]
    except KeyError:
        raise MoveNotAllowed(case_state=state.value, move=move.value) from None


class Applicant(StrEnum):
    """Who applies. Source: the national code list (申请人类型)."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Acceptance(StrEnum):
    """Whether the window may accept on the department's behalf (授权受理) or only receives."""

    WINDOW_ACCEPTS = "window_accepts"
    WINDOW_RECEIVES = "window_receives"


class MaterialState(StrEnum):
    """Where a material of a case is."""

    MISSING = "missing"
    GIVEN = "given"  # shown or handed in as paper
    CHECKING = "checking"  # a file that is still being checked
    HELD = "held"  # the city has it already (免提交)
    PROMISED = "promised"  # to be made up for, or replaced by a promise (容缺、告知承诺)
    WRONG = "wrong"  # to be supplemented


class StepState(StrEnum):
    """Where a step of handling is."""

    WAITING = "waiting"  # steps before it are not done
    OPEN = "open"  # in the inbox of a group
    CLAIMED = "claimed"  # somebody works on it
    DONE = "done"
    DROPPED = "dropped"  # the case ended before
