"""Refusals of booking. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class BookingError(DomainError):
    """Everything booking refuses."""


class SlotNotFound(BookingError):
    """No such half hour for this business."""

    code = "booking.slot_not_found"
    kind = Kind.NOT_FOUND


class SlotNotOffered(BookingError):
    """The half hour cannot be booked. Facts: `why` (not_released, over, closed), `opens`."""

    code = "booking.slot_not_offered"
    kind = Kind.CONFLICT


class SlotFull(BookingError):
    """All places of the half hour are taken."""

    code = "booking.slot_full"
    kind = Kind.CONFLICT


class AlreadyBooked(BookingError):
    """This person has a live appointment for this business."""

    code = "booking.already_booked"
    kind = Kind.CONFLICT


class DayLimit(BookingError):
    """This person has as many appointments for the day as are allowed. Facts: `limit`."""

    code = "booking.day_limit"
    kind = Kind.CONFLICT


class Barred(BookingError):
    """Too many appointments were missed. Facts: `until`, a date."""

    code = "booking.barred"
    kind = Kind.FORBIDDEN


class NameNeeded(BookingError):
    """Booking is in one's own name."""

    code = "booking.name_needed"


class AppointmentNotFound(BookingError):
    """No such appointment, or the proof does not fit it: both look the same."""

    code = "booking.appointment_not_found"
    kind = Kind.NOT_FOUND


class EventNotAllowed(BookingError):
    """The appointment's state has no such move. Facts: `state`, `event`."""

    code = "booking.event_not_allowed"
    kind = Kind.CONFLICT


class TooEarly(BookingError):
    """Check-in has not begun. Facts: `opens`, as date and HH:MM."""

    code = "booking.too_early"
    kind = Kind.CONFLICT


class DayOver(BookingError):
    """The appointment was for an earlier day."""

    code = "booking.day_over"
    kind = Kind.CONFLICT


class CancelTooLate(BookingError):
    """Appointments can be given back until some time before. Facts: `until`, as HH:MM."""

    code = "booking.cancel_too_late"
    kind = Kind.CONFLICT


class WalkInFull(BookingError):
    """The centre takes bookings first, and this half hour's walk-in places are taken."""

    code = "booking.walk_in_full"
    kind = Kind.UNAVAILABLE


class KeyReused(BookingError):
    """The idempotency key was used before for another request."""

    code = "booking.key_reused"
    kind = Kind.CONFLICT
