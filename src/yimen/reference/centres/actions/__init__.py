"""Changing hours, special days, the board's ticker and the legal calendar."""

from yimen.reference.centres.actions.calendar import adopt_years, change_calendar, seed_calendar
from yimen.reference.centres.actions.opening import (
    drop_special_day,
    set_hours,
    set_special_day,
    set_ticker,
)

__all__ = [
    "adopt_years",
    "change_calendar",
    "drop_special_day",
    "seed_calendar",
    "set_hours",
    "set_special_day",
    "set_ticker",
]
