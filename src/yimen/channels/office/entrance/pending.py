"""Between password and code: who gave the right password a moment ago. Not yet logged in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.backends.base import SessionBase

_KEY: Final = "office_pending"
_GOOD_FOR: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Pending:
    """Somebody halfway in."""

    staff_id: int
    since: datetime
    next: str
    #: The code was right too; only the first password has to be replaced.
    code_given: bool


def remember(
    session: SessionBase, staff_id: int, *, next_page: str, at: datetime, code_given: bool = False
) -> None:
    """Keep the step in the session, under a fresh session id."""
    session.cycle_key()
    session[_KEY] = [staff_id, at.isoformat(), next_page, code_given]


def present(session: SessionBase, *, at: datetime) -> Pending | None:
    """Who is halfway in, None without or after ten minutes."""
    kept = session.get(_KEY)
    if kept is None:
        return None
    pending = Pending(int(kept[0]), datetime.fromisoformat(kept[1]), str(kept[2]), bool(kept[3]))
    return pending if at - pending.since < _GOOD_FOR else None


def forget(session: SessionBase) -> None:
    """The step is over."""
    session.pop(_KEY, None)
