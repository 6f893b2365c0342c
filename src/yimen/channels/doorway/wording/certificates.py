"""Refusals of certificates as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: The national states of certificates in words.
STATES: Final[Mapping[str, str | Promise]] = {
    "01": _("有效"),
    "02": _("暂扣"),
    "03": _("已撤销"),
    "04": _("已注销"),
    "05": _("已失效"),
    "06": _("已转出"),
    "07": _("已吊销"),
}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "certificates.not_found": _("没有找到这个证照。请核对后再试。"),
    "certificates.change_not_allowed": "这个证照现在是“%(certificate)s”，不能这样变更。",
    "certificates.already_issued": "这个办件的结果已经制发过，内容不同。请先查看已制发的证照。",
    "certificates.not_in_force": _("这个证照不在有效状态（%(certificate)s），不能使用。"),
    "certificates.reason_needed": "请写明原因。",
    "certificates.consent_needed": _("使用您已有的证照，需要您同意并写明用途。"),
    "certificates.code_expired": _("这个码已经过期。请持证人重新出示。"),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    f"certificate.{state}": word for state, word in STATES.items()
}
