"""The doors' numbers that a notice can change."""

from typing import Final

from yimen.reference.policy.rules import Parameter, define

CITIZEN_IDLE_MINUTES: Final = "doorway.citizen_idle_minutes"

_PRACTICE: Final = "各地政务服务平台通行做法"

define(
    Parameter(CITIZEN_IDLE_MINUTES, 15, "分钟", "市民登录后多久不操作自动退出", _PRACTICE, 1, 120)
)
