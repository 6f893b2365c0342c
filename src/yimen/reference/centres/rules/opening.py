"""Opening hours of a day, decided from values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class Interval:
    """Open from `opens` until `closes`, in the centre's own time."""

    opens: time
    closes: time


@dataclass(frozen=True)
class Hours:
    """A week's hours and the days on which others hold (empty: closed)."""

    week: tuple[tuple[Interval, ...], ...]
    special: dict[date, tuple[Interval, ...]]

    def on(self, day: date) -> tuple[Interval, ...]:
        """The intervals of a day in order, none when closed."""
        if day in self.special:
            return self.special[day]
        return self.week[day.weekday()]


def closes_at(intervals: Iterable[Interval], day: date, zone: ZoneInfo) -> datetime | None:
    """When the centre closes for the day; None on a closed day."""
    last = max(intervals, key=lambda interval: interval.closes, default=None)
    return None if last is None else datetime.combine(day, last.closes, zone)


def overlap(intervals: Iterable[Interval]) -> bool:
    """Whether any two intervals overlap, or one ends before it begins."""
    ordered = sorted(intervals)
    if any(interval.opens >= interval.closes for interval in ordered):
        return True
    return any(a.closes > b.opens for a, b in pairwise(ordered))
