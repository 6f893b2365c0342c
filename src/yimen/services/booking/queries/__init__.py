"""Questions about half hours, appointments, bars and the day's rules."""

from yimen.services.booking.queries.appointments import (
    affected,
    appointment,
    appointment_by_public_id,
    bar_until,
    found_at_door,
    holder_of,
    inside,
    listing,
    proven,
)
from yimen.services.booking.queries.days import rules_on
from yimen.services.booking.queries.slots import (
    crowd,
    days,
    next_release,
    offered_days,
    plans,
    slot,
    slots,
)
from yimen.services.booking.queries.views import AppointmentView, CrowdView, DayView, SlotView

__all__ = [
    "AppointmentView",
    "CrowdView",
    "DayView",
    "SlotView",
    "affected",
    "appointment",
    "appointment_by_public_id",
    "bar_until",
    "crowd",
    "days",
    "found_at_door",
    "holder_of",
    "inside",
    "listing",
    "next_release",
    "offered_days",
    "plans",
    "proven",
    "rules_on",
    "slot",
    "slots",
]
