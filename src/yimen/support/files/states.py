"""Where a file can stand."""

from enum import StrEnum


class State(StrEnum):
    """received → clean or refused; received and clean → dropped."""

    RECEIVED = "received"  # 已收到，正在检查: nobody can open it
    CLEAN = "clean"  # may be used
    REFUSED = "refused"  # never usable; the original stays locked away for a while
    DROPPED = "dropped"  # taken back; gone after a while
