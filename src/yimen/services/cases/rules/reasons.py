"""What a colleague must write before something may happen."""

from typing import Final

from yimen.services.cases.errors import ReasonNeeded, ReasonTooLong

LONGEST: Final = 500


def check_reason(text: str) -> str:
    """The reason without the space around it.

    Raises:
        ReasonNeeded: nothing but space.
        ReasonTooLong: more than 500 characters.
    """
    bare = text.strip()
    if not bare:
        raise ReasonNeeded(limit=LONGEST)
    if len(bare) > LONGEST:
        raise ReasonTooLong(limit=LONGEST)
    return bare
