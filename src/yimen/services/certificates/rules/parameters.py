"""Numbers of certificates that a notice can change."""

from yimen.reference.policy.rules import Parameter, define

_PROPOSAL = "产品建议值，可按本市规定调整"

SHOW_MINUTES = "certificates.show_minutes"
COPY_DAYS = "certificates.copy_days"

define(
    Parameter(SHOW_MINUTES, 5, "分钟", "亮证码有效时间", _PROPOSAL, 1, 30),
    Parameter(
        "certificates.copy_days", 365, "天", "核验过的复印件最长复用时间", _PROPOSAL, 1, 3650
    ),
)
