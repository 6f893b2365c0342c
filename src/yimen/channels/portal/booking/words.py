"""An appointment's state as one clear sentence, with what to do next; how full a half hour is."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimen.channels.portal.words import Said
from yimen.services.booking.queries import AppointmentView
from yimen.services.booking.rules.slots import Crowd
from yimen.services.booking.rules.states import State
from yimen.support import writing

CROWDS: Final[Mapping[Crowd, tuple[Promise, str]]] = {
    Crowd.QUIET: (gettext_lazy("空闲"), "good"),
    Crowd.BUSY: (gettext_lazy("较忙"), "wait"),
    Crowd.FULL: (gettext_lazy("约满"), "plain"),
}


def said(view: AppointmentView, early: timedelta, zone: tzinfo) -> Said:
    """The sentence for an appointment's state."""
    if view.state is State.BOOKED:
        return _booked(view, early, zone)
    tone, title, text = _REST[view.state]
    return Said(tone, str(title), str(text))


def _booked(view: AppointmentView, early: timedelta, zone: tzinfo) -> Said:
    if view.displaced:
        return Said(
            "now",
            _("大厅这个时间改为不开放"),
            _("很抱歉，请改约其他时间，或取消后重新预约。不算爽约。"),
        )
    opens = writing.clock(view.starts_at - early, zone=zone)
    ends = writing.clock(view.ends_at, zone=zone)
    text = _("当天 %(opens)s–%(ends)s 到大厅取号机“预约签到”，刷身份证或输入预约码。")
    return Said("good", _("预约成功"), text % {"opens": opens, "ends": ends})


def span(starts_at: datetime, ends_at: datetime, zone: tzinfo) -> str:
    """`09:30–10:00`."""
    return f"{writing.clock(starts_at, zone=zone)}–{writing.clock(ends_at, zone=zone)}"


_REST: Final[Mapping[State, tuple[str, Promise, Promise | str]]] = {
    State.CHECKED_IN: (
        "good", gettext_lazy("已签到"), gettext_lazy("请留意叫号，到显示的窗口办理。"),
    ),
    State.DONE: ("over", gettext_lazy("已办理，谢谢您"), ""),
    State.CANCELLED: (
        "over", gettext_lazy("这个预约已取消"), gettext_lazy("需要办理时，请重新预约。"),
    ),
    State.CALLED_OFF: (
        "over", gettext_lazy("大厅取消了这个预约"), gettext_lazy("很抱歉，请重新预约。不算爽约。"),
    ),
    State.LATE: (
        "over", gettext_lazy("已过预约时段"), gettext_lazy("已为您取普通号，请留意叫号。"),
    ),
    State.NO_SHOW: (
        "bad", gettext_lazy("没有按时到，记一次爽约"),
        gettext_lazy("当天仍可到取号机签到，取普通号；来了就不算爽约。"),
    ),
    State.EXPIRED: (
        "over", gettext_lazy("这个预约已过期"), gettext_lazy("需要办理时，请重新预约。"),
    ),
}  # fmt: skip
