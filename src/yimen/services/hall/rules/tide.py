"""Tidal windows (潮汐窗口): when a line deserves another window, and when one can go back."""

from datetime import timedelta
from enum import StrEnum

from yimen.services.hall.rules.parameters import HallRules


class Tide(StrEnum):
    """What a line asks the manager for. Advice only: skills are changed by people."""

    OPEN = "open"  # give it another window
    CLOSE = "close"  # a window can serve another line


def advice(*, waiting: int, longest: timedelta, open_windows: int, rules: HallRules) -> Tide | None:
    """What to do about one line now, None when it is well staffed.

    Args:
        waiting: people in the line.
        longest: how long the first of them has waited.
        open_windows: windows that are open and may call this line.
        rules: the day's thresholds.

    Source: the domain reference §3.7; the thresholds are dated parameters.
    """
    if waiting >= rules.tide_open_waiting or (waiting and longest >= rules.tide_open_wait):
        return Tide.OPEN
    if waiting and not open_windows:
        return Tide.OPEN
    if open_windows > 1 and waiting < rules.tide_close_waiting:
        return Tide.CLOSE
    return None
