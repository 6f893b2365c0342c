"""The desk's page, its region alone, and the questions it asks as pages of their own."""

from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from yimen.channels.desk.picture import draw
from yimen.channels.desk.seat import Seat, SeatedRequest, seated
from yimen.channels.desk.words import KEYS, PAUSE_ICONS, PAUSES
from yimen.channels.doorway.streams import stream_url
from yimen.services.hall import queries

QUESTIONS: Final = frozenset({"pause", "transfer", "call", "keys"})


@require_safe
@never_cache
@seated
def desk(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """The whole page, or for a refresh its region alone."""
    if request.headers.get("HX-Request"):
        return _region(request, seat)
    return render(
        request, "desk/desk.html", {**_asked(seat), **_shown(seat), **_live(request, seat)}
    )


@require_safe
@never_cache
@seated
def ask(request: SeatedRequest, seat: Seat, question: str) -> HttpResponse:
    """A dialog of the desk as a page, for browsers without script."""
    if question not in QUESTIONS:
        raise Http404
    return render(
        request,
        "desk/ask.html",
        {**_asked(seat), "question": question, "present": queries.at_window(seat.window.id)},
    )


def drawn(request: SeatedRequest, seat: Seat, said: str = "") -> HttpResponse:
    """After a move: the region as it is now, or without script the page again.

    Args:
        request: the move's.
        seat: as it was before the move; asked anew here.
        said: a short confirmation.
    """
    if not request.headers.get("HX-Request"):
        if said:
            messages.success(request, said)
        return redirect("desk", number=seat.window.number)
    now = replace(seat, duty=queries.duty(seat.window.id), at=timezone.now())
    answer = _region(request, now)
    return trigger_client_event(answer, "toast", {"value": said}) if said else answer


def _region(request: SeatedRequest, seat: Seat) -> HttpResponse:
    return render(request, "desk/desk.html#region", _shown(seat))


def _shown(seat: Seat) -> dict[str, object]:
    return {"picture": draw(seat), "seat": seat, "number": seat.window.number}


def _asked(seat: Seat) -> dict[str, object]:
    """What the dialogs need."""
    queues = queries.queues(seat.centre_id).values()
    return {
        "seat": seat,
        "number": seat.window.number,
        "targets": list(queues),
        "pauses": [
            (str(place), reason, word, PAUSE_ICONS[reason])
            for place, (reason, word) in enumerate(PAUSES.items(), 1)
        ],
        "keys": KEYS,
    }


def _live(request: SeatedRequest, seat: Seat) -> dict[str, object]:
    """The stream of this window and of its businesses; a change of skills loads the page anew."""
    known = queries.queues(seat.centre_id)
    window = f"window:{seat.window.id}"
    lines = [f"queue:{known[code].id}" for code in seat.duty.queues if code in known]
    return {"stream": stream_url(request, [window, *lines]), "window_topic": window}
