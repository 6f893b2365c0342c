"""May a number be given now? Decided from the hours, the clock and the queue's own settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from yimen.services.hall.errors import QueueClosed


@dataclass(frozen=True)
class QueueHours:
    """What decides whether a queue gives numbers.

    Args:
        code: the queue, for the refusal's facts.
        accepting: False while the manager has paused it.
        last_ticket_at: the queue's own last-ticket time; None: the centre's closing less the
            general margin.
    """

    code: str
    accepting: bool
    last_ticket_at: time | None = None


def check_open(
    queue: QueueHours,
    intervals: Sequence[tuple[time, time]],
    *,
    local: datetime,
    first_ticket: timedelta,
    last_ticket: timedelta,
) -> None:
    """Go on only if the queue gives numbers at this moment.

    The lunch gap between two intervals does not stop numbers: windows with lunch cover go on.

    Args:
        queue: which queue.
        intervals: the day's opening intervals in order, in the centre's own time.
        local: now, in the centre's own time.
        first_ticket: how long before opening numbers are given.
        last_ticket: how long before closing they stop.

    Raises:
        QueueClosed: with `why` and, where known, the time from or until which.
    """
    if not queue.accepting:
        raise QueueClosed(queue=queue.code, why="paused")
    if not intervals:
        raise QueueClosed(queue=queue.code, why="closed_day")
    opens = datetime.combine(local.date(), intervals[0][0], local.tzinfo)
    closes = datetime.combine(local.date(), intervals[-1][1], local.tzinfo)
    until = closes - last_ticket
    if queue.last_ticket_at is not None:
        until = datetime.combine(local.date(), queue.last_ticket_at, local.tzinfo)
    if local < opens - first_ticket:
        raise QueueClosed(queue=queue.code, why="before_opening", opens=f"{opens:%H:%M}")
    if local >= until:
        raise QueueClosed(queue=queue.code, why="last_ticket", until=f"{until:%H:%M}")
