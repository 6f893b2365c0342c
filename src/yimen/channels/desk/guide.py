"""The guide beside the person: what to ask for, for their situation. Also a page of its own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yimen.channels.desk.guide_items import found
from yimen.channels.desk.seat import Seat, SeatedRequest, seated
from yimen.channels.doorway import guides


@require_safe
@never_cache
@seated
def guide(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """Hits for a text, or the guide of an item; for htmx the piece alone."""
    text = request.GET.get("q", "").strip()[:40]
    code = request.GET.get("item", "")[:100]
    context: dict[str, Any] = {"number": seat.window.number, "seat": seat, "searched": text}
    if code:
        context |= _guide(code, guides.given(request.GET.dict()))
    else:
        context["hits"] = found(text, seat.duty.queues)
    if not request.headers.get("HX-Request"):
        return render(request, "desk/guide.html", context)
    return render(request, "desk/_guide.html" if code else "desk/_hits.html", context)


def _guide(code: str, answers: dict[str, str]) -> dict[str, Any]:
    opened = guides.open_guide(code, answers)
    item = opened.guide
    return {
        "opened": opened,
        "guide": item,
        "cost": guides.money(item.cost),
        "promised": _("当场办结") if item.instant else guides.days(item.promised),
        "statutory": guides.days(item.statutory),
    }
