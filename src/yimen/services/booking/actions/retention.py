"""Forgetting people: what an appointment held of its holder is wiped once nobody needs it.

Source: Personal Information Protection Law, Art. 19 (shortest period needed).
"""

from datetime import date, datetime

from yimen.services.booking.models import Appointment, Bar, PersonDay


def wipe_personal_data(centre_id: int, *, before: date, at: datetime) -> int:
    """Wipe appointments of days before `before`, and bars that have ended. How many appointments.

    The appointments stay, for figures. Again for the same day changes nothing.
    """
    PersonDay.objects.filter(day__lt=before).delete()
    Bar.objects.filter(until__lt=at, since__date__lt=before).delete()
    return Appointment.objects.filter(
        centre_id=centre_id, day__lt=before, holder_index__isnull=False
    ).update(
        code=None,
        holder_index=None,
        phone_index=None,
        agent_index=None,
        holder_id_sealed=b"",
        holder_name_sealed=b"",
        phone_sealed=b"",
        agent_id_sealed=b"",
        agent_name_sealed=b"",
    )
