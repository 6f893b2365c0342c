"""Half hours of a day, when they are offered, when one may come, and how full they look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from yimen.services.booking.errors import CancelTooLate, NameNeeded, TooEarly


@dataclass(frozen=True)
class Span:
    """A piece of a day that can be booked."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Places:
    """How many fit into one span: promised beforehand, and kept for those who just come."""

    online: int
    walk_in: int


class Crowd(StrEnum):
    """How full a half hour is, for people."""

    QUIET = "quiet"
    BUSY = "busy"
    FULL = "full"


class Arrival(StrEnum):
    """When somebody with an appointment stands at the machine."""

    IN_TIME = "in_time"
    LATE = "late"


def spans(
    day: date,
    intervals: Iterable[tuple[time, time]],
    *,
    length: timedelta,
    within: tuple[time, time],
    zone: tzinfo,
) -> list[Span]:
    """The bookable spans of a day, in order. What is left at an interval's end is not booked.

    Args:
        day: the centre's own day.
        intervals: opening intervals in the centre's own time.
        length: of one span.
        within: no span begins before or ends after these.
        zone: the centre's.
    """
    found = []
    for opens, closes in intervals:
        start = datetime.combine(day, max(opens, within[0]), zone)
        end = datetime.combine(day, min(closes, within[1]), zone)
        while start + length <= end:
            found.append(Span(start, start + length))
            start += length
    return sorted(found, key=lambda span: span.starts_at)


def released_at(day: date, *, days_ahead: int, hour: int, zone: tzinfo) -> datetime:
    """When a day's places are offered: at `hour` of the day `days_ahead` days before.

    Source: the reference city's practice of 2021, 09:00 for the seventh natural day ahead.
    """
    return datetime.combine(day - timedelta(days=days_ahead), time(hour), zone)


def split(places: int, online_share: float) -> Places:
    """Divide a span's places; the share is rounded to whole places."""
    online = min(places, max(0, round(places * online_share)))
    return Places(online, places - online)


def expected_places(windows: float, *, length: timedelta, usual_service: timedelta) -> int:
    """How many a span can serve: windows (parts of them count) × length ÷ usual handling time."""
    seconds = usual_service.total_seconds()
    return max(0, round(windows * length.total_seconds() / seconds)) if seconds else 0


def arrival(span: Span, *, at: datetime, early: timedelta) -> Arrival:
    """Whether somebody is in time: from `early` before the start until the end.

    Raises:
        TooEarly: with the time from which check-in is possible.
    """
    opens = span.starts_at - early
    if at < opens:
        raise TooEarly(opens=f"{opens.astimezone(span.starts_at.tzinfo):%m-%d %H:%M}")
    return Arrival.IN_TIME if at <= span.ends_at else Arrival.LATE


def check_cancel(span: Span, *, at: datetime, notice: timedelta) -> None:
    """Go on only if the place can still be given back.

    Raises:
        CancelTooLate: with the time until which it could.
    """
    until = span.starts_at - notice
    if at > until:
        raise CancelTooLate(until=f"{until:%m-%d %H:%M}")


def crowd(booked: int, capacity: int, *, busy_from: float) -> Crowd:
    """How full a half hour is, by its places promised beforehand."""
    if booked >= capacity:
        return Crowd.FULL
    return Crowd.BUSY if booked / capacity >= busy_from else Crowd.QUIET


def needs_bar(missed: Sequence[datetime], *, limit: int) -> bool:
    """Whether the appointments missed lately are more than `limit`."""
    return len(missed) > limit


def tidy_name(text: str) -> str:
    """A name with its spaces put right.

    Raises:
        NameNeeded: nothing is left.
    """
    name = " ".join(text.split())[:50]
    if not name:
        raise NameNeeded
    return name
