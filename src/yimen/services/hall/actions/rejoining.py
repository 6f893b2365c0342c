"""Into a line again: sent on to another business, or back after a missed call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import queries
from yimen.services.hall.actions.moves import locked, move, present_at
from yimen.services.hall.actions.offering import offer
from yimen.services.hall.errors import AlreadyInLine, NoMoreReturns, QueueNotFound
from yimen.services.hall.models import ONE_LIVE_PER_PERSON, Ticket
from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.states import Event, State, next_state
from yimen.support import sql


def transfer(
    window_id: int, queue_code: str, *, centre_id: int, by: Actor, at: datetime, reason: str = ""
) -> TicketView:
    """Send the citizen on to another business, keeping number and time.

    Raises:
        NotAllowed, WindowHasNobody, EventNotAllowed: as they say.
        QueueNotFound: no such business here, or the one it is in already.
        AlreadyInLine: the citizen holds a live number for that business.
    """
    with transaction.atomic():
        row = present_at(window_id, centre_id=centre_id, by=by)
        target = queries.queue(centre_id, queue_code)
        if target.id == row.queue_id:
            raise QueueNotFound(queue=queue_code)
        left = row.queue_id
        row.queue_id = target.id
        view = _into_line(
            row,
            Event.TRANSFER,
            by=by,
            at=at,
            fields=["queue_id"],
            reason=reason,
            from_queue_id=left,
        )
    return _offered(view, at)


def rejoin(ticket_id: int, *, by: Actor, at: datetime) -> TicketView:
    """Let somebody who missed the call back into the line, some places back, as ordinary.

    A citizen acts through the ticket's own secret address (`by.kind == "citizen"`), others by the
    right to serve or to give numbers.

    Raises:
        TicketNotFound, NotAllowed, EventNotAllowed: as they say.
        NoMoreReturns: policy allows no further return; a new number is needed.
        AlreadyInLine: the person took a new number for the same business meanwhile.
    """
    with transaction.atomic():
        row = locked(ticket_id)
        if by.kind != "citizen" and not by.may(Right.SERVE, centre_id=row.centre_id):
            require(by, Right.ISSUE, centre_id=row.centre_id)
        rules = queries.rules_on(row.day)
        next_state(State(row.state), Event.REJOIN)
        if row.misses > rules.returns_limit:
            raise NoMoreReturns(limit=rules.returns_limit)
        row.ticket_class = "ordinary"
        row.line_at = _place_behind(row, rules.return_after, at)
        row.calls = 0
        row.window_id = None
        fields = ["ticket_class", "line_at", "calls", "window_id"]
        view = _into_line(row, Event.REJOIN, by=by, at=at, fields=fields)
    return _offered(view, at)


def _into_line(
    row: Ticket,
    event: Event,
    *,
    by: Actor,
    at: datetime,
    fields: Sequence[str],
    reason: str = "",
    from_queue_id: int | None = None,
) -> TicketView:
    """Move a locked row into its new line, unless its holder stands there already."""
    try:
        with transaction.atomic():
            return move(
                row, event, by=by, at=at, fields=fields, reason=reason, from_queue_id=from_queue_id
            )
    except IntegrityError as error:
        if row.holder_index is None or not sql.violated(error, ONE_LIVE_PER_PERSON):
            raise
        held = queries.live_ticket_of(bytes(row.holder_index), row.queue_id, row.day)
        raise AlreadyInLine(
            number=held.number if held else "", ticket=held.public_id if held else ""
        ) from error


def _place_behind(row: Ticket, others: int, at: datetime) -> datetime:
    """A line time just behind the n-th of those who wait now; behind all where fewer wait."""
    waiting = Ticket.objects.filter(
        queue_id=row.queue_id, day=row.day, state=State.WAITING.value, ticket_class="ordinary"
    ).order_by("line_at", "id")
    if others == 0:
        return row.line_at
    times = list(waiting.values_list("line_at", flat=True)[:others])
    behind = times[-1] + timedelta(microseconds=1) if times else at
    return behind if len(times) == others else max(at, behind)


def _offered(view: TicketView, at: datetime) -> TicketView:
    """The ticket after a window that stands by for its line was told of it."""
    called = offer(view.queue.id, centre_id=view.centre_id, at=at)
    return view if called is None else queries.ticket(view.id)
