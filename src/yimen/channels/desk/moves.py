"""What the clerk does. Each move is for the ticket the page was drawn with, then draws anew."""

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from yimen.channels.desk.pages import drawn
from yimen.channels.desk.seat import Seat, SeatedRequest, expected, seated, ticket_id
from yimen.channels.desk.words import PAUSES
from yimen.journeys import serve
from yimen.services.hall import actions, queries
from yimen.services.hall.errors import ReasonNeeded
from yimen.services.hall.rules.states import PauseReason, State

Move = Callable[[SeatedRequest, Seat], HttpResponse]


def _move(view: Move) -> Callable[..., HttpResponseBase]:
    return require_POST(seated(view))


def _call(request: SeatedRequest, seat: Seat) -> None:
    key = request.POST.get("key", "")[:40] or None
    actions.call_next(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at, key=key)


def _finish(seat: Seat) -> None:
    serve.finish(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)


@_move
def call_next(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """下一位. Sent again (same key) it calls nobody else; with nobody there it stands by."""
    _call(request, seat)
    return drawn(request, seat)


@_move
def stand_down(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """取消等候."""
    actions.stand_down(seat.window.id, centre_id=seat.centre_id, by=seat.actor)
    return drawn(request, seat)


@_move
def call_chosen(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """特呼: a number out of order, with a reason."""
    ticket = queries.ticket_by_number(seat.centre_id, request.POST.get("chosen", "")[:10], seat.day)
    reason = request.POST.get("reason", "")[:120]
    actions.call_chosen(ticket.id, seat.window.id, by=seat.actor, at=seat.at, reason=reason)
    return drawn(request, seat, _("已特呼 %(number)s") % {"number": ticket.number})


@_move
def recall(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """重呼."""
    ticket = expected(request, seat, "recall")
    actions.recall(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)
    return drawn(request, seat, _("已重呼 %(number)s") % {"number": ticket.number})


@_move
def start(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """开始办理."""
    expected(request, seat, "start")
    actions.start(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)
    return drawn(request, seat)


@_move
def finish(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """办结, and ask the citizen for a rating."""
    ticket = expected(request, seat, "finish")
    _finish(seat)
    said = _("%(number)s 已办结，已请群众评价") % {"number": ticket.number}
    return drawn(request, seat, said)


@_move
def finish_and_call(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """办结并叫下一位. Sent again after a lost answer it neither finishes nor calls twice."""
    meant = ticket_id(request)
    present = queries.at_window(seat.window.id)
    finished_before = (
        meant != 0
        and (present is None or present.id != meant)
        and queries.ticket(meant).state is State.DONE
    )
    if not finished_before:
        expected(request, seat, "finish")
        _finish(seat)
    _call(request, seat)
    return drawn(request, seat)


@_move
def miss(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """过号."""
    ticket = expected(request, seat, "miss")
    actions.miss(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)
    return drawn(request, seat, _("%(number)s 已过号") % {"number": ticket.number})


@_move
def hold(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """挂起: the citizen fills in a form, the window is free."""
    ticket = expected(request, seat, "hold")
    actions.hold(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)
    return drawn(request, seat, _("%(number)s 已挂起") % {"number": ticket.number})


@_move
def unhold(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """恢复: go on with somebody on hold."""
    actions.resume(ticket_id(request), seat.window.id, by=seat.actor, at=seat.at)
    return drawn(request, seat)


@_move
def transfer(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """转移 to another business, keeping number and time."""
    ticket = expected(request, seat, "transfer")
    target = queries.queue(seat.centre_id, request.POST.get("queue", ""))
    actions.transfer(
        seat.window.id, target.code, centre_id=seat.centre_id, by=seat.actor, at=seat.at
    )
    facts = {"number": ticket.number, "business": target.name}
    return drawn(request, seat, _("%(number)s 已转到 %(business)s") % facts)


@_move
def rejoin(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """Let somebody who missed the call back into the line."""
    ticket = actions.rejoin(ticket_id(request), by=seat.actor, at=seat.at)
    return drawn(request, seat, _("%(number)s 已重新排队") % {"number": ticket.number})


@_move
def pause(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """暂停 with a reason, which the window's screen shows."""
    reason = request.POST.get("reason", "")
    if reason not in PAUSES:
        raise ReasonNeeded(act="pause")
    actions.pause(
        seat.window.id, PauseReason(reason), centre_id=seat.centre_id, by=seat.actor, at=seat.at
    )
    return drawn(request, seat)


@_move
def resume(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """恢复服务."""
    actions.resume_duty(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)
    return drawn(request, seat)


@_move
def log_out(request: SeatedRequest, seat: Seat) -> HttpResponse:
    """签退; the windows to choose from come next."""
    actions.log_out(seat.window.id, centre_id=seat.centre_id, by=seat.actor, at=seat.at)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(reverse("desk-windows"))
    return redirect("desk-windows")
