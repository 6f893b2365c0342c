"""Refusals of notify. Facts are codes, times and numbers, never personal data."""

from yimen.kernel.errors import DomainError, Kind


class NotifyError(DomainError):
    """Everything notify refuses."""


class PersonalDataRefused(NotifyError):
    """A value would put somebody's number into a message. Facts: `value`, its name alone."""

    code = "notify.personal_data"


class MessageNotFound(NotifyError):
    """No such message, or somebody else's: both look the same."""

    code = "notify.message_not_found"
    kind = Kind.NOT_FOUND


class StepNotAllowed(NotifyError):
    """The SMS is where this cannot happen. Facts: `sms_state`, `event`."""

    code = "notify.step_not_allowed"
    kind = Kind.CONFLICT
