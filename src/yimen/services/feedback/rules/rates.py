"""Rates of ratings, always with their base; None (shown as –) where there is nothing to count.

Source: 国办发〔2019〕51号; formulas of the domain reference, 4.6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Tally:
    """Counts of a period.

    Args:
        services: services that ended and whose citizen was asked to rate.
        given: ratings given and valid, by stars.
        by_default: valid ratings set by rule, by stars.
        repairs_due: bad ratings whose repair was answered or is overdue.
        repaired_in_time: of those, answered in time.
        named_bad: valid bad ratings whose rater is known by name and whose repair was answered.
        called_back: of those, called back.
    """

    services: int = 0
    given: Mapping[int, int] = field(default_factory=dict)
    by_default: Mapping[int, int] = field(default_factory=dict)
    repairs_due: int = 0
    repaired_in_time: int = 0
    named_bad: int = 0
    called_back: int = 0


@dataclass(frozen=True)
class Rates:
    """Shares as fractions; `mean_stars` is a number of stars."""

    base: int
    five_star: Fraction | None
    four_up: Fraction | None
    three_up: Fraction | None
    bad: Fraction | None
    mean_stars: Fraction | None
    given: Fraction | None
    repaired: Fraction | None
    called_back: Fraction | None


def rates(tally: Tally, *, with_defaults: bool = False) -> Rates:
    """The rates of a tally; ratings set by rule count only where asked for.

    Defaults never count for the share of services with a rating (主动评价率).
    """
    counted = {
        stars: tally.given.get(stars, 0) + (tally.by_default.get(stars, 0) if with_defaults else 0)
        for stars in (1, 2, 3, 4, 5)
    }
    base = sum(counted.values())

    def share(*stars: int) -> Fraction | None:
        return _share(sum(counted[star] for star in stars), base)

    return Rates(
        base=base,
        five_star=share(5),
        four_up=share(4, 5),
        three_up=share(3, 4, 5),
        bad=share(1, 2),
        mean_stars=_share(sum(star * count for star, count in counted.items()), base),
        given=_share(sum(tally.given.values()), tally.services),
        repaired=_share(tally.repaired_in_time, tally.repairs_due),
        called_back=_share(tally.called_back, tally.named_bad),
    )


def _share(part: int, base: int) -> Fraction | None:
    return Fraction(part, base) if base else None
