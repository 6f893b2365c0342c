"""The dated rules of delivery."""

from datetime import date

from yimen.reference.policy import queries as policy
from yimen.services.delivery.rules import parameters
from yimen.services.delivery.rules.parameters import DeliveryRules


def rules_on(day: date) -> DeliveryRules:
    """What holds on a day; the values behind are at most five seconds old."""
    return parameters.delivery_rules(
        {parameter.key: policy.value(parameter.key, day) for parameter in parameters.PARAMETERS}
    )
