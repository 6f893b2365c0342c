"""Numbers of cases that a notice can change; clocks and custody keep theirs beside their rules."""

from yimen.reference.policy.rules import Parameter, define

DRAFT_DAYS = "cases.draft_days"
BROKEN_PROMISE_DAYS = "cases.broken_promise_days"
QUERY_TRIES = "cases.query_tries"
QUERY_LOCK_MINUTES = "cases.query_lock_minutes"

_PROPOSAL = "产品建议值，可按本市规定调整"

define(
    Parameter(
        BROKEN_PROMISE_DAYS,
        365,
        "天",
        "承诺未履行后多久不适用容缺受理和告知承诺",
        _PROPOSAL,
        0,
        1825,
    ),
    Parameter(DRAFT_DAYS, 30, "天", "草稿多少天没有保存就过期", _PROPOSAL, 1, 365),
    Parameter(QUERY_LOCK_MINUTES, 30, "分钟", "查询码连续输错后暂停多久", _PROPOSAL, 1, 1440),
    Parameter(QUERY_TRIES, 5, "次", "查询码连续输错几次后暂停凭码查询", _PROPOSAL, 3, 20),
)
