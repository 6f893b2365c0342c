"""A parcel in the reader's words: where it stands, and its timeline. Shared by the doors.

Draw it with `doorway/parcel.html` and the value of `shown_parcel`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.channels.doorway.wording.delivery import PARCEL_STATES, PROBLEMS
from yimen.services.delivery.queries import EventView, ParcelView
from yimen.services.delivery.rules.states import OVER, Problem, State, Step

_STEPS: Final[Mapping[Step, str | Promise]] = {
    Step.BOOK: _("已下单，等待揽收"),
    Step.PICK_UP: _("快递员已揽收"),
    Step.MOVE: _("运输中"),
    Step.GO_OUT: _("正在派件"),
    Step.PUT_IN_LOCKER: _("已放入快递柜"),
    Step.SIGN: _("已签收"),
    Step.HIT_TROUBLE: _("投递遇到问题"),
    Step.TURN_BACK: _("正在退回"),
    Step.COME_BACK: _("已退回寄件处"),
    Step.LOSE: _("邮件遗失"),
    Step.CANCEL: _("寄递已取消"),
    Step.DISPUTE: _("收件人称没有收到"),
    Step.CLEAR: _("经查已送达"),
}
_SIGNERS: Final[Mapping[str, str | Promise]] = {
    "301": _("本人签收"),
    "304": _("他人代收"),
    "311": _("快递柜取走"),
}
_BAD: Final = frozenset({State.PROBLEM, State.LOST})
_CAREFUL: Final = frozenset({State.RETURNING, State.RETURNED, State.CANCELLED})


@dataclass(frozen=True)
class Line:
    """One line of the timeline. `mark` is a state of the timeline's dot."""

    at: datetime
    title: str
    text: str
    mark: str


@dataclass(frozen=True)
class ShownParcel:
    """A parcel as pages draw it.

    Args:
        parcel: the parcel itself.
        state: in words.
        why: why it does not arrive, in words; empty otherwise.
        tone: of its badge: good, wait, bad, blue.
        icon: of its badge.
        signed: who signed, in words; empty unless signed.
        lines: its timeline, latest first.
    """

    parcel: ParcelView
    state: str
    why: str
    tone: str
    icon: str
    signed: str
    lines: tuple[Line, ...]


def shown_parcel(parcel: ParcelView, events: Sequence[EventView] = ()) -> ShownParcel:
    """A parcel in the reader's language.

    Args:
        parcel: which.
        events: its timeline, latest first; none for a line of a list.
    """
    tone, icon = _look(parcel.state)
    return ShownParcel(
        parcel=parcel,
        state=str(PARCEL_STATES[parcel.state.value]),
        why=str(PROBLEMS.get(parcel.problem.value, "")),
        tone=tone,
        icon=icon,
        signed=str(_SIGNERS.get(parcel.signed_by, "")),
        lines=tuple(_line(event, latest=place == 0) for place, event in enumerate(events)),
    )


def _look(state: State) -> tuple[str, str]:
    if state is State.SIGNED:
        return "good", "circle-check"
    if state in _BAD:
        return "bad", "circle-alert"
    if state in _CAREFUL:
        return "wait", "undo-2"
    return "blue", "truck"


def _line(event: EventView, *, latest: bool) -> Line:
    bad = event.problem is not Problem.NONE or event.step is Step.LOSE
    title = str(PROBLEMS[event.problem.value]) if bad and event.problem else str(_STEPS[event.step])
    mark = "bad" if bad else ("now" if latest and event.step is not Step.SIGN else "done")
    return Line(event.happened_at, title, event.text, mark)


def is_over(parcel: ParcelView) -> bool:
    """Whether nothing more is expected."""
    return parcel.state in OVER
