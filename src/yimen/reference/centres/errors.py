"""Refusals about places."""

from yimen.kernel.errors import DomainError, Kind


class CentreNotFound(DomainError):
    code = "centres.centre_not_found"
    kind = Kind.NOT_FOUND


class WindowNotFound(DomainError):
    code = "centres.window_not_found"
    kind = Kind.NOT_FOUND


class BadHours(DomainError):
    """Hours that end before they begin, or overlap. Facts: `weekday`."""

    code = "centres.bad_hours"
