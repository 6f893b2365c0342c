"""How certificates stand, in the words of a wallet."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yimen.journeys.wallet import Card
from yimen.kernel import masking
from yimen.services.certificates.rules.states import Standing

#: What the holder does next, by how the certificate stands.
NEXT: Final[Mapping[Standing, str | Promise]] = {
    Standing.EARLY: gettext_lazy("到有效期的第一天起可以使用。"),
    Standing.EXPIRED: gettext_lazy("有效期已经结束。需要继续使用，请重新办理。"),
    Standing.REPLACED: gettext_lazy("已换发新证，请使用新证。"),
    Standing.SUSPENDED: gettext_lazy("暂扣期间不能使用。请向制发机关了解怎样恢复。"),
    Standing.MOVED: gettext_lazy("已转到其他机关管理，请向转入机关办理。"),
    Standing.CANCELLED: gettext_lazy("已经注销。需要时请重新办理。"),
    Standing.REVOKED: gettext_lazy("已被制发机关收回。有疑问请向制发机关询问。"),
}
#: Who used it, by how.
USES: Final[Mapping[str, str | Promise]] = {
    "show": gettext_lazy("您出示了证照"),
    "scan": gettext_lazy("有人扫码核验"),
    "reuse": gettext_lazy("办事时免提交"),
}


def next_step(card: Card) -> str:
    """What its holder may want to do; empty where there is nothing."""
    if card.days_left is not None:
        count = card.days_left
        return ngettext(
            "还有 %(count)s 天到期，现在可以换证。",
            "还有 %(count)s 天到期，现在可以换证。",
            count,
        ) % {"count": count}
    found = NEXT.get(card.proof.standing)
    return str(found) if found else ""


def hidden_number(number: str) -> str:
    """A number on a list: its ends, so that two of a kind can be told apart."""
    return masking.document_number(number)


def when(card: Card) -> str:
    """Until when it is good, in few words."""
    until = card.view.valid_to
    if until is None:
        return _("长期")
    return _("至 %(year)s年%(month)s月%(day)s日") % {
        "year": until.year,
        "month": until.month,
        "day": until.day,
    }
