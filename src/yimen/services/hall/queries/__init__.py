"""Questions about tickets, lines and windows in use. Answers carry no personal data."""

from yimen.services.hall.queries.forecast import end_of_line_ranges, present_hall, ticket_range
from yimen.services.hall.queries.lines import last_calls, lines
from yimen.services.hall.queries.memory import forget, remembered
from yimen.services.hall.queries.queues import (
    business_day,
    centre,
    hours,
    local,
    queue,
    queue_by_id,
    queues,
    rules_on,
    window_places,
)
from yimen.services.hall.queries.tickets import (
    AHEAD_LIMIT,
    ahead,
    as_view,
    at_window,
    has_open_tickets,
    held_at,
    history,
    line,
    live_ticket_of,
    missed,
    ticket,
    ticket_by_number,
    ticket_by_public_id,
)
from yimen.services.hall.queries.views import CallView, DutyView, LineView, QueueView, TicketView
from yimen.services.hall.queries.windows import duties, duty, duty_of_staff, window_today

__all__ = [
    "AHEAD_LIMIT",
    "CallView",
    "DutyView",
    "LineView",
    "QueueView",
    "TicketView",
    "ahead",
    "as_view",
    "at_window",
    "business_day",
    "centre",
    "duties",
    "duty",
    "duty_of_staff",
    "end_of_line_ranges",
    "forget",
    "has_open_tickets",
    "held_at",
    "history",
    "hours",
    "last_calls",
    "line",
    "lines",
    "live_ticket_of",
    "local",
    "missed",
    "present_hall",
    "queue",
    "queue_by_id",
    "queues",
    "remembered",
    "rules_on",
    "ticket",
    "ticket_by_number",
    "ticket_by_public_id",
    "ticket_range",
    "window_places",
    "window_today",
]
