"""The desk's words for codes: what happened to a ticket, why a window pauses."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.services.hall.rules.states import PauseReason

EVENTS: Final[Mapping[str, str | Promise]] = {
    "issue": _("取号"),
    "call": _("叫号"),
    "recall": _("重呼"),
    "start": _("开始办理"),
    "hold": _("挂起"),
    "resume": _("恢复办理"),
    "transfer": _("转移"),
    "miss": _("过号"),
    "rejoin": _("重新排队"),
    "finish": _("办结"),
}

PAUSES: Final[Mapping[str, str | Promise]] = {
    PauseReason.MEAL.value: _("用餐"),
    PauseReason.MEETING.value: _("会议"),
    PauseReason.SYSTEM.value: _("系统故障"),
    PauseReason.REST.value: _("短暂离开"),
    PauseReason.OTHER.value: _("其他"),
}

PAUSE_ICONS: Final[Mapping[str, str]] = {
    PauseReason.MEAL.value: "utensils",
    PauseReason.MEETING.value: "users",
    PauseReason.SYSTEM.value: "monitor-x",
    PauseReason.REST.value: "coffee",
    PauseReason.OTHER.value: "ellipsis",
}

#: Every key of the desk, for the help sheet. Buttons carry their key themselves.
KEYS: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("Space", _("下一位；办理中：办结并叫下一位")),
    ("Enter", _("已叫号：开始办理；办理中：办结")),
    ("F", _("收件：为窗口前的人受理事项")),
    ("R", _("重呼")),
    ("M", _("过号（问一次）")),
    ("H", _("挂起，窗口空出来")),
    ("U", _("恢复最早挂起的号")),
    ("T", _("转移到别的业务：输入几个字，↑ ↓ 选，Enter 定")),
    ("C", _("特呼（值班长）")),
    ("G", _("查事项：要什么材料、多少钱、多久")),
    ("P / F10", _("暂停；暂停时：恢复")),
    ("X", _("取消等候")),
    ("Q", _("签退（问一次）")),
    ("?", _("这张表")),
    ("Esc", _("关闭弹出的窗口")),
)
