"""What a notice can change about machines."""

from typing import Final

from yimen.reference.policy.rules import Parameter, define

IDLE_SECONDS: Final = "kiosk.idle_seconds"
NUMBER_SECONDS: Final = "kiosk.number_seconds"

define(
    Parameter(IDLE_SECONDS, 60, "秒", "取号机无操作多久后清空并返回首页", "产品建议值", 15, 600),
    Parameter(NUMBER_SECONDS, 40, "秒", "出号页停留多久后返回首页", "产品建议值", 10, 600),
)
