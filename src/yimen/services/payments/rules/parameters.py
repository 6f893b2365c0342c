"""Payments' numbers that a notice or a contract can change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from yimen.reference.policy.rules import Parameter, Value, define

_PRACTICE = "各地非税缴款码通行做法"
_CONTRACT = "支付服务合同，按合同调整"
_PROPOSAL = "产品建议值，可按本地规定调整"

PARAMETERS = (
    Parameter("payments.qr_minutes", 15, "分钟", "缴款二维码有效时间", _PRACTICE, 1, 120),
    Parameter("payments.ask_hours", 24, "小时", "未收到结果的缴款查询多久", _CONTRACT, 1, 168),
    Parameter("payments.catch_up_days", 14, "天", "漏对账的日子最多往前补几天", _PROPOSAL, 1, 90),
    Parameter(
        "payments.back_refused_percent", 100, "%", "不予许可后退还已缴费用的比例", _PROPOSAL, 0, 100
    ),
    Parameter(
        "payments.back_ended_percent", 100, "%", "撤回或终止后退还已缴费用的比例", _PROPOSAL, 0, 100
    ),
)
define(*PARAMETERS)


@dataclass(frozen=True)
class PaymentRules:
    """What holds on one day."""

    qr_lives: timedelta
    asked_for: timedelta
    catch_up_days: int
    back_refused_percent: int
    back_ended_percent: int


def payment_rules(values: Mapping[str, Value]) -> PaymentRules:
    """The rules of a day from its parameter values by key."""

    def whole(key: str) -> int:
        return int(values[f"payments.{key}"])

    return PaymentRules(
        qr_lives=timedelta(minutes=whole("qr_minutes")),
        asked_for=timedelta(hours=whole("ask_hours")),
        catch_up_days=whole("catch_up_days"),
        back_refused_percent=whole("back_refused_percent"),
        back_ended_percent=whole("back_ended_percent"),
    )
