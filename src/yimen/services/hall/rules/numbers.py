"""Ticket numbers: a series, then three digits or more. A012, YA003 (booked), LA001 (green)."""

import re
from collections.abc import Mapping
from typing import Final

from yimen.services.hall.rules.dispatch import TicketClass

_CLASS_LETTER: Final[Mapping[TicketClass, str]] = {
    TicketClass.ORDINARY: "",
    TicketClass.BOOKED: "Y",
    TicketClass.PRIORITY: "L",
}
#: I and O look like 1 and 0; a series that begins with Y or L could be another's booked numbers.
_PREFIX: Final = re.compile(r"[A-HJKMNP-XZ][A-HJ-NP-Z]?")


def is_prefix(text: str) -> bool:
    """Whether a queue may use `text` in front of its numbers."""
    return _PREFIX.fullmatch(text) is not None


def series(prefix: str, ticket_class: TicketClass) -> str:
    """The series from which a ticket's number is taken. One series counts from 1 each day."""
    return _CLASS_LETTER[ticket_class] + prefix


def number(series_name: str, serial: int) -> str:
    """As printed and announced: three digits, four after 999."""
    return f"{series_name}{serial:03d}"
