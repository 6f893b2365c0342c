"""The life of a file handed in: waiting, running, then done, refused or failed."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class RunState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # the whole file: nothing of it was kept
    FAILED = "failed"  # ours is the fault: nothing of it was kept


GOING: Final = frozenset({RunState.WAITING, RunState.RUNNING})
#: The longest stage without a sign of life is the comparison of a large file: some ten seconds.
SILENCE: Final = timedelta(minutes=5)


def is_lost(state: RunState, moved_at: datetime, *, now: datetime) -> bool:
    """Whether a running import was killed: it gave no sign of life for too long."""
    return state is RunState.RUNNING and now - moved_at > SILENCE
