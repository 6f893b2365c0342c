"""Giving a number."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import queries
from yimen.services.hall.errors import AlreadyInLine, KeyReused, QueueClosed, QuotaFull
from yimen.services.hall.models import ISSUE_ONCE, ONE_LIVE_PER_PERSON, Ticket
from yimen.services.hall.queries.views import QueueView, complete
from yimen.services.hall.rules import issuing, numbers
from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.issuing import QueueHours
from yimen.support import sql
from yimen.support.secrets import blind_index, seal, unseal

_EMPTY = b""


@dataclass(frozen=True)
class Holder:
    """Who takes the number; all may be empty. Checked by the door before it comes here."""

    citizen_id: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Issued:
    """A number given, or given again to a repeated request.

    Args:
        told: the waiting range in seconds (P10, P50, P90), None where no honest one exists.
        somebody_stands_by: a free window waits for this business; see `calling.offer`.
        ahead: how many of the same business stand before, at most `queries.AHEAD_LIMIT`; None for a
            repeated request.
    """

    id: int
    public_id: str
    number: str
    state: str
    queue: QueueView
    ticket_class: TicketClass
    arrived_at: datetime
    told: tuple[int, int, int] | None
    replayed: bool
    somebody_stands_by: bool
    ahead: int | None = None


def issue(
    *,
    centre_id: int,
    queue_code: str,
    by: Actor,
    at: datetime,
    channel: str,
    ticket_class: TicketClass = TicketClass.ORDINARY,
    holder: Holder | None = None,
    slot_start: datetime | None = None,
    key: str | None = None,
) -> Issued:
    """Give the next number of a business.

    Args:
        centre_id: where.
        queue_code: for which business.
        by: who gives it: a machine, the guide desk, another system.
        at: now.
        channel: "machine", "reception", "api", "booking".
        ticket_class: how it stands in line.
        holder: who takes it, where known.
        slot_start: booked tickets only; the wait counts from there.
        key: idempotency key, unique within `by`; a repeated request gets the same number.

    Raises:
        NotAllowed: `by` may not give numbers here.
        QueueNotFound, QueueClosed, QuotaFull: as they say.
        AlreadyInLine: the holder has a live number for this business; `number` says which.
        KeyReused: the key was used for another business, class, slot or person.
    """
    require(by, Right.ISSUE, centre_id=centre_id)
    queue = queries.queue(centre_id, queue_code)
    issue_key = f"{by.kind}:{by.id}:{key}" if key else None
    try:
        _check_open(centre_id, queue, at)
    except QueueClosed:
        if not _answered_before(issue_key):  # a number given before closing stays given
            raise
    index = blind_index(holder.citizen_id) if holder and holder.citizen_id else None
    limited = ticket_class is TicketClass.ORDINARY
    row = _run(
        {
            "public_id": secrets.token_urlsafe(12),
            "centre_id": centre_id,
            "day": queries.business_day(centre_id, at),
            "series": numbers.series(queue.prefix, ticket_class),
            "queue_id": queue.id,
            "queue_code": queue.code,
            "quota": queue.quota if limited else None,
            "ticket_class": ticket_class.value,
            "at": at,
            "slot_start": slot_start,
            "channel": channel,
            "holder_index": index,
            "holder_id_sealed": seal(holder.citizen_id) if holder else _EMPTY,
            "holder_name_sealed": seal(holder.name) if holder else _EMPTY,
            "phone_sealed": seal(holder.phone) if holder else _EMPTY,
            "issue_key": issue_key,
            "ahead_limit": queries.AHEAD_LIMIT,
            "actor": f"{by.kind}:{by.label}",
        },
        queue,
    )
    if row["queue_id"] != queue.id or row["ticket_class"] != ticket_class.value:
        raise KeyReused
    if row["replayed"] and not _asked_the_same(row["id"], holder or Holder(), slot_start):
        raise KeyReused
    told = (row["told_p10"], row["told_p50"], row["told_p90"])
    return Issued(
        id=row["id"],
        public_id=row["public_id"],
        number=row["number"],
        state=row["state"],
        queue=queue,
        ticket_class=ticket_class,
        arrived_at=row["arrived_at"],
        told=complete(told),
        replayed=row["replayed"],
        somebody_stands_by=row["somebody_stands_by"],
        ahead=row["ahead"],
    )


def _answered_before(issue_key: str | None) -> bool:
    return issue_key is not None and Ticket.objects.filter(issue_key=issue_key).exists()


def _asked_the_same(ticket_id: int, holder: Holder, slot_start: datetime | None) -> bool:
    """Whether a repeated request names the same person and slot as the one that made the ticket."""
    given = Ticket.objects.get(pk=ticket_id)
    sealed = (given.holder_id_sealed, given.holder_name_sealed, given.phone_sealed)
    known = Holder(*(unseal(bytes(part)) for part in sealed))
    return known == holder and given.slot_start == slot_start


def _check_open(centre_id: int, queue: QueueView, at: datetime) -> None:
    local = queries.local(centre_id, at)
    intervals = queries.hours(centre_id).on(local.date())
    rules = queries.rules_on(local.date())
    issuing.check_open(
        QueueHours(queue.code, queue.accepting, queue.last_ticket_at),
        [(interval.opens, interval.closes) for interval in intervals],
        local=local,
        first_ticket=rules.first_ticket,
        last_ticket=rules.last_ticket,
    )


def _run(params: dict[str, object], queue: QueueView) -> sql.Row:
    """The one statement. A request that loses a race against its own twin asks once more."""
    for _ in range(2):
        try:
            with sql.alone():
                row = sql.one("yimen.services.hall", "issue_ticket", params)
        except IntegrityError as error:
            if sql.violated(error, ISSUE_ONCE):
                continue
            if sql.violated(error, ONE_LIVE_PER_PERSON):
                raise _already(params, queue) from error
            raise
        if row is None:
            raise QuotaFull(queue=queue.code, quota=params["quota"])
        return row
    raise KeyReused


def _already(params: dict[str, object], queue: QueueView) -> AlreadyInLine:
    index, day = params["holder_index"], params["day"]
    held = queries.live_ticket_of(index, queue.id, day)  # type: ignore[arg-type]
    return AlreadyInLine(number=held.number if held else "", ticket=held.public_id if held else "")
