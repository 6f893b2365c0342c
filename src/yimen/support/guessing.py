"""Whoever tries codes that are not theirs is stopped: wrong ones are counted by who asks.

Counted in a row of its own, so that every process sees the count and a restart forgets nothing. Who
asks is kept as a blind index alone. A count is written whatever becomes of the request, so call
`count` outside a transaction.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from yimen.kernel.errors import DomainError, Kind
from yimen.support import sql
from yimen.support.models import Guesses
from yimen.support.secrets import blind_index


class TooManyGuesses(DomainError):
    """Too many wrong codes from here: wait. Facts: `minutes`."""

    code: ClassVar[str] = "guessing.too_many"
    kind: ClassVar[Kind] = Kind.FORBIDDEN

    def __init__(self, *, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.minutes = minutes


@dataclass(frozen=True)
class Limit:
    """How often somebody may be wrong, and how long everything is refused after that."""

    tries: int
    lock: timedelta


def check(kind: str, who: str, limit: Limit, *, at: datetime) -> None:
    """Go on only if `who` was not wrong too often lately.

    Args:
        kind: what is guessed at, for example "verify".
        who: who asks, for example an address.
        limit: how often is too often.
        at: now.

    Raises:
        TooManyGuesses: until `limit.lock` after the last wrong one.
    """
    row = Guesses.objects.filter(kind=kind, who=blind_index(who)).first()
    if row is None or row.failures < limit.tries:
        return
    left = row.failed_at + limit.lock - at
    if left > timedelta():
        raise TooManyGuesses(minutes=max(1, -int(-left.total_seconds() // 60)))


def count(kind: str, who: str, limit: Limit, *, at: datetime) -> int:
    """One more wrong code; the first one again where the last is long past. How many that makes.

    One statement, so that many at once are all counted.
    """
    counted = sql.one(
        "yimen.support",
        "count_guess",
        {"kind": kind, "who": blind_index(who), "at": at, "since": at - limit.lock},
    )
    return int(counted["failures"]) if counted else 0


def forget(before: datetime) -> int:
    """Drop counts whose last wrong code is older; how many."""
    dropped, _ = Guesses.objects.filter(failed_at__lt=before).delete()
    return dropped
