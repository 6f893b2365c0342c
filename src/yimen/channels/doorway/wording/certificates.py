"""Refusals of certificates as sentences, and the codes in their facts as words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yimen.services.certificates.rules.states import Standing

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

#: What a certificate is worth today: title, what that means for whoever looks at it, tone.
STANDINGS: Final[Mapping[Standing, tuple[str | Promise, str | Promise, str]]] = {
    Standing.GOOD: (
        _("证照有效"),
        _("它由下列机关制发，现在有效。请核对证照上的内容与下面相同。"),
        "good",
    ),
    Standing.EARLY: (_("还没有生效"), _("证照是真的，到有效期的第一天才生效。"), "wait"),
    Standing.EXPIRED: (
        _("证照已过期"),
        _("证照曾由下列机关制发，有效期已经结束，现在不能使用。"),
        "bad",
    ),
    Standing.REPLACED: (
        _("已换发新证"),
        _("这一版已被新版代替，现在不能使用。请持证人出示新版。"),
        "bad",
    ),
    Standing.SUSPENDED: (_("证照已暂扣"), _("暂扣期间不能使用。"), "bad"),
    Standing.MOVED: (_("证照已转出"), _("已转到其他机关管理，请向转入机关核实。"), "bad"),
    Standing.CANCELLED: (_("证照已注销"), _("证照曾由下列机关制发，已经注销，不再有效。"), "bad"),
    Standing.REVOKED: (
        _("证照已吊销或撤销"),
        _("证照已被下列机关收回，不再有效。"),
        "bad",
    ),
}
#: The same in one word, for badges.
STANDING_WORDS: Final[Mapping[Standing, str | Promise]] = {
    Standing.GOOD: _("有效"),
    Standing.EARLY: _("未生效"),
    Standing.EXPIRED: _("已过期"),
    Standing.REPLACED: _("已换发"),
    Standing.SUSPENDED: _("暂扣"),
    Standing.MOVED: _("已转出"),
    Standing.CANCELLED: _("已注销"),
    Standing.REVOKED: _("已收回"),
}

PHRASES: Final[Mapping[str, str | Promise]] = {
    "certificates.not_found": _("没有找到这个证照。请核对后再试。"),
    "certificates.change_not_allowed": "这个证照现在是“%(certificate)s”，不能这样变更。",
    "certificates.already_issued": "这个办件的结果已经制发过，内容不同。请先查看已制发的证照。",
    "certificates.not_in_force": _("这个证照不在有效状态（%(certificate)s），不能使用。"),
    "certificates.offer_gone": _(
        "这份已有材料刚刚不再有效（%(certificate)s），不能免提交。请改交原件，或换一种方式提交。"
    ),
    "certificates.reason_needed": "请写明原因。",
    "certificates.own": "这是您本人的证照，须回避，请同事办理。",
    "certificates.consent_needed": _("使用您已有的证照，需要您同意并写明用途。"),
    "certificates.lost": _("证照文件暂时不能打开。请稍后再试，或到窗口打印。"),
    "certificates.code_expired": _("这个码已经过期。请持证人重新出示。"),
}

WORDS: Final[Mapping[str, str | Promise]] = {
    f"certificate.{state}": word for state, word in STATES.items()
}
