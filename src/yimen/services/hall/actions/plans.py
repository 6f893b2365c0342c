"""Planned hours of windows: who covers lunch. A plan for people; nothing opens or closes by it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yimen.reference.centres import rules
from yimen.reference.centres.errors import BadHours, WindowNotFound
from yimen.reference.centres.rules import Interval
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.hall import announce, queries
from yimen.services.hall.models import WindowHours


def plan_window(
    window_id: int, intervals: Sequence[Interval], *, centre_id: int, by: Actor, at: datetime
) -> None:
    """Replace a window's planned hours; none means it is not planned to be staffed.

    Raises:
        NotAllowed: `by` does not run this hall.
        WindowNotFound: the centre has no such window.
        BadHours: an interval ends before it begins, or two overlap.
    """
    require(by, Right.RUN_HALL, centre_id=centre_id)
    if window_id not in queries.window_places(centre_id):
        raise WindowNotFound(window_id=window_id)
    if rules.overlap(intervals):
        raise BadHours(weekday=at.weekday())
    with transaction.atomic():
        WindowHours.objects.filter(window_id=window_id).delete()
        WindowHours.objects.bulk_create(
            WindowHours(window_id=window_id, opens=plan.opens, closes=plan.closes)
            for plan in intervals
        )
        announce.hall_changed(centre_id, at=at)
