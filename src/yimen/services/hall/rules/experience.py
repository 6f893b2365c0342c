"""What a day has taught so far: how handling times spread, and how many in line have gone.

Both are learned only from what a hall sees: services that ended, services still running (known to
be at least that long), and whether a called citizen was there. A handling time is held as a ratio
to its queue's usual time, so all queues teach one shape.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

#: Points in a learned shape, evenly spaced in probability.
SHAPE_POINTS: Final = 200
#: Earlier days spread log-normally around the usual time with this spread of the logarithm.
USUAL_SPREAD: Final = 0.73
#: Weight of the earlier days, in finished services.
PRIOR_WEIGHT: Final = 100
#: Calls that make one observation of how many are gone; one leaver proves nothing.
CALLS_TOGETHER: Final = 10


@dataclass(frozen=True, slots=True)
class Experience:
    """What the forward run draws from."""

    #: Ratios of handling time to usual time, ascending, equally likely.
    shape: tuple[float, ...]
    #: Waits, ascending, from which on …
    gone_from: tuple[float, ...] = ()
    #: … this share of the line is found to have left.
    gone_share: tuple[float, ...] = ()

    def gone(self, waited: float) -> float:
        """The share of those waiting this long who are no longer there."""
        place = bisect_right(self.gone_from, waited)
        return self.gone_share[place - 1] if place else 0.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A ticket that came up: how long after arrival, and whether the citizen was there."""

    waited: float
    present: bool


def learn(
    *,
    ended: Iterable[float] = (),
    running: Iterable[float] = (),
    attempts: Iterable[Attempt] = (),
) -> Experience:
    """Join today's observations with what earlier days lead to expect.

    Args:
        ended: handling ÷ usual time of the services that ended today.
        running: elapsed ÷ usual time of the services under way. Leaving them out would make the
            hall look faster than it is, because short services end first.
        attempts: the tickets that came up today.
    """
    seen = sorted([*_PRIOR, *ended])
    gone_from, gone_share = _gone_by_wait(attempts)
    return Experience(_shape(seen, sorted(running)), gone_from, gone_share)


def usual_shape(points: int) -> list[float]:
    """The expected spread of ratios, mean one, before anything was seen."""
    normal = NormalDist(-(USUAL_SPREAD**2) / 2, USUAL_SPREAD)
    return [math.exp(normal.inv_cdf((place + 0.5) / points)) for place in range(points)]


_PRIOR: Final = usual_shape(PRIOR_WEIGHT)


def _shape(ended: Sequence[float], running: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of the Kaplan-Meier estimate; `ended` is not empty, both ascend."""
    points: list[float] = []
    at_risk = len(ended) + len(running)
    surviving, censored = 1.0, 0
    for ratio in ended:
        while censored < len(running) and running[censored] < ratio:
            censored += 1
            at_risk -= 1
        surviving *= 1 - 1 / at_risk
        at_risk -= 1
        while len(points) < SHAPE_POINTS and (len(points) + 0.5) / SHAPE_POINTS <= 1 - surviving:
            points.append(ratio)
    points += [ended[-1]] * (SHAPE_POINTS - len(points))
    return tuple(points)


def _gone_by_wait(attempts: Iterable[Attempt]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The share gone by wait, never falling: pooled adjacent violators over groups of calls."""
    ordered = sorted(attempts, key=lambda one: one.waited)
    blocks: list[tuple[float, int, int]] = []
    for first in range(len(ordered) % CALLS_TOGETHER, len(ordered), CALLS_TOGETHER):
        group = ordered[first : first + CALLS_TOGETHER]
        start, gone, count = group[0].waited, sum(not one.present for one in group), len(group)
        while blocks and blocks[-1][1] * count >= gone * blocks[-1][2]:
            start, gone_before, count_before = blocks.pop()
            gone, count = gone + gone_before, count + count_before
        blocks.append((start, gone, count))
    return tuple(block[0] for block in blocks), tuple(gone / count for _, gone, count in blocks)
