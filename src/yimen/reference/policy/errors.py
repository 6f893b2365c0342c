"""Refusals about parameters."""

from yimen.kernel.errors import DomainError, Kind


class UnknownParameter(DomainError):
    """No capability defines a parameter of this name. Facts: `key`."""

    code = "policy.unknown_parameter"
    kind = Kind.NOT_FOUND


class BadValue(DomainError):
    """The value does not fit the parameter. Facts: `key`, `needs`."""

    code = "policy.bad_value"
