"""The window somebody sits at: found by its number and checked to be theirs, before any view."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TypedDict, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from yimen.channels.doorway import typed
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.centres.queries import WindowView
from yimen.reference.people.rules import Actor, Right
from yimen.services.hall import queries
from yimen.services.hall.errors import EventNotAllowed, WindowHasNobody
from yimen.services.hall.queries import DutyView, TicketView
from yimen.services.hall.rules.states import Duty

SeatedView = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Seat:
    """Who sits where, and when this request came."""

    window: WindowView
    duty: DutyView
    actor: Actor
    centre_id: int
    at: datetime
    day: date


class SeatedRequest(StaffRequest):
    """A request of the clerk on duty at a window."""


def window_by_number(centre_id: int, number: int) -> WindowView:
    """A centre's window by the number on its sign.

    Raises:
        WindowNotFound: the centre has none of this number.
    """
    for place in queries.window_places(centre_id).values():
        if place.number == number:
            return place
    raise WindowNotFound(window=number)


def seated(view: SeatedView) -> Callable[..., HttpResponseBase]:
    """Hand a view the seat of whoever asks; who does not sit there chooses a window first."""

    @staff_page(Right.SERVE)
    @wraps(view)
    def guarded(request: HttpRequest, number: int, **kwargs: object) -> HttpResponseBase:
        asked = cast(SeatedRequest, request)
        at = timezone.now()
        place = window_by_number(asked.centre_id, number)
        duty = queries.duty(place.id)
        if duty.state is Duty.CLOSED or duty.staff_id != asked.actor.id:
            if request.headers.get("HX-Request"):
                return HttpResponseClientRedirect(reverse("desk-windows"))
            return redirect("desk-windows")
        day = queries.business_day(asked.centre_id, at)
        seat = Seat(place, duty, asked.actor, asked.centre_id, at, day)
        return view(asked, seat, **kwargs)

    return guarded


def expected(request: HttpRequest, seat: Seat, event: str) -> TicketView:
    """The ticket at the window, if it is the one the page was drawn with.

    A second tab or a page left open shows yesterday's truth; its buttons must not act on whoever
    stands at the window now.

    Raises:
        WindowHasNobody: nobody is at the window.
        EventNotAllowed: the page meant another ticket.
    """
    present = queries.at_window(seat.window.id)
    meant = ticket_id(request)
    if present is not None and present.id == meant:
        return present
    if meant:
        raise EventNotAllowed(state=queries.ticket(meant).state.value, event=event)
    raise WindowHasNobody(window=seat.window.number)


class PlaceOf(TypedDict):
    """Where somebody is served: the window, and the number at it; None while nobody is there."""

    window_id: int
    ticket_id: int | None


def place_of(seat: Seat) -> PlaceOf:
    """This window with whoever is at it now, for what is gone on with here."""
    present = queries.at_window(seat.window.id)
    return PlaceOf(window_id=seat.window.id, ticket_id=present.id if present else None)


def ticket_id(request: HttpRequest) -> int:
    """The ticket a form names; 0 without a sensible one."""
    return typed.number(request.POST.get("ticket", "")) or 0
