"""Booking's numbers that a notice can change. Defaults follow the reference city where it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from yimen.reference.policy.rules import Parameter, Value, define

_CITY = "东莞市预约规则（2021）"
_PRACTICE = "各地大厅通行做法"
_TAX = "厦门市税务预约规则"
_PROPOSAL = "产品建议值，可按本厅规定调整"

FULL_BOOKING = "booking.walk_in_limited"

PARAMETERS = (
    Parameter("booking.slot_minutes", 30, "分钟", "预约时段长度", _PRACTICE, 10, 240),
    Parameter("booking.first_hour", 9, "时", "预约时段最早几点开始", _PROPOSAL, 0, 23),
    Parameter("booking.last_hour", 17, "时", "预约时段最晚几点结束", _PROPOSAL, 1, 24),
    Parameter("booking.release_days", 7, "天", "提前几天放号", _CITY, 0, 60),
    Parameter("booking.release_hour", 9, "时", "每天几点放号", _CITY, 0, 23),
    Parameter("booking.online_share", 0.4, "", "可预约名额占办理能力的比例", _PROPOSAL, 0, 1),
    Parameter("booking.day_limit", 2, "个", "每人同一天最多预约数", _PRACTICE, 1, 20),
    Parameter("booking.early_minutes", 30.0, "分钟", "提前多久可以签到", _PRACTICE, 0, 240),
    Parameter("booking.cancel_minutes", 120.0, "分钟", "最晚提前多久取消", _PRACTICE, 0, 2880),
    Parameter("booking.no_show_limit", 3, "次", "期内爽约超过几次限制预约", _TAX, 0, 50),
    Parameter("booking.no_show_days", 30, "天", "爽约计次的期限", _TAX, 1, 365),
    Parameter("booking.bar_days", 30, "天", "限制预约的天数", _PRACTICE, 1, 365),
    Parameter("booking.passes", 2, "次", "签到后同日过号几次算爽约", _PROPOSAL, 1, 10),
    Parameter("booking.busy_share", 0.7, "", "约满几成起显示“较忙”", _PROPOSAL, 0.1, 1),
    Parameter(FULL_BOOKING, False, "", "全预约：现场号只放剩余名额", _CITY),
    Parameter("booking.personal_data_days", 90, "天", "预约个人数据保留天数", _PROPOSAL, 31, 999),
)
define(*PARAMETERS)


@dataclass(frozen=True)
class BookingRules:
    """What holds on one day, in the types the rules want."""

    length: timedelta
    within: tuple[time, time]
    release_days: int
    release_hour: int
    online_share: float
    day_limit: int
    early: timedelta
    cancel_notice: timedelta
    no_show_limit: int
    no_show_window: timedelta
    bar: timedelta
    passes: int
    busy_share: float
    walk_in_limited: bool
    personal_data_days: int


def booking_rules(values: Mapping[str, Value]) -> BookingRules:
    """The rules of a day from its parameter values by key."""

    def number(key: str) -> float:
        return float(values[f"booking.{key}"])

    def whole(key: str) -> int:
        return int(values[f"booking.{key}"])

    return BookingRules(
        length=timedelta(minutes=whole("slot_minutes")),
        within=(time(whole("first_hour")), _closing(whole("last_hour"))),
        release_days=whole("release_days"),
        release_hour=whole("release_hour"),
        online_share=number("online_share"),
        day_limit=whole("day_limit"),
        early=timedelta(minutes=number("early_minutes")),
        cancel_notice=timedelta(minutes=number("cancel_minutes")),
        no_show_limit=whole("no_show_limit"),
        no_show_window=timedelta(days=whole("no_show_days")),
        bar=timedelta(days=whole("bar_days")),
        passes=whole("passes"),
        busy_share=number("busy_share"),
        walk_in_limited=bool(values[FULL_BOOKING]),
        personal_data_days=whole("personal_data_days"),
    )


def _closing(hour: int) -> time:
    """The end of a day's half hours; 24 is the last second of the day."""
    return time.max if hour == 24 else time(hour)
