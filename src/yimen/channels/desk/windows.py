"""Before the desk: which window, and sitting down there."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.desk.seat import window_by_number
from yimen.channels.doorway import typed
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.people.rules import Right
from yimen.services.hall import actions, queries
from yimen.services.hall.queries import DutyView
from yimen.services.hall.rules.states import Duty

#: The window this browser logged in at last: a number, nothing about a person.
LAST_COOKIE: Final = "yimen_desk_window"
_LAST_AGE: Final = 90 * 24 * 3600


@dataclass(frozen=True)
class AreaOfWindows:
    """An area and its windows."""

    code: str
    windows: list[DutyView]
    in_use: int


@require_safe
@staff_page(Right.SERVE)
def choose(request: HttpRequest) -> HttpResponseBase:
    """All windows by area; whoever sits somewhere already goes straight there."""
    asked = cast(StaffRequest, request)
    seated = queries.duty_of_staff(asked.actor.id)
    if seated is not None:
        return redirect("desk", number=seated.window)
    duties = queries.duties(asked.centre_id)
    last = typed.number(request.COOKIES.get(LAST_COOKIE, ""))
    names = {code: view.name for code, view in queries.queues(asked.centre_id).items()}
    return render(
        request,
        "desk/windows.html",
        {
            "areas": _by_area(duties),
            "last": next((duty for duty in duties if duty.window == last), None),
            "names": names,
            "place": queries.centre(asked.centre_id).name,
            "who": asked.staff,
            "in_use": sum(duty.state is not Duty.CLOSED for duty in duties),
            "all": len(duties),
        },
    )


@require_POST
@staff_page(Right.SERVE)
def log_in(request: HttpRequest) -> HttpResponse:
    """Sit down at a window by its number."""
    asked = cast(StaffRequest, request)
    number = typed.number(request.POST.get("number", ""))
    if number is None:
        raise WindowNotFound(window=request.POST.get("number", "")[:6])
    place = window_by_number(asked.centre_id, number)
    actions.log_in(place.id, centre_id=asked.centre_id, by=asked.actor, at=timezone.now())
    answer = redirect("desk", number=number)
    answer.set_cookie(
        LAST_COOKIE,
        str(number),
        max_age=_LAST_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


def _by_area(duties: list[DutyView]) -> list[AreaOfWindows]:
    ordered = sorted(duties, key=lambda duty: (duty.area, duty.window))
    return [
        AreaOfWindows(code, found, sum(duty.state is not Duty.CLOSED for duty in found))
        for code, group in groupby(ordered, key=lambda duty: duty.area)
        if (found := list(group))
    ]
