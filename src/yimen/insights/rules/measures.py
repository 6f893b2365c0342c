"""What the facts sum, and the parts of a period they are summed over. Plain values."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from yimen.insights.errors import BadPeriod

#: The facts' columns, as `models.Fact` has them.
MEASURES: Final = (
    "done", "missed", "left",
    "waits", "wait_seconds", "handlings", "handling_seconds",
    "within_5", "within_10", "within_15", "within_30", "within_60",
    "stars_1", "stars_2", "stars_3", "stars_4", "stars_5",
    "default_bad", "default_middle", "default_five",
)  # fmt: skip


class Channel(StrEnum):
    """The door a service came through."""

    WINDOW = "window"
    TERMINAL = "terminal"
    ONLINE = "online"
    MOBILE = "mobile"


_DAY: Final = timedelta(days=1)
#: A department's words that set it apart in the published figures. Source: DESIGN §8.
POLICE: Final = "公安"
TAX: Final = "税务"


@dataclass(frozen=True)
class Cell:
    """Sums over services that share a channel and whether their department is set apart."""

    channel: str
    police: bool
    tax: bool
    sums: Mapping[str, float]
    window_kind: str = ""


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadPeriod(first=self.first, last=self.last)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @staticmethod
    def month(day: date) -> "Period":
        """The month of a day."""
        return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))

    def each(self) -> list[date]:
        """Its days in order."""
        return [self.first + timedelta(days=place) for place in range(self.days)]

    def split_by_months(self) -> tuple["Period | None", list["Period"]]:
        """The whole months in it, and what is left before and after them."""
        first, last = Period.month(self.first), Period.month(self.last)
        begins = self.first if first.first == self.first else first.last + _DAY
        ends = self.last if last.last == self.last else last.first - _DAY
        if ends < begins:
            return None, [self]
        rest = []
        if self.first < begins:
            rest.append(Period(self.first, begins - _DAY))
        if ends < self.last:
            rest.append(Period(ends + _DAY, self.last))
        return Period(begins, ends), rest

    @property
    def before(self) -> "Period":
        """As many days just before it."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))


@dataclass(frozen=True)
class Scope:
    """Which services count. Empty words mean all.

    `within` holds the departments that the reader may see, whatever else is asked; None: any.
    """

    period: Period
    centre: str = ""
    department: str = ""
    item: str = ""
    window_kind: str = ""
    within: frozenset[str] | None = None
