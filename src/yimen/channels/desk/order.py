"""The line as a window would call it: the hall's own calling rule, run ahead for the next few."""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime

from yimen.services.hall.queries import TicketView
from yimen.services.hall.rules.dispatch import CallingRule, Waiting, choose_ticket


def in_call_order(
    tickets: Iterable[TicketView], rule: CallingRule, *, at: datetime, limit: int
) -> list[TicketView]:
    """The first `limit` tickets in the order in which they would be called if all were called now.

    Args:
        tickets: those who wait, each (queue, class) line in its own order.
        rule: the rates and the longest promised wait.
        at: now.
        limit: how many to order.
    """
    by_id = {}
    lines: defaultdict[tuple[int, str], deque[Waiting]] = defaultdict(deque)
    for ticket in tickets:
        by_id[ticket.id] = ticket
        line = lines[ticket.queue.id, ticket.ticket_class.value]
        line.append(_waiting(ticket, rule))
    ordered: list[TicketView] = []
    heads = {line[0].number: line for line in lines.values()}
    while heads and len(ordered) < limit:
        chosen = choose_ticket(
            (line[0] for line in heads.values()), now=at.timestamp(), max_wait=rule.max_wait
        )
        if chosen is None:
            break
        line = heads.pop(chosen.number)
        line.popleft()
        if line:
            heads[line[0].number] = line
        ordered.append(by_id[chosen.number])
    return ordered


def _waiting(ticket: TicketView, rule: CallingRule) -> Waiting:
    return Waiting(
        line_at=ticket.line_at.timestamp(),
        number=ticket.id,
        queue=ticket.queue.code,
        rate=rule.rates[ticket.ticket_class],
        arrived=ticket.arrived_at.timestamp(),
    )
