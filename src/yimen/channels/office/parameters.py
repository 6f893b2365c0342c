"""Dated parameters of staff accounts: locking and idleness.

Source: GB/T 22239-2019 level 3 asks for both without giving values; these are the usual ones.
"""

from typing import Final

from yimen.reference.policy.rules import Parameter, define

_SOURCE: Final = "GB/T 22239-2019 三级要求，通行取值"
FAILURES: Final = "people.log_in_failures"
LOCK_MINUTES: Final = "people.lock_minutes"
IDLE_MINUTES: Final = "people.idle_minutes"

define(
    Parameter(FAILURES, 5, "次", "连续登录失败几次后锁定账号", _SOURCE, 3, 20),
    Parameter(LOCK_MINUTES, 30, "分钟", "账号锁定多久", _SOURCE, 1, 1440),
    Parameter(IDLE_MINUTES, 30, "分钟", "多久无操作后退出登录", _SOURCE, 5, 240),
)
