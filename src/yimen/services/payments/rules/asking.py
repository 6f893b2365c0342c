"""When the gateway is asked again about something, and for how long."""

from datetime import datetime, timedelta
from typing import Final

_LEAST: Final = timedelta(seconds=30)
_MOST: Final = timedelta(hours=1)


def next_ask(since: datetime, at: datetime, *, until: datetime | None = None) -> datetime | None:
    """The next time to ask: after half as long again as it has lasted, within bounds.

    Args:
        since: when it began.
        at: now.
        until: nobody asks after that, and None is answered: the daily statement finds the rest.
            None: for ever.
    """
    if until is not None and at >= until:
        return None
    return at + min(_MOST, max(_LEAST, (at - since) / 2))
