"""What may be thrown away, and how, so that a table that only grows does not grow for ever."""

from datetime import datetime
from typing import Final

from yimen.support.models import Event

_BATCH: Final = 5000


def drop_old_events(before: datetime) -> int:
    """Delete published events older than `before`; how many went.

    In batches, each its own transaction when called outside one, so followers of the log never
    wait behind the delete. Two days is plenty: nobody catches up on more than ten minutes.
    """
    dropped = 0
    while True:
        oldest = Event.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)
        count, _ = Event.objects.filter(pk__in=list(oldest[:_BATCH])).delete()
        dropped += count
        if count < _BATCH:
            return dropped
