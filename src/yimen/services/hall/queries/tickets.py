"""Questions about tickets."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from yimen.services.hall.errors import TicketNotFound
from yimen.services.hall.models import Ticket, TicketEvent, WindowSkill
from yimen.services.hall.queries.queues import queue_by_id, window_places
from yimen.services.hall.queries.views import TicketView, complete
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import AT_WINDOW, FINAL, LIVE, State

#: Nobody reads past "300 ahead", and counting on would make a number dearer the longer the line is.
AHEAD_LIMIT: Final = 300


def _tickets() -> QuerySet[Ticket]:
    return Ticket.objects.defer("holder_id_sealed", "holder_name_sealed", "phone_sealed")


def as_view(ticket: Ticket) -> TicketView:
    """A row as others see it."""
    place = None
    if ticket.window_id is not None:
        place = window_places(ticket.centre_id).get(ticket.window_id)
    told = (ticket.told_p10, ticket.told_p50, ticket.told_p90)
    return TicketView(
        id=ticket.pk,
        public_id=ticket.public_id,
        number=ticket.number,
        centre_id=ticket.centre_id,
        day=ticket.day,
        queue=queue_by_id(ticket.centre_id, ticket.queue_id),
        ticket_class=TicketClass(ticket.ticket_class),
        state=State(ticket.state),
        arrived_at=ticket.arrived_at,
        line_at=ticket.line_at,
        slot_start=ticket.slot_start,
        window_id=ticket.window_id,
        window=place.number if place else None,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        finished_at=ticket.finished_at,
        calls=ticket.calls,
        misses=ticket.misses,
        channel=ticket.channel,
        identified=ticket.holder_index is not None,
        told=complete(told),
    )


def ticket(ticket_id: int) -> TicketView:
    """One ticket.

    Raises:
        TicketNotFound: no ticket has this id.
    """
    row = _tickets().filter(pk=ticket_id).first()
    if row is None:
        raise TicketNotFound
    return as_view(row)


def numbers(ticket_ids: Iterable[int]) -> dict[int, str]:
    """The printed numbers of some tickets, by id."""
    rows = Ticket.objects.filter(pk__in=list(ticket_ids))
    return dict(rows.values_list("pk", "number"))


def ticket_by_public_id(public_id: str) -> TicketView:
    """One ticket by the id in its QR code.

    Raises:
        TicketNotFound: no ticket has this id.
    """
    row = _tickets().filter(public_id=public_id).first()
    if row is None:
        raise TicketNotFound
    return as_view(row)


def ticket_by_number(centre_id: int, number: str, day: date) -> TicketView:
    """One of the day's tickets by its printed number.

    Raises:
        TicketNotFound: the day has no such number.
    """
    rows = _tickets().filter(centre_id=centre_id, day=day, number=number.strip().upper())
    row = rows.first()
    if row is None:
        raise TicketNotFound
    return as_view(row)


def live_ticket_of(holder_index: bytes, queue_id: int, day: date) -> TicketView | None:
    """The number a person holds for a business, None without."""
    states = [state.value for state in LIVE]
    row = (
        _tickets()
        .filter(holder_index=holder_index, queue_id=queue_id, day=day, state__in=states)
        .first()
    )
    return as_view(row) if row else None


def at_window(window_id: int) -> TicketView | None:
    """Who is called to, or served at, a window now."""
    states = [state.value for state in AT_WINDOW]
    row = _tickets().filter(window_id=window_id, state__in=states).first()
    return as_view(row) if row else None


def held_at(window_id: int, day: date) -> list[TicketView]:
    """Whom a window has put on hold today."""
    rows = _tickets().filter(window_id=window_id, day=day, state=State.HELD.value)
    return [as_view(row) for row in rows.order_by("started_at")]


def missed(centre_id: int, day: date, *, limit: int = 12) -> list[TicketView]:
    """Numbers that were called and did not come, latest first."""
    rows = _tickets().filter(centre_id=centre_id, day=day, state=State.MISSED.value)
    return [as_view(row) for row in rows.order_by("-called_at")[:limit]]


def line(window_id: int, centre_id: int, day: date, *, limit: int = 60) -> list[TicketView]:
    """Who waits for a window's businesses, by place in line."""
    skills = WindowSkill.objects.filter(window_id=window_id).values("queue_id")
    rows = _tickets().filter(
        centre_id=centre_id, day=day, state=State.WAITING.value, queue_id__in=skills
    )
    return [as_view(row) for row in rows.order_by("line_at", "id")[:limit]]


def ahead(view: TicketView) -> int:
    """How many of the same business stand before a waiting ticket, at most `AHEAD_LIMIT`.

    0 once it was called.
    """
    if view.state is not State.WAITING:
        return 0
    before = Q(line_at__lt=view.line_at) | Q(line_at=view.line_at, id__lt=view.id)
    waiting = Ticket.objects.filter(
        before, queue_id=view.queue.id, day=view.day, state=State.WAITING.value
    )
    return waiting[:AHEAD_LIMIT].count()


def history(ticket_id: int) -> list[tuple[str, str, str, datetime, str, str]]:
    """What happened to a ticket: event, before, after, at, actor, reason, in order."""
    rows = TicketEvent.objects.filter(ticket_id=ticket_id).order_by("id")
    return list(rows.values_list("event", "before", "after", "at", "actor", "reason"))


def has_open_tickets(centre_id: int, day: date) -> bool:
    """Whether a day still has tickets that nobody ended."""
    final = [state.value for state in FINAL]
    return Ticket.objects.filter(centre_id=centre_id, day=day).exclude(state__in=final).exists()


def present_by_window(centre_id: int) -> dict[int, TicketView]:
    """Who is called to, or served at, each window of a centre."""
    states = [state.value for state in AT_WINDOW]
    rows = _tickets().filter(centre_id=centre_id, state__in=states, window_id__isnull=False)
    return {row.window_id: as_view(row) for row in rows if row.window_id is not None}
