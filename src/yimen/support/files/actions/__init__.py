"""What doors, journeys and the clock can do with files."""

from yimen.support.files.actions.checking import check, check_waiting
from yimen.support.files.actions.forgetting import forget
from yimen.support.files.actions.receiving import drop, receive

__all__ = ["check", "check_waiting", "drop", "forget", "keep", "receive"]
