"""The repair of a bad rating (差评整改): its states, its clocks, who may take which step.

Source: 国办发〔2019〕51号 for the loop; the limits are common practice, all of them parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from yimen.kernel.workdays import Calendar, Deadline, Pause, Unit, deadline
from yimen.reference.policy.rules import Parameter, define
from yimen.services.feedback.errors import (
    AppealOnce,
    CallBackNeeded,
    CommentTooLong,
    ExtensionOnce,
    ExtensionTooLate,
    OwnRating,
    SamePerson,
    SecondRatingBad,
    StepNotAllowed,
    TextNeeded,
)

#: Longest note of a step.
TEXT_LIMIT: Final = 2000
_SOURCE: Final = "产品建议值（各地 5 至 15 个工作日）"
_DAYS: Final = "工作日"

define(
    Parameter("feedback.repair_sign_days", 1, _DAYS, "差评签收期限", _SOURCE, 1, 30),
    Parameter("feedback.repair_contact_days", 2, _DAYS, "差评首次联系期限", _SOURCE, 1, 30),
    Parameter("feedback.repair_feedback_days", 5, _DAYS, "差评整改反馈期限", _SOURCE, 1, 60),
    Parameter("feedback.repair_extended_days", 15, _DAYS, "批准延期后的反馈期限", _SOURCE, 1, 90),
    Parameter("feedback.repair_review_days", 5, _DAYS, "差评申诉复核期限", _SOURCE, 1, 60),
    Parameter(
        "feedback.again_days", 15, "天", "请评价人评价整改的链接多久有效", "产品建议值", 1, 90
    ),
    Parameter(
        "feedback.repair_call_attempts", 3, "次", "回访几次不通可以办结", "产品建议值", 1, 10
    ),
)


class State(StrEnum):
    """Where a repair stands."""

    OPEN = "open"
    SIGNED = "signed"
    CONTACTED = "contacted"
    ANSWERED = "answered"
    CALLED_BACK = "called_back"
    APPEALED = "appealed"
    CLOSED = "closed"
    EXCLUDED = "excluded"


class Step(StrEnum):
    """What somebody does with it."""

    SIGN = "sign"
    CONTACT = "contact"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ANSWER = "answer"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    REJECT = "reject"
    MISS = "miss"  # a call-back that nobody answered
    CALL_BACK = "call_back"
    INVITE_AGAIN = "invite_again"  # an address by which the rater rates the repair
    RATE_AGAIN = "rate_again"
    CLOSE = "close"


class Answer(StrEnum):
    """What came of the check."""

    CORRECTED = "corrected"  # 立行立改
    REGISTERED = "registered"  # complicated: on the list, with a limit (台账)
    EXPLAINED = "explained"  # no ground in law: explained


class Ground(StrEnum):
    """Why a rating would not count."""

    MISTAKEN = "mistaken"  # 误评
    MALICIOUS = "malicious"  # 恶意差评
    NOT_OURS = "not_ours"  # about something else than this service


NEXT_STATE: Final[Mapping[tuple[State, Step], State]] = {
    (State.OPEN, Step.SIGN): State.SIGNED,
    (State.SIGNED, Step.CONTACT): State.CONTACTED,
    (State.SIGNED, Step.ASK_EXTENSION): State.SIGNED,
    (State.SIGNED, Step.GRANT_EXTENSION): State.SIGNED,
    (State.SIGNED, Step.REFUSE_EXTENSION): State.SIGNED,
    (State.CONTACTED, Step.ASK_EXTENSION): State.CONTACTED,
    (State.CONTACTED, Step.GRANT_EXTENSION): State.CONTACTED,
    (State.CONTACTED, Step.REFUSE_EXTENSION): State.CONTACTED,
    (State.CONTACTED, Step.ANSWER): State.ANSWERED,
    (State.CONTACTED, Step.APPEAL): State.APPEALED,
    (State.APPEALED, Step.UPHOLD): State.EXCLUDED,
    (State.APPEALED, Step.REJECT): State.CONTACTED,
    (State.ANSWERED, Step.MISS): State.ANSWERED,
    (State.ANSWERED, Step.CALL_BACK): State.CALLED_BACK,
    (State.ANSWERED, Step.INVITE_AGAIN): State.ANSWERED,
    (State.ANSWERED, Step.RATE_AGAIN): State.ANSWERED,
    (State.ANSWERED, Step.CLOSE): State.CLOSED,
    (State.CALLED_BACK, Step.INVITE_AGAIN): State.CALLED_BACK,
    (State.CALLED_BACK, Step.RATE_AGAIN): State.CALLED_BACK,
    (State.CALLED_BACK, Step.ANSWER): State.ANSWERED,
    (State.CALLED_BACK, Step.CLOSE): State.CLOSED,
}
FINAL: Final = frozenset({State.CLOSED, State.EXCLUDED})


def next_state(state: State, step: Step) -> State:
    """Where `step` takes a repair that is in `state`.

    Raises:
        StepNotAllowed: the table has no such move.
    """
    try:
        return NEXT_STATE[state, step]
    except KeyError:
        raise StepNotAllowed(stage=state.value, step=step.value) from None


@dataclass(frozen=True)
class Limits:
    """The limits in force when the repair was opened, in working days."""

    sign: int
    contact: int
    feedback: int
    extended: int
    review: int


@dataclass(frozen=True)
class Clock:
    """The ledger of a repair's time. A due date is always reckoned from it, never moved.

    Args:
        opened_on: local day of the rating; day 1 is the next working day.
        limits: those of that day.
        extended: whether the longer limit was granted.
        appealed_on: first day on which the feedback clock stands still.
        decided_on: last such day; None while the appeal is open.
    """

    opened_on: date
    limits: Limits
    extended: bool = False
    appealed_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True)
class Dues:
    """Last days. `feedback` is None while an appeal is open, `review` without an appeal."""

    sign: date
    contact: date
    feedback: date | None
    review: date | None


def dues(clock: Clock, calendar: Calendar) -> Dues:
    """When each limit ends."""
    review = None
    if clock.appealed_on is not None:
        review = _due(clock.appealed_on, clock.limits.review, calendar)
    running = feedback_days(clock, calendar)
    return Dues(
        sign=_due(clock.opened_on, clock.limits.sign, calendar),
        contact=_due(clock.opened_on, clock.limits.contact, calendar),
        feedback=running.due if running else None,
        review=review,
    )


def feedback_days(clock: Clock, calendar: Calendar) -> Deadline | None:
    """Every day of the feedback clock; None while it stands still for an open appeal."""
    if clock.appealed_on is not None and clock.decided_on is None:
        return None
    pauses = []
    if clock.appealed_on is not None and clock.decided_on is not None:
        pauses.append(Pause(clock.appealed_on, max(clock.appealed_on, clock.decided_on)))
    limit = clock.limits.extended if clock.extended else clock.limits.feedback
    return deadline(clock.opened_on, limit, Unit.WORKING, calendar, pauses)


def _due(start: date, limit: int, calendar: Calendar) -> date:
    return deadline(start, limit, Unit.WORKING, calendar).due


def next_due(state: State, held: Dues) -> date | None:
    """Which limit runs now; None where none does."""
    return {
        State.OPEN: held.sign,
        State.SIGNED: held.contact,
        State.CONTACTED: held.feedback,
        State.APPEALED: held.review,
    }.get(state)


def check_text(text: str) -> str:
    """The note without blank ends.

    Raises:
        TextNeeded: nothing is left.
        CommentTooLong: more than 2000 characters.
    """
    bare = text.strip()
    if not bare:
        raise TextNeeded
    if len(bare) > TEXT_LIMIT:
        raise CommentTooLong(limit=TEXT_LIMIT)
    return bare


def check_hand(staff_id: int, *, rated: int | None) -> None:
    """Nobody handles or reviews a rating of himself.

    Raises:
        OwnRating: this is the rated person.
    """
    if staff_id == rated:
        raise OwnRating


def check_second(staff_id: int, *, first: int | None) -> None:
    """Two different people ask and decide.

    Raises:
        SamePerson: the one who decides is the one who asked.
    """
    if staff_id == first:
        raise SamePerson


def check_extension(*, asked_before: bool, on: date, due: date | None) -> None:
    """An extension is asked for once, while the limit still runs.

    Raises:
        ExtensionOnce: it was asked for already.
        ExtensionTooLate: the limit has ended.
    """
    if asked_before:
        raise ExtensionOnce
    if due is None or on > due:
        raise ExtensionTooLate


def check_appeal(*, appealed_before: bool) -> None:
    """One appeal for each rating.

    Raises:
        AppealOnce: there was one.
    """
    if appealed_before:
        raise AppealOnce


@dataclass(frozen=True)
class Work:
    """What was done so far, as far as closing depends on it."""

    state: State
    real_name: bool
    attempts: int
    attempts_needed: int
    answers: int
    second_stars: int | None


def check_close(work: Work) -> None:
    """Whether a repair may be closed.

    A rater known by name must have been called back, or have not answered often enough. Who rates
    the repair itself badly is answered once more first.

    Raises:
        StepNotAllowed: there is no answer yet, or it is over.
        CallBackNeeded: a rater known by name was not called back.
        SecondRatingBad: the second rating is bad and was not answered.
    """
    next_state(work.state, Step.CLOSE)
    tried = work.attempts >= work.attempts_needed
    if work.state is State.ANSWERED and work.real_name and not tried:
        raise CallBackNeeded(attempts=work.attempts, needed=work.attempts_needed)
    if work.second_stars is not None and work.second_stars <= 2 and work.answers < 2:
        raise SecondRatingBad
