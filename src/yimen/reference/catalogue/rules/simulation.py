"""Synthetic cases run through an item's steps: will the promised limit hold, and who is busy?

Each step takes a log-normal time whose middle is `pace` of its limit; steps of one group go on at
the same time. The same seed gives the same cases.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yimen.reference.catalogue.rules.content import Content, Step

_SPREAD: Final = 0.6
#: A step without days of its own takes an hour or so.
_AT_ONCE_DAYS: Final = 0.1


@dataclass(frozen=True)
class Simulated:
    """What became of the cases; times in working days."""

    cases: int
    promised_days: int | None
    #: Share of the cases within the promised limit; None without a limit.
    in_time: float | None
    p50: float
    p90: float
    p99: float
    #: Share of the cases within the limit of each step.
    steps_in_time: Mapping[str, float]
    #: Working days of each role for all cases together.
    load: Mapping[str, float]


def simulate(
    content: Content, promised_days: int | None, *, cases: int, seed: int, pace: float = 0.5
) -> Simulated:
    """Run `cases` synthetic cases.

    Args:
        content: whose steps are walked.
        promised_days: what the whole is held against; None without a limit.
        cases: how many, 1 or more.
        seed: the same seed, the same cases.
        pace: the middle of a step's time as a share of its limit.

    Raises:
        ValueError: `cases` or `pace` is not positive.
    """
    if cases < 1 or pace <= 0:
        raise ValueError(f"cases={cases}, pace={pace}")
    chance = random.Random(seed)  # noqa: S311 - a simulation, no secret
    totals: list[float] = []
    kept = [0] * len(content.steps)
    load: dict[str, float] = {}
    for _ in range(cases):
        times = [_time(step, chance, pace) for step in content.steps]
        for place, (step, days) in enumerate(zip(content.steps, times, strict=True)):
            kept[place] += days <= max(step.days, 1)
            load[step.role.value] = load.get(step.role.value, 0.0) + days
        totals.append(_whole(content.steps, times))
    totals.sort()
    # A limit of 0 days means the same day.
    limit = None if promised_days is None else max(promised_days, 1)
    return Simulated(
        cases=cases,
        promised_days=promised_days,
        in_time=None if limit is None else sum(total <= limit for total in totals) / cases,
        p50=_quantile(totals, 0.5),
        p90=_quantile(totals, 0.9),
        p99=_quantile(totals, 0.99),
        steps_in_time={
            f"{place}. {step.name}": kept[place - 1] / cases
            for place, step in enumerate(content.steps, start=1)
        },
        load={role: round(days, 2) for role, days in sorted(load.items())},
    )


def _time(step: Step, chance: random.Random, pace: float) -> float:
    return (step.days * pace or _AT_ONCE_DAYS) * chance.lognormvariate(0.0, _SPREAD)


def _whole(steps: tuple[Step, ...], times: list[float]) -> float:
    groups: dict[str, float] = {}
    for place, (step, days) in enumerate(zip(steps, times, strict=True)):
        name = step.group or f"#{place}"
        groups[name] = max(groups.get(name, 0.0), days)
    return sum(groups.values())


def _quantile(ordered: list[float], share: float) -> float:
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 2)
