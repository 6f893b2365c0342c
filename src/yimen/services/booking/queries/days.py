"""The dated rules of booking."""

from datetime import date

from yimen.reference.policy import queries as policy
from yimen.services.booking.rules import parameters
from yimen.services.booking.rules.parameters import BookingRules


def rules_on(day: date) -> BookingRules:
    """What holds on a day; the values behind are at most five seconds old."""
    return parameters.booking_rules(
        {parameter.key: policy.value(parameter.key, day) for parameter in parameters.PARAMETERS}
    )
