"""Why the product cannot be served. The command line phrases them."""

from yimen.kernel.errors import DomainError, Kind


class PortTaken(DomainError):
    """Another program listens there."""

    code = "serving.port_taken"
    kind = Kind.CONFLICT


class AlreadyServed(DomainError):
    """This home is being served by another process already."""

    code = "serving.already_served"
    kind = Kind.CONFLICT


class NotReady(DomainError):
    """A process ended, or stayed silent, before it was ready; its last words are in the facts."""

    code = "serving.not_ready"
    kind = Kind.UNAVAILABLE
