"""A number's own page: where it stands, live; giving it back; returning to the line."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway.streams import stream_url
from yimen.channels.doorway.who import citizen
from yimen.channels.portal import words
from yimen.channels.portal.way.part import goal_of, way_to
from yimen.journeys.standing import Standing, standing
from yimen.services.hall import actions as hall
from yimen.services.hall import queries
from yimen.services.hall.rules.states import AT_WINDOW, FINAL, State

#: What may change this page: the number's own moves, and others of its business moving.
EVENTS: Final = " ".join(
    f"ticket.{name}"
    for name in (
        "issued", "called", "serving", "done", "missed", "waiting", "held", "withdrawn", "abandoned"
    )
)  # fmt: skip


@never_cache
@require_safe
def ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; htmx asks for its living part alone."""
    stands = standing(public_id, at=timezone.now())
    context = _context(request, stands)
    if request.headers.get("HX-Request"):
        return render(request, "portal/ticket.html#standing", context)
    context["live"] = stream_url(
        request, [f"ticket:{public_id}", f"queue:{stands.ticket.queue.id}"]
    )
    context["events"] = EVENTS
    return render(request, "portal/ticket.html", context)


def _context(request: HttpRequest, stands: Standing) -> dict[str, Any]:
    state = stands.ticket.state
    is_over = state in FINAL or not stands.is_today
    return {
        "standing": stands,
        "said": words.said(stands),
        "ahead": words.ahead(stands),
        "wait": words.wait(stands),
        "progress": words.progress(stands, timezone.now()),
        "is_waiting": state is State.WAITING and stands.is_today,
        "at_window": state in AT_WINDOW or state is State.HELD,
        "is_over": is_over,
        **_way(request, stands, is_over=is_over),
    }


def _way(request: HttpRequest, stands: Standing, *, is_over: bool) -> dict[str, Any]:
    """The map, unless the page that asks shows this very one already."""
    goal = "" if is_over else goal_of(stands)
    way = way_to(stands.centre.id, goal) if goal and goal != request.GET.get("goal") else None
    return {"goal": goal, "way": way}


@never_cache
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks once, as a page for phones without script, then gives the number back."""
    if request.method == "POST":
        view = queries.ticket_by_public_id(public_id)
        if view.state is not State.WITHDRAWN:  # a second press changes nothing
            hall.withdraw(view.id, by=citizen(public_id), at=timezone.now())
        return redirect("ticket", public_id)
    stands = standing(public_id, at=timezone.now())
    if not stands.may_withdraw:
        return redirect("ticket", public_id)
    return render(request, "portal/withdraw.html", {"standing": stands})


@never_cache
@require_POST
def rejoin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back into the line after a missed call, once."""
    view = queries.ticket_by_public_id(public_id)
    if view.state is State.MISSED:  # a second press finds the number waiting
        hall.rejoin(view.id, by=citizen(public_id), at=timezone.now())
    return redirect("ticket", public_id)
