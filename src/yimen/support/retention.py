"""How long the machinery's own rows are kept."""

from datetime import datetime, timedelta
from typing import Final

from yimen.support.models import Event

#: Followers catch up over minutes; two days let an engineer look back at a weekend.
EVENTS_KEPT: Final = timedelta(days=2)


def drop_old_events(*, at: datetime) -> int:
    """Delete published events that nobody can ask for again. How many."""
    deleted, _ = Event.objects.filter(at__lt=at - EVENTS_KEPT).delete()
    return deleted
