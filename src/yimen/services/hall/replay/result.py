"""What a replayed day comes to: the figures of the JSON, whose names are a contract."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from yimen.services.hall.replay.day import Arrival, HallDay
from yimen.services.hall.replay.engine import Hall
from yimen.services.hall.replay.forecast import Forecaster
from yimen.services.hall.replay.policies import Policy
from yimen.services.hall.rules.dispatch import CallingRule, line_at

HALF_HOUR = 1800


class Figures(TypedDict):
    """How a set of tickets fared; None where there is nothing to take a mean of."""

    tickets: int
    served: int
    left: int
    #: Still there when the last window that could have called them closed.
    unserved: int
    mean_wait_s: float | None
    p50_wait_s: float | None
    p90_wait_s: float | None
    p99_wait_s: float | None
    max_wait_s: float | None


class Score(TypedDict):
    """How good the ranges were that citizens were told on arrival."""

    scored: int
    mae_s: float | None
    bias_s: float | None
    within_range: float | None
    #: What quoting the wait of the last ticket called from the same queue would have missed.
    les_mae_s: float | None


class DayFigures(Figures):
    """A whole day under a policy."""

    policy: str
    day: str
    mean_wait_excl_tax_s: float | None
    mean_service_excl_tax_s: float | None
    by_class: dict[str, Figures]
    by_queue: dict[str, Figures]
    #: By the half hour in which the wait began to count.
    by_half_hour: dict[str, Figures]
    estimate: Score | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one recorded citizen fared."""

    arrival: Arrival
    #: Seconds; None where the ticket was never called.
    wait: float | None
    window: int | None

    @property
    def left(self) -> bool:
        """Gone before a call, rather than still there when the last window closed."""
        return self.wait is None and self.arrival.patience is not None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A day under a policy, ticket by ticket."""

    day: HallDay
    policy: Policy
    outcomes: tuple[Outcome, ...]
    forecaster: Forecaster | None

    def figures(self) -> DayFigures:
        """All figures; a mean of nothing is None."""
        outcomes, queues = self.outcomes, self.day.queues
        averaged = [one for one in outcomes if queues[one.arrival.queue].counts_in_average]
        served = [one.arrival.service for one in averaged if one.wait is not None]
        return {
            "policy": self.policy.value,
            "day": self.day.day.isoformat(),
            **_figures(outcomes),
            "mean_wait_excl_tax_s": _mean(_waits(averaged)),
            "mean_service_excl_tax_s": _mean(served),
            "by_class": _by(outcomes, lambda one: one.arrival.ticket_class.value),
            "by_queue": _by(outcomes, lambda one: one.arrival.queue),
            "by_half_hour": _by(outcomes, _half_hour),
            "estimate": None if self.forecaster is None else _score(outcomes, self.forecaster),
        }


def replay(
    day: HallDay, policy: Policy, *, rule: CallingRule | None = None, estimate: bool = True
) -> Replayed:
    """Run a day.

    Args:
        day: the recorded day.
        policy: what the windows may call.
        rule: the numbers of the calling rule; without it the defaults.
        estimate: whether every arrival is told a waiting range.
    """
    usual = {queue.code: queue.usual_service for queue in day.queues.values()}
    forecaster = Forecaster(usual) if estimate else None
    hall = Hall(day, policy, rule or CallingRule(), forecaster)
    hall.run()
    calls = {call.ticket.number: call for call in hall.calls}
    outcomes = []
    for arrival in day.arrivals:
        call = calls.get(arrival.number)
        if call is None:
            outcomes.append(Outcome(arrival, None, None))
            continue
        wait = max(0.0, call.at - line_at(arrival.arrived, arrival.slot_start))
        outcomes.append(Outcome(arrival, wait, call.window))
    return Replayed(day, policy, tuple(outcomes), forecaster)


def _figures(outcomes: Sequence[Outcome]) -> Figures:
    waits = sorted(_waits(outcomes))
    left = sum(one.left for one in outcomes)
    return {
        "tickets": len(outcomes),
        "served": len(waits),
        "left": left,
        "unserved": len(outcomes) - len(waits) - left,
        "mean_wait_s": _mean(waits),
        "p50_wait_s": _percentile(waits, 0.5),
        "p90_wait_s": _percentile(waits, 0.9),
        "p99_wait_s": _percentile(waits, 0.99),
        "max_wait_s": waits[-1] if waits else None,
    }


def _by(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> dict[str, Figures]:
    parts: defaultdict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        parts[key(one)].append(one)
    return {name: _figures(parts[name]) for name in sorted(parts)}


def _half_hour(outcome: Outcome) -> str:
    """The half hour in which the wait began to count, as `HH:MM`."""
    start = line_at(outcome.arrival.arrived, outcome.arrival.slot_start)
    minutes = int(start // HALF_HOUR) * HALF_HOUR // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _score(outcomes: Iterable[Outcome], forecaster: Forecaster) -> Score:
    """The told ranges against the true waits; those who left have no true wait."""
    misses, last_misses, inside = [], [], []
    for one in outcomes:
        number = one.arrival.number
        told = forecaster.told[number]
        if one.wait is None or told is None:
            continue
        misses.append(told.p50 - one.wait)
        last_misses.append(abs(forecaster.last_wait_told[number] - one.wait))
        inside.append(told.p10 <= one.wait <= told.p90)
    return {
        "scored": len(misses),
        "mae_s": _mean([abs(miss) for miss in misses]),
        "bias_s": _mean(misses),
        "within_range": round(sum(inside) / len(inside), 4) if inside else None,
        "les_mae_s": _mean(last_misses),
    }


def _waits(outcomes: Iterable[Outcome]) -> list[float]:
    return [one.wait for one in outcomes if one.wait is not None]


def _mean(values: Sequence[float]) -> float | None:
    return round(math.fsum(values) / len(values), 2) if values else None


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    """The value with this share below it, between neighbours in proportion."""
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = math.ceil(place)
    return round(ordered[low] + (place - low) * (ordered[high] - ordered[low]), 2)
