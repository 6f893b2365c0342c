"""What a recorded hall day consists of.

Instants are seconds since midnight of the day, in the zone of the centre.
"""

from dataclasses import dataclass
from datetime import date

from yimen.services.hall.rules.dispatch import TicketClass


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of business."""

    code: str
    department: str
    #: False for tax, which the published averages leave out.
    counts_in_average: bool
    #: Mean handling time of earlier days.
    usual_service: float


@dataclass(frozen=True, slots=True)
class Window:
    """One window with the queues it may call and the hours it is open."""

    number: int
    home_queue: str
    queues: tuple[str, ...]
    open: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One citizen as recorded."""

    number: int
    queue: str
    ticket_class: TicketClass
    arrived: float
    slot_start: float | None
    service: float
    #: How long the citizen stays from arrival; None never leaves.
    patience: float | None


@dataclass(frozen=True, slots=True)
class HallDay:
    """A whole recorded day. Arrivals are in order of time, then number."""

    day: date
    queues: dict[str, Queue]
    windows: tuple[Window, ...]
    arrivals: tuple[Arrival, ...]
