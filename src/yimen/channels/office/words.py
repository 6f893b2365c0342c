"""What this door calls things: roles, devices, states, events. Staff read Simplified Chinese."""

from collections.abc import Mapping
from typing import Final

from yimen.reference.people.rules import DeviceKind, Role
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import Duty, PauseReason, State

ROLES: Final[Mapping[str, str]] = {
    Role.GUIDE.value: "导办",
    Role.CLERK.value: "综窗人员",
    Role.HALL_MANAGER.value: "值班长",
    Role.DEPARTMENT_ADMIN.value: "部门管理员",
    Role.SUPERVISOR.value: "督查",
    Role.RATING_OFFICER.value: "差评处理员",
    Role.HANDLER.value: "承办人",
    Role.REVIEWER.value: "审核人",
    Role.APPROVER.value: "审批人",
    Role.RESULT_CLERK.value: "出件人员",
    Role.SYSTEM_ADMIN.value: "系统管理员",
    Role.SECURITY_ADMIN.value: "安全管理员",
    Role.AUDIT_ADMIN.value: "审计管理员",
}
DEVICES: Final[Mapping[str, str]] = {
    DeviceKind.TICKET_MACHINE.value: "取号机",
    DeviceKind.BOARD.value: "大屏",
    DeviceKind.WINDOW_SCREEN.value: "窗口屏",
    DeviceKind.SYSTEM.value: "其他系统",
    DeviceKind.PERSON.value: "个人密钥",
}
DUTIES: Final[Mapping[str, str]] = {
    Duty.OPEN.value: "开放",
    Duty.PAUSED.value: "暂停",
    Duty.CLOSED.value: "关闭",
}
PAUSES: Final[Mapping[str, str]] = {
    PauseReason.MEAL.value: "用餐",
    PauseReason.MEETING.value: "会议",
    PauseReason.SYSTEM.value: "系统故障",
    PauseReason.REST.value: "休息",
    PauseReason.OTHER.value: "其他",
}
WINDOW_KINDS: Final[Mapping[str, str]] = {"comprehensive": "综合窗口", "dedicated": "专窗"}
CLASSES: Final[Mapping[str, str]] = {
    TicketClass.ORDINARY.value: "普通",
    TicketClass.BOOKED.value: "预约",
    TicketClass.PRIORITY.value: "绿色通道",
}
STATES: Final[Mapping[str, str]] = {
    State.WAITING.value: "等候中",
    State.CALLED.value: "已叫号",
    State.SERVING.value: "办理中",
    State.HELD.value: "挂起",
    State.MISSED.value: "已过号",
    State.DONE.value: "已办结",
    State.WITHDRAWN.value: "已取消",
    State.ABANDONED.value: "当天未办",
}
#: Events of numbers and of windows, as the log names them.
EVENTS: Final[Mapping[str, str]] = {
    "issue": "取号",
    "call": "叫号",
    "recall": "重呼",
    "start": "开始办理",
    "finish": "办结",
    "miss": "过号",
    "rejoin": "过号恢复",
    "hold": "挂起",
    "resume": "恢复",
    "transfer": "转移",
    "withdraw": "取消",
    "close_day": "当天结束",
    "log_in": "登录窗口",
    "log_out": "签退窗口",
    "pause": "暂停",
    "skills": "调整业务",
}
CHANNELS: Final[Mapping[str, str]] = {
    "machine": "取号机",
    "reception": "导办台",
    "api": "其他系统",
    "booking": "预约",
    "window": "窗口",
    "phone": "手机",
}
WEEKDAYS: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def actor(label: str) -> str:
    """`staff:mgr01` as people say it; numbers and device names only, never a person's name."""
    kind, _, name = label.partition(":")
    known = {"staff": "工号", "device": "设备", "system": "系统", "citizen": "市民"}
    if kind not in known:
        return "系统自动"
    return known[kind] if kind == "citizen" else f"{known[kind]} {name}"
