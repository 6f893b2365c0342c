"""How a policy bends the calling rule: which windows serve what, and what a ticket's place is.

One engine runs all three. `skills` is the live rule as it stands. `dedicated` narrows each window
to its home queue and forgets classes and slots, which leaves first come, first served. `pooled`
widens each window to every queue.
"""

import math
from enum import StrEnum

from yimen.services.hall.replay.day import Arrival, HallDay, Window
from yimen.services.hall.rules.dispatch import CallingRule, Waiting, line_at


class Policy(StrEnum):
    """What the windows may call."""

    DEDICATED = "dedicated"
    SKILLS = "skills"
    POOLED = "pooled"


def queues_of(window: Window, day: HallDay, policy: Policy) -> tuple[str, ...]:
    """The queues a window calls under the policy."""
    if policy is Policy.DEDICATED:
        return (window.home_queue,)
    if policy is Policy.POOLED:
        return tuple(day.queues)
    return window.queues


def in_line(arrival: Arrival, policy: Policy, rule: CallingRule) -> Waiting:
    """The ticket's place in line under the policy."""
    number, queue, arrived = arrival.number, arrival.queue, arrival.arrived
    if policy is Policy.DEDICATED:
        return Waiting(arrived, number, queue, 1.0, arrived)
    counted_from = line_at(arrived, arrival.slot_start)
    return Waiting(counted_from, number, queue, rule.rates[arrival.ticket_class], arrived)


def longest_promise(policy: Policy, rule: CallingRule) -> float:
    """The wait beyond which a ticket goes first; first come, first served needs none."""
    return math.inf if policy is Policy.DEDICATED else rule.max_wait
