"""Items at the machine: found by what people call them, what to bring, the guide to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yimen.channels.doorway import guides
from yimen.channels.doorway.codes import qr_svg
from yimen.channels.doorway.names import named
from yimen.channels.kiosk.offers import Offer
from yimen.reference.catalogue import queries as catalogue

_HITS: Final = 6


@dataclass(frozen=True)
class Choice:
    """An item found, with the line of its business here."""

    code: str
    name: str
    department: str
    paused: bool
    offer: Offer | None


def found(text: str, known: Sequence[Offer]) -> list[Choice]:
    """The items a text means, best first; what this centre serves is ranked a little higher."""
    by_code = {offer.code: offer for offer in known}
    names = {department.name: named(department) for department in catalogue.departments()}
    return [
        Choice(
            code=hit.code,
            name=hit.name,
            department=names.get(hit.department, hit.department),
            paused=hit.paused,
            offer=by_code.get(hit.queue_code),
        )
        for hit in catalogue.search(text, limit=_HITS, at_window=by_code)
    ]


def context(request: HttpRequest, code: str, known: Sequence[Offer]) -> dict[str, Any]:
    """What the item's page shows.

    Raises:
        ItemNotFound, ItemNotOffered: nobody can file for it now.
    """
    opened = guides.open_guide(code, {})
    guide = opened.guide
    address = request.build_absolute_uri(reverse("item", args=[guide.code]))
    return {
        "guide": guide,
        "name": named(guide),
        "groups": opened.groups,
        "cost": guides.money(guide.cost),
        "promised": _("当场办结") if guide.instant else guides.days(guide.promised),
        "offer": next((offer for offer in known if offer.code == guide.queue_code), None),
        "code": qr_svg(address, label=_("扫码带走这份指南")),
    }
