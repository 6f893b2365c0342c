"""Opening hours, special days and the boards' ticker.

The places belong to `centres`; who may change them, and who hears of it, is the hall's affair.
Half hours already booked follow: what falls away is closed, its people are listed and told.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from yimen.journeys import book
from yimen.reference.centres import actions as centres
from yimen.reference.centres.rules import Interval
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import announce, queries


def set_hours(
    centre_id: int, weekday: int, intervals: Sequence[Interval], *, by: Actor, at: datetime
) -> None:
    """Replace one weekday's hours; no intervals means closed.

    Raises:
        NotAllowed: `by` does not run this hall.
        BadHours: an interval ends before it begins, or two overlap.
    """
    with _changing(centre_id, by=by, at=at):
        centres.set_hours(centre_id, weekday, intervals)


def set_special_day(
    centre_id: int, day: date, interval: Interval | None, *, reason: str, by: Actor, at: datetime
) -> None:
    """Let other hours hold on one day; None closes the centre.

    Raises:
        NotAllowed: `by` does not run this hall.
        BadHours: the interval ends before it begins.
    """
    with _changing(centre_id, by=by, at=at):
        centres.set_special_day(centre_id, day, interval, reason=reason)


def drop_special_day(centre_id: int, day: date, *, by: Actor, at: datetime) -> None:
    """Let the week's hours hold again.

    Raises:
        NotAllowed: `by` does not run this hall.
    """
    with _changing(centre_id, by=by, at=at):
        centres.drop_special_day(centre_id, day)


def set_ticker(centre_id: int, text: str, *, by: Actor, at: datetime) -> None:
    """The line at the foot of the main board; empty hides it.

    Raises:
        NotAllowed: `by` does not run this hall.
    """
    with _changing(centre_id, by=by, at=at):
        centres.set_ticker(centre_id, text)


@contextmanager
def _changing(centre_id: int, *, by: Actor, at: datetime) -> Iterator[None]:
    """Check the right, change, let every screen draw anew."""
    require(by, Right.RUN_HALL, centre_id=centre_id)
    with transaction.atomic():
        yield
        announce.hall_changed(centre_id, at=at)
        book.renew(centre_id, at=at)
    queries.forget()
