"""Numbers of messages that a notice can change."""

from collections.abc import Mapping
from dataclasses import dataclass

from yimen.reference.policy.rules import Parameter, Value, define

_CITY = "东莞市政务服务短信通行格式"
_GATEWAY = "短信网关合同限速，按合同调整"
_PROPOSAL = "产品建议值，可按本地规定调整"
_NIGHT = "通信短信息服务管理规定的通行理解（夜间不扰民）"

PARAMETERS = (
    Parameter("notify.sign", "东莞政务", "", "短信签名（【】内的文字）", _CITY),
    Parameter("notify.per_minute", 600, "条/分钟", "每分钟最多发送短信数", _GATEWAY, 1, 100_000),
    Parameter("notify.burst", 100, "条", "短时间内最多连发短信数", _GATEWAY, 1, 10_000),
    Parameter("notify.tries", 6, "次", "短信发送失败最多试几次", _PROPOSAL, 1, 20),
    Parameter("notify.quiet_from", 22, "时", "夜间几点起不发非紧急短信", _NIGHT, 0, 23),
    Parameter("notify.quiet_until", 8, "时", "夜间到几点止（与起点相同：不设）", _NIGHT, 0, 23),
    Parameter("notify.kept_days", 365, "天", "消息内容和手机号保留天数", _PROPOSAL, 30, 3660),
)
define(*PARAMETERS)


@dataclass(frozen=True)
class NotifyRules:
    """What holds on one day."""

    sign: str
    per_minute: int
    burst: int
    tries: int
    quiet_from: int
    quiet_until: int
    kept_days: int


def notify_rules(values: Mapping[str, Value]) -> NotifyRules:
    """The rules of a day from its parameter values by key."""

    def whole(key: str) -> int:
        return int(values[f"notify.{key}"])

    return NotifyRules(
        sign=str(values["notify.sign"]),
        per_minute=whole("per_minute"),
        burst=whole("burst"),
        tries=whole("tries"),
        quiet_from=whole("quiet_from"),
        quiet_until=whole("quiet_until"),
        kept_days=whole("kept_days"),
    )
