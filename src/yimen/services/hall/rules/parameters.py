"""The hall's numbers that a notice can change. Defaults marked [P] are this product's proposals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from yimen.reference.policy.rules import Parameter, Value, define
from yimen.services.hall.rules.dispatch import CallingRule, TicketClass

_PROPOSAL = "产品建议值，可按本厅规定调整"
_PRACTICE = "各地大厅通行做法"

PARAMETERS = (
    Parameter("hall.rate_ordinary", 1.0, "", "普通号等候权重", _PROPOSAL, 0.1, 100),
    Parameter("hall.rate_booked", 2.0, "", "预约号等候权重", _PROPOSAL, 0.1, 100),
    Parameter("hall.rate_priority", 3.0, "", "绿色通道等候权重", _PROPOSAL, 0.1, 100),
    Parameter("hall.max_wait_minutes", 45.0, "分钟", "最长等候，超过即优先叫号", _PROPOSAL, 1, 600),
    Parameter("hall.alarm_wait_minutes", 30.0, "分钟", "等候超过此值时报警", _PROPOSAL, 1, 600),
    Parameter("hall.call_limit", 3, "次", "同一号码最多呼叫次数（含首次）", _PRACTICE, 1, 10),
    Parameter("hall.recall_gap_seconds", 5.0, "秒", "两次呼叫的最短间隔", _PROPOSAL, 0, 120),
    Parameter("hall.returns_limit", 1, "次", "过号后可重新排队次数", _PRACTICE, 0, 5),
    Parameter("hall.return_after", 3, "位", "过号恢复后排在几位之后", _PRACTICE, 0, 20),
    Parameter("hall.last_ticket_minutes", 0.0, "分钟", "关门前多久停止取号", _PROPOSAL, 0, 240),
    Parameter("hall.first_ticket_minutes", 30.0, "分钟", "开门前多久可以取号", _PROPOSAL, 0, 240),
    Parameter(
        "hall.tide_open_waiting", 15, "人", "潮汐窗口：排队达到此数建议增开", _PROPOSAL, 1, 500
    ),
    Parameter(
        "hall.tide_open_minutes", 20.0, "分钟", "潮汐窗口：等候达到此值即增开", _PROPOSAL, 1, 600
    ),
    Parameter(
        "hall.tide_close_waiting", 5, "人", "潮汐窗口：排队低于此数可收回", _PROPOSAL, 0, 500
    ),
    Parameter(
        "hall.personal_data_days", 30, "天", "取号信息中的个人数据保留天数", _PROPOSAL, 1, 3650
    ),
)
define(*PARAMETERS)


@dataclass(frozen=True)
class HallRules:
    """What holds on one day, in the types the rules want."""

    calling: CallingRule
    alarm_wait: timedelta
    call_limit: int
    recall_gap: timedelta
    returns_limit: int
    return_after: int
    last_ticket: timedelta
    first_ticket: timedelta
    tide_open_waiting: int
    tide_open_wait: timedelta
    tide_close_waiting: int
    personal_data_days: int


def hall_rules(values: Mapping[str, Value]) -> HallRules:
    """The rules of a day from its parameter values by key."""

    def minutes(key: str) -> timedelta:
        return timedelta(minutes=float(values[key]))

    return HallRules(
        calling=CallingRule(
            rates={
                TicketClass.ORDINARY: float(values["hall.rate_ordinary"]),
                TicketClass.BOOKED: float(values["hall.rate_booked"]),
                TicketClass.PRIORITY: float(values["hall.rate_priority"]),
            },
            max_wait=minutes("hall.max_wait_minutes").total_seconds(),
        ),
        alarm_wait=minutes("hall.alarm_wait_minutes"),
        call_limit=int(values["hall.call_limit"]),
        recall_gap=timedelta(seconds=float(values["hall.recall_gap_seconds"])),
        returns_limit=int(values["hall.returns_limit"]),
        return_after=int(values["hall.return_after"]),
        last_ticket=minutes("hall.last_ticket_minutes"),
        first_ticket=minutes("hall.first_ticket_minutes"),
        tide_open_waiting=int(values["hall.tide_open_waiting"]),
        tide_open_wait=minutes("hall.tide_open_minutes"),
        tide_close_waiting=int(values["hall.tide_close_waiting"]),
        personal_data_days=int(values["hall.personal_data_days"]),
    )
