"""One measured figure: its budget, what the bare database reached beside it, and the verdict."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A measured value.

    Args:
        name: stable, for programs.
        title: for people.
        value: measured; None where it could not be.
        unit: of value, budget and bare.
        budget: what it must reach; None: told, not judged.
        at_least: True where more is better.
        bare: the same work on the bare database in the same run.
        least_ratio: the share of `bare` it must reach.
        method: how it was measured, honestly.
    """

    name: str
    title: str
    value: float | None
    unit: str
    budget: float | None
    method: str
    at_least: bool = False
    bare: float | None = None
    least_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """Value ÷ bare."""
        if self.value is None or not self.bare:
            return None
        return self.value / self.bare

    @property
    def ok(self) -> bool | None:
        """Whether it meets its budget; None without one, False where nothing was measured."""
        if self.budget is None:
            return None
        if self.value is None:
            return False
        good = self.value >= self.budget if self.at_least else self.value <= self.budget
        if self.least_ratio is not None:
            good = good and self.ratio is not None and self.ratio >= self.least_ratio
        return good

    def as_json(self) -> dict[str, Any]:
        """For programs: rounded, with ratio and verdict."""
        found = {**asdict(self), "ratio": self.ratio, "ok": self.ok}
        return {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in found.items()
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = max(0, min(len(ordered) - 1, -int(-len(ordered) * share // 1) - 1))
    return ordered[place]
