"""Forgetting people: what a ticket held of its holder is wiped once nobody needs it.

Source: Personal Information Protection Law, Art. 19 (shortest period needed).
"""

from datetime import date

from django.db.models import Q

from yimen.services.hall.models import Ticket


def wipe_personal_data(centre_id: int, *, before: date) -> int:
    """Wipe identity number, name and phone of tickets of days before `before`. How many tickets.

    The tickets stay, for figures. Again for the same day changes nothing.
    """
    held = (
        Q(holder_index__isnull=False)
        | ~Q(holder_id_sealed=b"")
        | ~Q(holder_name_sealed=b"")
        | ~Q(phone_sealed=b"")
    )
    return Ticket.objects.filter(held, centre_id=centre_id, day__lt=before).update(
        holder_index=None, holder_id_sealed=b"", holder_name_sealed=b"", phone_sealed=b""
    )
