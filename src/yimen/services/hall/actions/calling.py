"""Calling: the next, or a chosen one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.centres.errors import WindowNotFound
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import queries
from yimen.services.hall.actions.moves import move
from yimen.services.hall.errors import (
    NotSkilled,
    ReasonNeeded,
    TicketNotFound,
    WindowBusy,
    WindowNotOpen,
)
from yimen.services.hall.models import (
    CALL_ONCE,
    ONE_TICKET_PER_WINDOW,
    Ticket,
    WindowDuty,
    WindowSkill,
)
from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import Duty, Event
from yimen.support import sql

#: Attempts while colleagues take every candidate first; far more than a hall can cause.
_ATTEMPTS = 20


@dataclass(frozen=True)
class Called:
    """A call just made, as the one statement tells it; `fresh` is None for a repeated request."""

    id: int
    fresh: sql.Row | None


def call_next(
    window_id: int, *, centre_id: int, by: Actor, at: datetime, key: str | None = None
) -> int | None:
    """Call the citizen a window should serve next: the ticket's id. See `claim_next`.

    Raises:
        NotAllowed, WindowNotOpen, WindowBusy: as they say.
    """
    called = claim_next(window_id, centre_id=centre_id, by=by, at=at, key=key)
    return None if called is None else called.id


def claim_next(
    window_id: int, *, centre_id: int, by: Actor, at: datetime, key: str | None = None
) -> Called | None:
    """Call the citizen a window should serve next. None when nobody suitable waits.

    With nobody waiting the window stands by: the next arrival it may serve goes to the most
    specialised window standing by (see `offering`).

    Args:
        window_id: who asks.
        centre_id: the window's centre.
        by: the clerk on duty there, or a system acting for the window.
        at: now.
        key: idempotency key, unique within the window; a repeated request gets the same ticket.

    Raises:
        NotAllowed: `by` does not serve here, or a colleague is on duty at this window.
        WindowNotOpen: closed or paused.
        WindowBusy: the window has not finished with the citizen it called last.
    """
    require(by, Right.SERVE, centre_id=centre_id)
    place = queries.window_places(centre_id).get(window_id)
    if place is None:
        raise NotAllowed(right=Right.SERVE)
    day = queries.business_day(centre_id, at)
    rule = queries.rules_on(day).calling
    params: sql.Params = {
        "window_id": window_id,
        "window_number": place.number,
        "area": place.area,
        "staff_id": by.id if by.kind == "staff" else None,
        "day": day,
        "at": at,
        "rate_ordinary": rule.rates[TicketClass.ORDINARY],
        "rate_booked": rule.rates[TicketClass.BOOKED],
        "rate_priority": rule.rates[TicketClass.PRIORITY],
        "max_wait": rule.max_wait,
        "call_key": key,
        "actor": f"{by.kind}:{by.label}",
    }
    for _ in range(_ATTEMPTS):
        row = _claim(params, window_id, place.number)
        if row is None:
            continue
        if row["id"] is not None:
            return Called(row["id"], row if "number" in row else None)
        if key and (again := _called_before(window_id, key)):
            return Called(again, None)
        _refuse(row, window=place.number, by=by)
        if not row["candidates"]:
            break
    WindowDuty.objects.filter(pk=window_id, state=Duty.OPEN.value).update(standby_since=at)
    return _came_meanwhile(params, window_id, place.number)


def _came_meanwhile(params: sql.Params, window_id: int, window: int) -> Called | None:
    """Who came after the window found nobody and before others saw it stand by, else None."""
    row = _claim(params, window_id, window)
    if row is None:
        return None
    found = row["id"] or row["present_id"]
    return None if found is None else Called(found, row if row["id"] and "number" in row else None)


def _claim(params: sql.Params, window_id: int, window: int) -> sql.Row | None:
    """The one statement; None when it should be tried again."""
    try:
        with sql.alone():
            return sql.one("yimen.services.hall", "claim_next_ticket", params)
    except IntegrityError as error:
        if sql.violated_any(error, [ONE_TICKET_PER_WINDOW, CALL_ONCE]) is None:
            raise
        again = _called_before(window_id, str(params["call_key"] or ""))
        if again is not None:
            return {"id": again}
        if sql.violated(error, CALL_ONCE):
            return None
        present = queries.at_window(window_id)
        raise WindowBusy(window=window, number=present.number if present else "") from error


def _refuse(row: sql.Row, *, window: int, by: Actor) -> None:
    """Raise unless the row says "nobody there"."""
    if row["duty"] != Duty.OPEN.value:
        raise WindowNotOpen(window=window, state=row["duty"] or Duty.CLOSED.value)
    if by.kind == "staff" and row["staff_id"] != by.id:
        raise NotAllowed(right=Right.SERVE)
    if row["present_id"] is not None:
        raise WindowBusy(window=window, number=row["present_number"])


def _called_before(window_id: int, key: str) -> int | None:
    return (
        Ticket.objects.filter(window_id=window_id, call_key=key)
        .values_list("pk", flat=True)
        .first()
    )


def call_chosen(
    ticket_id: int, window_id: int, *, by: Actor, at: datetime, reason: str
) -> TicketView:
    """Call a waiting number out of order (特呼).

    Raises:
        NotAllowed: `by` may not call out of order in this centre.
        ReasonNeeded: no reason was given.
        TicketNotFound, EventNotAllowed: no such ticket, or it does not wait.
        WindowNotFound: the ticket's centre has no such window.
        WindowNotOpen, WindowBusy, NotSkilled: the window cannot take it.
    """
    if not reason.strip():
        raise ReasonNeeded(act="call_chosen")
    try:
        with transaction.atomic():
            duty = WindowDuty.objects.select_for_update().filter(pk=window_id).first()
            row = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
            if row is None:
                raise TicketNotFound
            require(by, Right.CALL_CHOSEN, centre_id=row.centre_id)
            place = queries.window_places(row.centre_id).get(window_id)
            if place is None:
                raise WindowNotFound(window_id=window_id)
            if duty is None or duty.state != Duty.OPEN.value:
                raise WindowNotOpen(window=place.number, state=duty.state if duty else "closed")
            skilled = WindowSkill.objects.filter(window_id=window_id, queue_id=row.queue_id)
            if not skilled.exists():
                raise NotSkilled(window=place.number, queue=row.queue.code)
            WindowDuty.objects.filter(pk=window_id).update(standby_since=None)
            row.window_id, row.called_at, row.calls, row.call_key = window_id, at, 1, None
            fields = ["window_id", "called_at", "calls", "call_key"]
            return move(row, Event.CALL, by=by, at=at, fields=fields, reason=reason.strip())
    except IntegrityError as error:
        if sql.violated(error, ONE_TICKET_PER_WINDOW):
            present = queries.at_window(window_id)
            raise WindowBusy(
                window=place.number if place else 0, number=present.number if present else ""
            ) from error
        raise
