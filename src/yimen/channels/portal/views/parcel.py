"""A parcel's own page, by its secret address: where it is, and "it did not reach me"."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.parcels import is_over, shown_parcel
from yimen.channels.doorway.streams import stream_url
from yimen.channels.doorway.who import citizen
from yimen.journeys.telling import case_id_of
from yimen.services.cases.queries import cases
from yimen.services.delivery import actions, queries
from yimen.services.delivery.errors import ParcelNotFound
from yimen.services.delivery.queries import Direction, ParcelView
from yimen.services.delivery.rules.states import State

#: Later than that nobody can find out any more who signed.
_DISPUTABLE: Final = timedelta(days=30)


@never_cache
@require_safe
def parcel(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; live while it is under way."""
    view = queries.parcel_by_public_id(public_id)
    shown = shown_parcel(view, queries.timeline(view.id))
    case_id = case_id_of(view.reference)
    _, item = cases.names_of([case_id] if case_id else []).get(case_id or 0, ("", ""))
    context = {
        "shown": shown,
        "item": item,
        "from_citizen": view.direction is Direction.FROM_CITIZEN,
        "may_dispute": _may_dispute(view),
        "live": "" if is_over(view) else stream_url(request, [f"parcel:{public_id}"]),
    }
    if request.headers.get("HX-Request"):
        return render(request, "portal/parcel.html#way", context)
    return render(request, "portal/parcel.html", context)


@never_cache
@require_POST
def dispute(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whoever should have got it says that they did not. Pressed twice it is said once."""
    view = queries.parcel_by_public_id(public_id)
    if view.state is State.SIGNED:
        if not _may_dispute(view):
            raise ParcelNotFound
        actions.dispute(view.id, by=citizen(public_id), at=timezone.now())
    return redirect("parcel", public_id)


def _may_dispute(view: ParcelView) -> bool:
    """Signed, to a citizen, and not long ago."""
    return (
        view.signed_at is not None
        and view.direction is Direction.TO_CITIZEN
        and timezone.now() - view.signed_at <= _DISPUTABLE
    )
