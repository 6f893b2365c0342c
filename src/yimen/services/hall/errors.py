"""Refusals of the hall. Facts are codes and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class HallError(DomainError):
    """Everything the hall refuses."""


class QueueNotFound(HallError):
    """No queue of this code in the centre. Facts: `queue`."""

    code = "hall.queue_not_found"
    kind = Kind.NOT_FOUND


class QueueClosed(HallError):
    """The business takes no numbers now.

    Facts: `queue`, `why` (paused, closed_day, before_opening, last_ticket), and `opens` or
    `until` as HH:MM where known.
    """

    code = "hall.queue_closed"
    kind = Kind.UNAVAILABLE


class QuotaFull(HallError):
    """Today's numbers of this business are all given. Facts: `queue`, `quota`."""

    code = "hall.quota_full"
    kind = Kind.UNAVAILABLE


class AlreadyInLine(HallError):
    """This person already holds a live number for this business. Facts: `number`, `ticket`."""

    code = "hall.already_in_line"
    kind = Kind.CONFLICT


class TicketNotFound(HallError):
    code = "hall.ticket_not_found"
    kind = Kind.NOT_FOUND


class EventNotAllowed(HallError):
    """The ticket's state has no such move, often because a colleague was faster.

    Facts: `state`, `event`.
    """

    code = "hall.event_not_allowed"
    kind = Kind.CONFLICT


class WindowBusy(HallError):
    """The window has not finished with the citizen it called last. Facts: `window`, `number`."""

    code = "hall.window_busy"
    kind = Kind.CONFLICT


class WindowNotOpen(HallError):
    """The window is closed or paused. Facts: `window`, `state`."""

    code = "hall.window_not_open"
    kind = Kind.CONFLICT


class WindowHasNobody(HallError):
    """There is no citizen at this window. Facts: `window`."""

    code = "hall.window_has_nobody"
    kind = Kind.CONFLICT


class WindowTaken(HallError):
    """A colleague is logged in at this window. Facts: `window`."""

    code = "hall.window_taken"
    kind = Kind.CONFLICT


class RecallLimit(HallError):
    """The number was called as often as it may be; pass it. Facts: `limit`."""

    code = "hall.recall_limit"
    kind = Kind.CONFLICT


class RecallTooSoon(HallError):
    """The last call was a moment ago. Facts: `wait_seconds`."""

    code = "hall.recall_too_soon"
    kind = Kind.CONFLICT


class NoMoreReturns(HallError):
    """A missed number returns to the line once (by policy). Facts: `limit`."""

    code = "hall.no_more_returns"
    kind = Kind.CONFLICT


class ReasonNeeded(HallError):
    """This act asks for a reason. Facts: `act`."""

    code = "hall.reason_needed"


class NotSkilled(HallError):
    """The window does not serve this business. Facts: `window`, `queue`."""

    code = "hall.not_skilled"
    kind = Kind.CONFLICT


class KeyReused(HallError):
    """The idempotency key was used before for another request."""

    code = "hall.key_reused"
    kind = Kind.CONFLICT
