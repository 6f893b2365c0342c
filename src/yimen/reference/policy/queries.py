"""What holds today. Read from the database at most every few seconds in each process."""

import time
from dataclasses import dataclass
from datetime import date, datetime

from yimen.reference.policy import rules
from yimen.reference.policy.models import DatedValue
from yimen.reference.policy.rules import Setting, Value


@dataclass(frozen=True)
class Entry:
    """One line of a parameter's history."""

    key: str
    value: Value
    effective_from: date
    source: str
    #: Staff number; empty where the demonstration city or a migration set it.
    set_by: str
    set_at: datetime


_FRESH_SECONDS = 5.0
_cache: tuple[float, tuple[Setting, ...]] = (0.0, ())


def settings() -> tuple[Setting, ...]:
    """All dated values, at most five seconds old."""
    global _cache  # noqa: PLW0603 - one small snapshot per process
    if time.monotonic() - _cache[0] > _FRESH_SECONDS or not _cache[0]:
        rows = DatedValue.objects.values_list("key", "value", "effective_from")
        _cache = (time.monotonic(), tuple(Setting(*row) for row in rows))
    return _cache[1]


def forget() -> None:
    """Read again at the next question: after a change, and between tests."""
    global _cache  # noqa: PLW0603
    _cache = (0.0, ())


def value(key: str, on: date) -> Value:
    """A parameter's value on a day."""
    return rules.value_on(key, on, settings())


def number(key: str, on: date) -> float:
    """A numeric parameter's value on a day."""
    return float(value(key, on))


def whole(key: str, on: date) -> int:
    """A whole-number parameter's value on a day."""
    return int(value(key, on))


def history() -> list[Entry]:
    """Every dated value, latest start first."""
    rows = DatedValue.objects.order_by("key", "-effective_from")
    fields = ("key", "value", "effective_from", "source", "set_by__username", "set_at")
    return [
        Entry(key, value, start, source, by or "", at)
        for key, value, start, source, by, at in rows.values_list(*fields)
    ]
