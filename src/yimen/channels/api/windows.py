"""Windows: take a seat, call, serve, finish. `{id}` is the window's id, not its number."""

import json
from typing import Annotated, Final

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router

from yimen.channels.api.keys import ApiRequest, demand_window, ticket_for
from yimen.channels.api.repeats import IdempotencyKey, mark
from yimen.channels.api.schemas import (
    CallOut,
    ChosenCall,
    FinishOut,
    HeldTicket,
    PauseRequest,
    TicketOut,
    TicketReason,
    TransferRequest,
    WindowOut,
)
from yimen.channels.api.views import ticket_out, window_out
from yimen.journeys import serve
from yimen.reference.people.queries import KeyView
from yimen.reference.people.rules import Right, require
from yimen.services.hall import actions, queries
from yimen.services.hall.queries import DutyView
from yimen.services.hall.rules.states import PauseReason

router = Router(tags=["windows"])

WindowId = Annotated[
    int, Path(ge=1, le=2**63 - 1, description="The window's id, not the number on its sign.")
]
_NOBODY: Final = '{"ticket": null}'


def _seen(key: KeyView, duty: DutyView) -> WindowOut:
    return window_out(duty, timezone.now(), key.centre_id)


@router.get("/{window_id}", response=WindowOut, summary="Look at a window")
def look(request: ApiRequest, window_id: WindowId) -> WindowOut:
    """Its state, whom it serves and whom it holds."""
    demand_window(request.auth, window_id)
    require(request.auth.actor, Right.LOOK, centre_id=request.auth.centre_id)
    return _seen(request.auth, queries.duty(window_id))


@router.post("/{window_id}/log-in", response=WindowOut, summary="Open a window")
def log_in(request: ApiRequest, window_id: WindowId) -> WindowOut:
    """The system takes the window; again changes nothing."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    return _seen(key, actions.log_in(window_id, centre_id=key.centre_id, by=key.actor, at=at))


@router.post("/{window_id}/log-out", response=WindowOut, summary="Close a window")
def log_out(request: ApiRequest, window_id: WindowId) -> WindowOut:
    """Refused while somebody is at the window."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    return _seen(key, actions.log_out(window_id, centre_id=key.centre_id, by=key.actor, at=at))


@router.post("/{window_id}/pause", response=WindowOut, summary="Pause a window")
def pause(request: ApiRequest, window_id: WindowId, asked: PauseRequest) -> WindowOut:
    """Stop calling for a while; the reason is shown on the window's screen."""
    key = request.auth
    demand_window(key, window_id)
    duty = actions.pause(
        window_id,
        PauseReason(asked.reason),
        centre_id=key.centre_id,
        by=key.actor,
        at=timezone.now(),
    )
    return _seen(key, duty)


@router.post("/{window_id}/resume", response=WindowOut, summary="End a pause")
def resume(request: ApiRequest, window_id: WindowId) -> WindowOut:
    """The window calls again."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    return _seen(key, actions.resume_duty(window_id, centre_id=key.centre_id, by=key.actor, at=at))


@router.post("/{window_id}/call-next", response=CallOut, summary="Call the next number")
def call_next(
    request: ApiRequest, window_id: WindowId, idempotency_key: IdempotencyKey = None
) -> HttpResponse:
    """Whom the hall's rule chooses; with nobody waiting the window stands by."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    centre_id = key.centre_id
    called = actions.claim_next(
        window_id, centre_id=centre_id, by=key.actor, at=at, key=idempotency_key
    )
    if called is None:
        return HttpResponse(_NOBODY, content_type="application/json")
    if called.fresh is None:
        view = queries.ticket(called.id)
        answer = _call(
            view.public_id, view.number, view.queue, view.ticket_class.value,
            view.arrived_at.isoformat(), (view.called_at or at).isoformat(),
        )  # fmt: skip
        return mark(HttpResponse(answer, content_type="application/json"))
    row = called.fresh
    answer = _call(
        row["public_id"], row["number"], queries.queue_by_id(centre_id, row["queue_id"]),
        row["ticket_class"], row["arrived_at"].isoformat(), at.isoformat(),
    )  # fmt: skip
    return HttpResponse(answer, content_type="application/json")


