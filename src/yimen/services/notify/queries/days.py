"""The dated rules of messages."""

from datetime import date

from yimen.reference.policy import queries as policy
from yimen.services.notify.rules import parameters
from yimen.services.notify.rules.parameters import NotifyRules


def rules_on(day: date) -> NotifyRules:
    """What holds on a day; the values behind are at most five seconds old."""
    return parameters.notify_rules(
        {parameter.key: policy.value(parameter.key, day) for parameter in parameters.PARAMETERS}
    )
