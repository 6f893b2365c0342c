"""What people do with their inbox."""

from datetime import datetime

from yimen.services.notify.models import Message


def mark_all_read(citizen_index: bytes, *, up_to: int, at: datetime) -> int:
    """Somebody has seen the inbox up to its newest message shown. How many were new."""
    return Message.objects.filter(
        recipient_index=citizen_index, pk__lte=up_to, read_at__isnull=True
    ).update(read_at=at)
