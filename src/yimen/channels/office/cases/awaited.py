"""What waits for my decision or answer: what colleagues asked for, and appeals against cards."""

from datetime import date, datetime
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import CARD_CAUSES
from yimen.channels.office.cases.inbox import followed
from yimen.channels.office.cases.who import name_of, names
from yimen.channels.office.cases.words import DUE
from yimen.channels.office.frame import page
from yimen.reference.catalogue import queries as catalogue
from yimen.reference.people.rules import Right
from yimen.services.cases.queries.awaiting import Asked, Awaited, awaiting
from yimen.services.cases.rules.clocks import StopReason
from yimen.services.cases.rules.explain import STOP_NAMES

_PAGE: Final = 100
#: What each is called, its picture, and the deed on the case's page that it waits for.
_KINDS: Final = {
    Asked.SPECIAL: ("特别程序", "circle-pause", "special-decide"),
    Asked.EXTENSION: ("延长期限", "calendar-plus", "extension-decide"),
    Asked.OPINION: ("征求意见", "message-square-plus", "opinion-give"),
    Asked.APPEAL: ("黄红牌申诉", "scale", "card-decide"),
}
#: What changes the list.
EVENTS: Final = " ".join(
    f"case.{name}"
    for name in [
        "special_asked",
        "special_refused",
        "suspend",
        "extension_asked",
        "extension_granted",
        "extension_refused",
        "ask_opinion",
        "give_opinion",
        "card_appealed",
        "card_cancelled",
        "card_kept",
        "grant",
        "refuse",
        "terminate",
        "void",
        "withdraw",
    ]
)


@never_cache
@require_safe
@staff_page(Right.HANDLE, Right.REVIEW, Right.APPROVE, Right.SUPERVISE_CASES)
def index(request: StaffRequest) -> HttpResponse:
    """All of it, what waits longest first."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = awaiting(request.actor, today=today, limit=_PAGE + 1)
    known = names(each.asked_by for each in found)
    departments = {each.id: each.name for each in catalogue.departments()}
    context = {
        "rows": [_row(each, known, departments, today) for each in found[:_PAGE]],
        "more": len(found) > _PAGE,
        "today": today,
        "stream": followed(request),
        "events": EVENTS,
    }
    return page(request, "office/cases/awaited.html", context, here="cases-awaited")


def _row(
    each: Awaited, known: dict[int, str], departments: dict[int, str], today: date
) -> dict[str, Any]:
    word, icon, deed = _KINDS[each.asked]
    return {
        "view": each,
        "kind": word,
        "icon": icon,
        "place": f"{deed}-{each.about}",
        "waited": _waited(each.asked_at, today),
        "what": _what(each),
        "who": name_of(each.asked_by, known),
        "department": departments.get(each.department_id, ""),
        "due": DUE[each.colour] if each.colour is not None else None,
    }


def _waited(since: datetime, today: date) -> str:
    days = (today - timezone.localdate(since)).days
    return f"{days} 天" if days else "今天"


def _what(each: Awaited) -> str:
    if each.asked is Asked.SPECIAL:
        return f"{STOP_NAMES[StopReason(each.detail)]}，{each.days} 个工作日"
    if each.asked is Asked.EXTENSION:
        return f"{each.days} 日"
    return str(CARD_CAUSES[each.detail]) if each.asked is Asked.APPEAL else ""
