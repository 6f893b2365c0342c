"""The dated rules of payments."""

from datetime import date

from yimen.reference.policy import queries as policy
from yimen.services.payments.rules import parameters
from yimen.services.payments.rules.parameters import PaymentRules


def rules_on(day: date) -> PaymentRules:
    """What holds on a day; the values behind are at most five seconds old."""
    return parameters.payment_rules(
        {parameter.key: policy.value(parameter.key, day) for parameter in parameters.PARAMETERS}
    )
