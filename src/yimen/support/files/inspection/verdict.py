"""What the inspector answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """What stays of a file: made anew by us, whatever it was."""

    content: bytes
    media_type: str
    pages: int
    #: A PDF that carried a digital signature, which no rewriting survives.
    was_signed: bool = False
