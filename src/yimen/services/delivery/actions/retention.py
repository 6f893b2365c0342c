"""Forgetting addresses once a parcel's way is over for good.

Source: Personal Information Protection Law, Art. 19 (shortest period needed).
"""

from datetime import datetime

from yimen.services.delivery.models import Parcel
from yimen.services.delivery.rules.states import OVER

_OVER = sorted(state.value for state in OVER)


def wipe_personal_data(*, before: datetime) -> int:
    """Wipe the addresses of parcels whose way was over before a moment. How many.

    A lost parcel's stay while its claim is open. Again changes nothing.
    """
    return (
        Parcel.objects.filter(state__in=_OVER, state_since__lt=before)
        .exclude(sender_sealed=b"", receiver_sealed=b"")
        .exclude(claim__isnull=False, claim__settled_at__isnull=True)
        .update(sender_sealed=b"", receiver_sealed=b"")
    )
