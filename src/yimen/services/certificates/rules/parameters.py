"""Numbers of certificates that a notice can change."""

from yimen.reference.policy.rules import Parameter, define

_PROPOSAL = "产品建议值，可按本市规定调整"

SHOW_MINUTES = "certificates.show_minutes"
COPY_DAYS = "certificates.copy_days"
RENEW_DAYS = "certificates.renew_days"
VERIFY_TRIES = "certificates.verify_tries"
VERIFY_MINUTES = "certificates.verify_minutes"

define(
    Parameter(SHOW_MINUTES, 5, "分钟", "亮证码有效时间", _PROPOSAL, 1, 30),
    Parameter(COPY_DAYS, 365, "天", "核验过的复印件最长复用时间", _PROPOSAL, 1, 3650),
    Parameter(RENEW_DAYS, 90, "天", "证照到期前多久提醒换证", _PROPOSAL, 0, 3650),
    Parameter(VERIFY_TRIES, 20, "次", "同一网络连续输错几次核验码后暂停核验", _PROPOSAL, 3, 1000),
    Parameter(VERIFY_MINUTES, 15, "分钟", "核验码输错过多后暂停多久", _PROPOSAL, 1, 1440),
)
