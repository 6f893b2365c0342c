"""What others see of the hall: frozen values without personal data."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from yimen.services.hall.rules.dispatch import TicketClass
from yimen.services.hall.rules.states import Duty, State


def complete(told: tuple[int | None, ...] | None) -> tuple[int, int, int] | None:
    """A stored range in seconds (P10, P50, P90), None where any part is missing."""
    if told is None:
        return None
    p10, p50, p90 = told
    return None if p10 is None or p50 is None or p90 is None else (p10, p50, p90)


@dataclass(frozen=True)
class QueueView:
    """A queue as others see it."""

    id: int
    code: str
    prefix: str
    name: str
    name_en: str
    name_hant: str
    department_id: int
    department: str
    area_id: int | None
    area: str
    level: int | None
    domain: str
    counts_in_average: bool
    usual_service: timedelta
    accepting: bool
    quota: int | None
    last_ticket_at: clock_time | None


@dataclass(frozen=True)
class TicketView:
    """A ticket as others see it: no personal data."""

    id: int
    public_id: str
    number: str
    centre_id: int
    day: date
    queue: QueueView
    ticket_class: TicketClass
    state: State
    arrived_at: datetime
    line_at: datetime
    slot_start: datetime | None
    window_id: int | None
    window: int | None
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    calls: int
    misses: int
    channel: str
    identified: bool
    told: tuple[int, int, int] | None


@dataclass(frozen=True)
class DutyView:
    """A window and whether it is in use."""

    window_id: int
    window: int
    area: str
    kind: str
    state: Duty
    staff_id: int | None
    pause_reason: str
    since: datetime | None
    standby: bool
    queues: tuple[str, ...]


@dataclass(frozen=True)
class LineView:
    """One queue's line: how many wait and since when the first."""

    queue: QueueView
    waiting: int
    since: datetime | None
    #: Seconds (P10, P50, P90) for whoever joins now; None without an honest range.
    range: tuple[int, int, int] | None
    open_windows: int


@dataclass(frozen=True)
class CallView:
    """A call as a board shows it."""

    number: str
    window: int
    area: str
    queue: str
    queue_code: str
    called_at: datetime
    calls: int