def _call(
    ticket_id: str,
    number: str,
    queue: queries.QueueView,
    ticket_class: str,
    arrived_at: str,
    called_at: str,
) -> str:
    """The answer in the shape of `CallOut`."""
    ticket = {
        "id": ticket_id,
        "number": number,
        "queue": queue.code,
        "queue_name": queue.name,
        "ticket_class": ticket_class,
        "arrived_at": arrived_at,
        "called_at": called_at,
    }
    return json.dumps({"ticket": ticket}, ensure_ascii=False)


@router.post("/{window_id}/call", response=TicketOut, summary="Call a chosen number")
def call_chosen(request: ApiRequest, window_id: WindowId, asked: ChosenCall) -> TicketOut:
    """Out of order, with a reason, by those who hold the right (特呼)."""
    key = request.auth
    demand_window(key, window_id)
    require(key.actor, Right.CALL_CHOSEN, centre_id=key.centre_id)
    view = ticket_for(key, asked.ticket)
    at = timezone.now()
    return ticket_out(
        actions.call_chosen(view.id, window_id, by=key.actor, at=at, reason=asked.reason)
    )


@router.post("/{window_id}/recall", response=TicketOut, summary="Call the same number again")
def recall(request: ApiRequest, window_id: WindowId) -> TicketOut:
    """As often as policy allows."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    return ticket_out(actions.recall(window_id, centre_id=key.centre_id, by=key.actor, at=at))


@router.post("/{window_id}/start", response=TicketOut, summary="Begin to serve")
def start(request: ApiRequest, window_id: WindowId) -> TicketOut:
    """The citizen is at the window."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    return ticket_out(actions.start(window_id, centre_id=key.centre_id, by=key.actor, at=at))


@router.post("/{window_id}/miss", response=TicketOut, summary="Pass a number nobody came for")
def miss(request: ApiRequest, window_id: WindowId) -> TicketOut:
    """过号: the citizen may rejoin the line."""
    key = request.auth
    demand_window(key, window_id)
    at = timezone.now()
    return ticket_out(actions.miss(window_id, centre_id=key.centre_id, by=key.actor, at=at))


@router.post("/{window_id}/hold", response=TicketOut, summary="Put a citizen on hold")
def hold(request: ApiRequest, window_id: WindowId, asked: TicketReason | None = None) -> TicketOut:
    """挂起: a form to fill in, a photo to take. The window is free."""
    key = request.auth
    demand_window(key, window_id)
    reason = asked.reason if asked else ""
    return ticket_out(
        actions.hold(
            window_id, centre_id=key.centre_id, by=key.actor, at=timezone.now(), reason=reason
        )
    )


@router.post("/{window_id}/resume-ticket", response=TicketOut, summary="Go on with a held number")
def resume_ticket(request: ApiRequest, window_id: WindowId, asked: HeldTicket) -> TicketOut:
    """At this window, whichever put it on hold."""
    key = request.auth
    demand_window(key, window_id)
    view = ticket_for(key, asked.ticket)
    return ticket_out(actions.resume(view.id, window_id, by=key.actor, at=timezone.now()))


@router.post("/{window_id}/transfer", response=TicketOut, summary="Send on to another business")
def transfer(request: ApiRequest, window_id: WindowId, asked: TransferRequest) -> TicketOut:
    """The citizen keeps number and time."""
    key = request.auth
    demand_window(key, window_id)
    return ticket_out(
        actions.transfer(
            window_id,
            asked.queue,
            centre_id=key.centre_id,
            by=key.actor,
            at=timezone.now(),
            reason=asked.reason,
        )
    )


@router.post("/{window_id}/finish", response=FinishOut, summary="Finish a service")
def finish(request: ApiRequest, window_id: WindowId) -> FinishOut:
    """The citizen is asked for a rating on the window's screen."""
    key = request.auth
    demand_window(key, window_id)
    view, token = serve.finish(window_id, centre_id=key.centre_id, by=key.actor, at=timezone.now())
    return FinishOut(ticket=ticket_out(view), rating_token=token)
