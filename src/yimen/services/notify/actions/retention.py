"""Forgetting: what was said, and to which phone, is wiped; that something was said stays.

Source: Personal Information Protection Law, Art. 19 (shortest period needed).
"""

from datetime import datetime
from typing import Final

from yimen.services.notify.models import Message, Sms

_BATCH: Final = 2000


def wipe_personal_data(*, before: datetime) -> int:
    """Wipe messages said before a moment, in batches. How many. Again changes nothing."""
    wiped = 0
    while ids := list(
        Message.objects.filter(said_at__lt=before)
        .exclude(values_sealed=b"")
        .order_by("said_at")
        .values_list("pk", flat=True)[:_BATCH]
    ):
        Sms.objects.filter(pk__in=ids).update(phone_sealed=b"")
        wiped += Message.objects.filter(pk__in=ids).update(values_sealed=b"", recipient_index=None)
    return wiped
