"""What happens to a ticket after it was given: lock, ask the rule, write, log, publish."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import announce, queries
from yimen.services.hall.errors import (
    RecallLimit,
    RecallTooSoon,
    TicketNotFound,
    WindowBusy,
    WindowHasNobody,
    WindowNotOpen,
)
from yimen.services.hall.models import ONE_TICKET_PER_WINDOW, Ticket, TicketEvent, WindowDuty
from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.states import Duty, Event, State, next_state
from yimen.support import sql


def move(
    row: Ticket,
    event: Event,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str] = (),
    reason: str = "",
    from_queue_id: int | None = None,
) -> TicketView:
    """Let `event` happen to a locked row, whose other `fields` the caller has set.

    Raises:
        EventNotAllowed: the rules refuse, often because a colleague was faster.
    """
    before = State(row.state)
    after = next_state(before, event)
    row.state = after.value
    row.save(update_fields=["state", *fields])
    note(row, event.value, before=before, by=by, at=at, reason=reason, from_queue_id=from_queue_id)
    view = queries.as_view(row)
    announce.ticket_moved(after.value if event is not Event.RECALL else "called", view, at=at)
    return view


def note(
    row: Ticket,
    event: str,
    *,
    before: State,
    by: Actor,
    at: datetime,
    reason: str = "",
    from_queue_id: int | None = None,
) -> None:
    """Append to the ticket's log."""
    TicketEvent.objects.create(
        ticket_id=row.pk,
        event=event,
        before=before.value,
        after=row.state,
        at=at,
        actor=f"{by.kind}:{by.label}",
        window_id=row.window_id,
        from_queue_id=from_queue_id,
        reason=reason[:120],
    )


def locked(ticket_id: int) -> Ticket:
    row = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
    if row is None:
        raise TicketNotFound
    return row


def present_at(window_id: int, *, centre_id: int, by: Actor) -> Ticket:
    """The window's present ticket, locked, if `by` may act for the window."""
    check_on_duty(window_id, centre_id=centre_id, by=by)
    present = queries.at_window(window_id)
    if present is None:
        place = queries.window_places(centre_id).get(window_id)
        raise WindowHasNobody(window=place.number if place else 0)
    row = locked(present.id)
    if row.window_id != window_id:  # held here and resumed elsewhere while we waited for the lock
        raise WindowHasNobody(window=queries.window_places(centre_id)[window_id].number)
    return row


def check_on_duty(window_id: int, *, centre_id: int, by: Actor) -> None:
    """Go on only if `by` acts for this window: the clerk on duty, the manager, or a system.

    Raises:
        NotAllowed: none of these.
    """
    require(by, Right.SERVE, centre_id=centre_id)
    if window_id not in queries.window_places(centre_id):
        raise NotAllowed(right=Right.SERVE)
    if by.kind != "staff" or by.may(Right.RUN_HALL, centre_id=centre_id):
        return
    on_duty = WindowDuty.objects.filter(pk=window_id, staff_id=by.id)
    if not on_duty.exclude(state=Duty.CLOSED.value).exists():
        raise NotAllowed(right=Right.SERVE)


def recall(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> TicketView:
    """Call the same number again.

    Raises:
        NotAllowed, WindowHasNobody: not yours; nobody was called.
        EventNotAllowed: service has begun.
        RecallLimit: called as often as policy allows.
        RecallTooSoon: the last call was a moment ago.
    """
    with transaction.atomic():
        row = present_at(window_id, centre_id=centre_id, by=by)
        rules = queries.rules_on(row.day)
        next_state(State(row.state), Event.RECALL)
        if row.calls >= rules.call_limit:
            raise RecallLimit(limit=rules.call_limit)
        since = at - (row.called_at or at)
        if since < rules.recall_gap:
            raise RecallTooSoon(wait_seconds=(rules.recall_gap - since).seconds + 1)
        row.calls += 1
        row.called_at = at
        return move(row, Event.RECALL, by=by, at=at, fields=["calls", "called_at"])


def start(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> TicketView:
    """The citizen is here; handling begins.

    Raises:
        NotAllowed, WindowHasNobody, EventNotAllowed: as they say.
    """
    with transaction.atomic():
        row = present_at(window_id, centre_id=centre_id, by=by)
        row.started_at = at
        return move(row, Event.START, by=by, at=at, fields=["started_at"])


def finish(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> TicketView:
    """The service is done.

    Raises:
        NotAllowed, WindowHasNobody, EventNotAllowed: as they say.
    """
    with transaction.atomic():
        row = present_at(window_id, centre_id=centre_id, by=by)
        row.finished_at = at
        return move(row, Event.FINISH, by=by, at=at, fields=["finished_at"])


def miss(window_id: int, *, centre_id: int, by: Actor, at: datetime) -> TicketView:
    """The number was called and nobody came (过号).

    Raises:
        NotAllowed, WindowHasNobody, EventNotAllowed: as they say.
    """
    with transaction.atomic():
        row = present_at(window_id, centre_id=centre_id, by=by)
        row.misses += 1
        return move(row, Event.MISS, by=by, at=at, fields=["misses"])


def hold(
    window_id: int, *, centre_id: int, by: Actor, at: datetime, reason: str = ""
) -> TicketView:
    """Put the citizen on hold (挂起): a form to fill in, a photo to take. The window is free.

    Raises:
        NotAllowed, WindowHasNobody, EventNotAllowed: as they say.
    """
    with transaction.atomic():
        row = present_at(window_id, centre_id=centre_id, by=by)
        return move(row, Event.HOLD, by=by, at=at, reason=reason)


def resume(ticket_id: int, window_id: int, *, by: Actor, at: datetime) -> TicketView:
    """Go on with somebody on hold, at this window.

    Raises:
        TicketNotFound, NotAllowed, EventNotAllowed: as they say.
        WindowNotOpen: closed or paused.
        WindowBusy: the window serves somebody else.
    """
    try:
        with transaction.atomic():
            duty = WindowDuty.objects.select_for_update().filter(pk=window_id).first()
            row = locked(ticket_id)
            check_on_duty(window_id, centre_id=row.centre_id, by=by)
            place = queries.window_places(row.centre_id)[window_id]
            if duty is None or duty.state != Duty.OPEN.value:
                raise WindowNotOpen(window=place.number, state=duty.state if duty else "closed")
            WindowDuty.objects.filter(pk=window_id).update(standby_since=None)
            if row.window_id != window_id:  # a call's key is good at its own window only
                row.window_id, row.call_key = window_id, None
            return move(row, Event.RESUME, by=by, at=at, fields=["window_id", "call_key"])
    except IntegrityError as error:
        if sql.violated(error, ONE_TICKET_PER_WINDOW):
            present = queries.at_window(window_id)
            number = present.number if present else ""
            raise WindowBusy(window=place.number, number=number) from error
        raise


def withdraw(ticket_id: int, *, by: Actor, at: datetime, reason: str = "") -> TicketView:
    """Give the number back.

    A citizen acts through the ticket's own secret address (`by.kind == "citizen"`), staff by right.

    Raises:
        TicketNotFound, NotAllowed, EventNotAllowed: as they say.
    """
    with transaction.atomic():
        row = locked(ticket_id)
        if by.kind != "citizen":
            right = Right.ISSUE if by.kind in {"device", "system"} else Right.WITHDRAW_ANY
            require(by, right, centre_id=row.centre_id)
        return move(row, Event.WITHDRAW, by=by, at=at, reason=reason)
