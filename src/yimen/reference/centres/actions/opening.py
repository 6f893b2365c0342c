"""Changing hours, special days and the board's ticker."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yimen.reference.centres import rules
from yimen.reference.centres.errors import BadHours, CentreNotFound
from yimen.reference.centres.models import Centre, OpeningHours, SpecialDay
from yimen.reference.centres.rules import Interval


def set_hours(centre_id: int, weekday: int, intervals: Sequence[Interval]) -> None:
    """Replace one weekday's hours; no intervals means closed.

    Raises:
        CentreNotFound: no such centre.
        BadHours: an interval ends before it begins, or two overlap.
    """
    if rules.overlap(intervals):
        raise BadHours(weekday=weekday)
    with transaction.atomic():
        if not Centre.objects.select_for_update().filter(pk=centre_id).exists():
            raise CentreNotFound
        OpeningHours.objects.filter(centre_id=centre_id, weekday=weekday).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(centre_id=centre_id, weekday=weekday, opens=i.opens, closes=i.closes)
            for i in intervals
        )


def set_special_day(centre_id: int, day: date, interval: Interval | None, *, reason: str) -> None:
    """Let other hours hold on one day; None closes the centre.

    Raises:
        BadHours: the interval ends before it begins.
    """
    if interval is not None and rules.overlap([interval]):
        raise BadHours(weekday=day.weekday())
    SpecialDay.objects.update_or_create(
        centre_id=centre_id,
        day=day,
        defaults={
            "opens": interval.opens if interval else None,
            "closes": interval.closes if interval else None,
            "reason": reason,
        },
    )


def drop_special_day(centre_id: int, day: date) -> None:
    """Let the week's hours hold again."""
    SpecialDay.objects.filter(centre_id=centre_id, day=day).delete()


def set_ticker(centre_id: int, text: str) -> None:
    """The line at the foot of the main board; empty hides it."""
    Centre.objects.filter(pk=centre_id).update(ticker=text.strip()[:300])
