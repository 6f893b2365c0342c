"""Refusals: what a rule says when it says no. Channels turn them into sentences and statuses."""

from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What the caller can do about it. Channels map a kind to a status."""

    INVALID = "invalid"  # correct the input and send it again
    FORBIDDEN = "forbidden"  # this person may not do this
    NOT_FOUND = "not_found"  # no such thing, or none you may know of
    CONFLICT = "conflict"  # the world moved on; reload and look again
    UNAVAILABLE = "unavailable"  # nothing wrong with you; try again later


class DomainError(Exception):
    """A rule refused. Carries facts, not sentences, so each channel can translate.

    Facts never hold personal data: they are logged and sent to other systems.
    """

    code: ClassVar[str] = "domain_error"
    kind: ClassVar[Kind] = Kind.INVALID

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        detail = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.code} ({detail})")


class NotAllowed(DomainError):
    """The one who asks does not hold the right for this object."""

    code = "not_allowed"
    kind = Kind.FORBIDDEN


class Busy(DomainError):
    """The database is restarting or overloaded. Nothing was changed; ask again."""

    code = "busy"
    kind = Kind.UNAVAILABLE
