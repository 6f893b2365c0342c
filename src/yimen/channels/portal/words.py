"""A number's state as one clear sentence, with what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.channels.doorway.names import place
from yimen.journeys.standing import Standing
from yimen.services.hall.rules.states import State
from yimen.support import writing


@dataclass(frozen=True)
class Said:
    """What the page says of a number now.

    Args:
        tone: "wait" while waiting, "now" when the citizen must act, "good", "bad", "over".
        title: the state in one sentence.
        text: the next step; may be empty.
    """

    tone: str
    title: str
    text: str


def said(standing: Standing) -> Said:
    """The sentence for a number's state."""
    if not standing.is_today and standing.ticket.state is State.WAITING:
        return _abandoned(standing)
    return _SENTENCES[standing.ticket.state](standing)


def ahead(standing: Standing) -> str:
    """`3 位`."""
    count = standing.ahead
    return ngettext("%(count)d 位", "%(count)d 位", count) % {"count": count}


def wait(standing: Standing) -> str:
    """`约 8–15 分钟`; empty without an honest range."""
    if standing.range is None:
        return ""
    low, _middle, high = standing.range
    return writing.wait_to(timedelta(seconds=low), timedelta(seconds=high))


def progress(standing: Standing, at: datetime) -> int | None:
    """How much of the whole wait is behind, in percent; None without an honest range."""
    if standing.range is None:
        return None
    waited = max((at - standing.ticket.line_at).total_seconds(), 0.0)
    whole = waited + standing.range[1]
    return round(100 * waited / whole) if whole else 100


def _waiting(standing: Standing) -> Said:
    where = place(standing.area)
    if standing.ahead == 0:
        return Said("wait", _("您排在第一位"), _("请在 %(place)s准备好材料。") % {"place": where})
    return Said(
        "wait", _("等候中"), _("请到 %(place)s等候，叫到您时这里会提醒。") % {"place": where}
    )


def _called(standing: Standing) -> Said:
    facts = {"window": standing.ticket.window, "place": place(standing.area)}
    return Said("now", _("请到 %(window)s 号窗口") % facts, _("在 %(place)s，请带好材料。") % facts)


def _serving(standing: Standing) -> Said:
    return Said("good", _("正在 %(window)s 号窗口办理") % {"window": standing.ticket.window}, "")


def _held(standing: Standing) -> Said:
    text = _("材料准备好后，请直接回到 %(window)s 号窗口，不用重新取号。")
    return Said("now", _("窗口在等您的材料"), text % {"window": standing.ticket.window})


def _missed(standing: Standing) -> Said:
    if standing.may_rejoin:
        text = _("可以重新排队，排在 %(count)d 位之后，只能恢复一次。")
        return Said("bad", _("已过号"), text % {"count": standing.return_after})
    return Said("bad", _("已过号"), _("这个号不能再恢复，请到取号机重新取号。"))


def _done(standing: Standing) -> Said:
    return Said("over", _("已办结，谢谢您"), "")


def _withdrawn(standing: Standing) -> Said:
    return Said("over", _("这个号已取消"), _("需要办理时，请重新取号。"))


def _abandoned(standing: Standing) -> Said:
    return Said("over", _("这个号已过期"), _("号码只在取号当天有效，请重新取号。"))


_SENTENCES: Final[Mapping[State, Callable[[Standing], Said]]] = {
    State.WAITING: _waiting,
    State.CALLED: _called,
    State.SERVING: _serving,
    State.HELD: _held,
    State.MISSED: _missed,
    State.DONE: _done,
    State.WITHDRAWN: _withdrawn,
    State.ABANDONED: _abandoned,
}
