"""Who is called next: the one calling rule of the hall.

The live claim (`sql/claim_next_ticket.sql`), the replay of recorded days and the waiting range all
obey these functions. The rule is an accumulating priority: a ticket's score is the rate of its
class times the seconds it has waited, so classes keep their ratio of waits and nobody starves.
Whoever has waited longer than the promised maximum goes before all others, longest wait first.

Instants are seconds on any one clock (POSIX time in the live hall, seconds since midnight in the
replay); only differences matter.

Source: Kleinrock (1964), "A delay dependent queue discipline"; Stanford, Taylor and Ziedins (2014).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple


class TicketClass(StrEnum):
    """How a ticket stands in line."""

    ORDINARY = "ordinary"
    BOOKED = "booked"  # by appointment, counted from the slot's start
    PRIORITY = "priority"  # green channel


#: Points a waiting second earns. The hall's dated policy replaces them.
DEFAULT_RATES: Final[Mapping[TicketClass, float]] = {
    TicketClass.ORDINARY: 1.0,
    TicketClass.BOOKED: 2.0,
    TicketClass.PRIORITY: 3.0,
}
DEFAULT_MAX_WAIT_SECONDS: Final = 45 * 60.0


@dataclass(frozen=True, slots=True)
class CallingRule:
    """The numbers of the rule that a notice can change."""

    rates: Mapping[TicketClass, float] = field(default_factory=lambda: DEFAULT_RATES)
    #: A wait beyond this goes before every wait that is not.
    max_wait: float = DEFAULT_MAX_WAIT_SECONDS


class Waiting(NamedTuple):
    """A ticket in line. Sorts in the order of its own (queue, class) line."""

    line_at: float
    number: int
    queue: str
    #: Points per second of wait, from the ticket's class.
    rate: float
    #: When the citizen came; earlier than `line_at` for an early appointment.
    arrived: float


class FreeWindow(NamedTuple):
    """A window that may take a ticket now. Sorts in the order in which windows take one."""

    #: How many queues it serves: the fewer, the more specialised.
    breadth: int
    number: int


def line_at(arrived: float, slot_start: float | None) -> float:
    """From when a wait counts: the arrival, or the slot's start where that is later."""
    return arrived if slot_start is None or slot_start < arrived else slot_start


def choose_ticket(heads: Iterable[Waiting], *, now: float, max_wait: float) -> Waiting | None:
    """The ticket a free window calls, or None where nobody waits.

    An appointment before its slot has a negative wait, hence a negative score: it is called early
    only where nobody else waits for this window.

    Args:
        heads: the first ticket of each (queue, class) line this window may serve. Any ticket
            further back in a line has the same rate and a shorter wait and could not win.
        now: the instant of the call.
        max_wait: a wait longer than this goes before all that are not.
    """
    chosen: Waiting | None = None
    chosen_late = False
    best = 0.0
    for head in heads:
        wait = now - head.line_at
        late = wait > max_wait
        if late < chosen_late:
            continue
        score = wait if late else head.rate * wait
        if (
            chosen is None
            or late > chosen_late
            or score > best
            or (score == best and head.number < chosen.number)
        ):
            chosen, chosen_late, best = head, late, score
    return chosen


def choose_window(free: Iterable[FreeWindow]) -> FreeWindow | None:
    """The window that takes an arrival: the most specialised, then the lowest number."""
    return min(free, default=None)


def connected_queues(skills: Iterable[tuple[str, ...]], queue: str) -> set[str]:
    """The queues that share windows with this one, directly or through others.

    Args:
        skills: the queues of each window.
        queue: the one to start from.
    """
    reach = {queue}
    apart = set(skills)
    while touching := [queues for queues in apart if not reach.isdisjoint(queues)]:
        reach.update(*touching)
        apart.difference_update(touching)
    return reach
