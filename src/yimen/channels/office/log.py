"""The log for the audit administrator: who did what to windows, numbers and parameters."""

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office import words
from yimen.channels.office.frame import page
from yimen.reference.people.rules import Right
from yimen.reference.policy import queries as policy
from yimen.services.hall import queries
from yimen.services.hall.queries import today as hall_today
from yimen.services.hall.queries.today import Deed

_LIMIT = 300


@require_safe
@staff_page(Right.AUDIT)
def index(request: StaffRequest) -> HttpResponse:
    """One day of the hall's log, newest first, and the history of parameters."""
    today = queries.business_day(request.centre_id, timezone.now())
    day = typed.day(request.GET.get("day", "")) or today
    zone = queries.centre(request.centre_id).zone
    start = datetime.combine(day, time(), zone)
    who = request.GET.get("who", "").strip()
    found = hall_today.deeds(
        request.centre_id, start, start + timedelta(days=1), actor=who, limit=_LIMIT
    )
    context = {
        "day": day,
        "asked": who,
        "deeds": [_row(request, deed) for deed in found],
        "limit": _LIMIT,
        "entries": policy.history()[:50],
    }
    return page(request, "office/log.html", context, here="log")


def _row(request: StaffRequest, deed: Deed) -> dict[str, object]:
    places = queries.window_places(request.centre_id)
    name = deed.name
    if deed.about == "window":
        place = places.get(int(deed.name))
        name = f"{place.number} 号窗口" if place else ""
    return {
        "at": deed.at,
        "who": words.actor(deed.actor),
        "name": name,
        "what": words.EVENTS.get(deed.event, deed.event),
        "reason": words.PAUSES.get(deed.reason, deed.reason),
    }
