"""The live hall's days as services and facts: written whole, anew whenever the hall changed them.

Nothing is reported by the hall while it serves people; each day carries a mark of what it holds,
and a day whose mark is another one than last time is written again. So a lost run, a late rating
or a corrected ticket all mend themselves at the next look.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from yimen.insights.actions.summing import alone, subjects, sum_days
from yimen.insights.models import LiveDay, Service
from yimen.insights.rules.history import Names
from yimen.insights.rules.measures import Channel
from yimen.reference.centres import queries as centres
from yimen.reference.centres.queries import CentreView
from yimen.services.feedback import queries as feedback
from yimen.services.hall.queries import services as ended
from yimen.services.hall.queries.services import ServiceView

#: Tickets and most ratings no longer change after it; what a review excludes later is asked for.
LOOK_BACK: Final = timedelta(days=40)
_YESTERDAY: Final = timedelta(days=1)


def follow_today(*, at: datetime) -> int:
    """Bring today and yesterday up to date. How many days were written."""
    return sum(
        _follow(centre, at.astimezone(centre.zone).date() - _YESTERDAY)
        for centre in centres.centres()
    )


def catch_up(*, at: datetime, back: timedelta = LOOK_BACK) -> int:
    """Bring all days up to date that changed in the time looked back. How many days were written.

    That is the days of that time, and older ones on which a visit's rating was given or excluded
    in it: an appeal may be decided months after the visit.
    """
    return sum(_follow(centre, _oldest_changed(centre, at, back)) for centre in centres.centres())


def _oldest_changed(centre: CentreView, at: datetime, back: timedelta) -> date:
    since = at.astimezone(centre.zone).date() - back
    late = feedback.oldest_changed(centre.id, at - back, centre.zone)
    return min(since, late) if late else since


def _follow(centre: CentreView, since: date) -> int:
    marks = _marks(centre, since)
    known = dict(
        LiveDay.objects.filter(centre_id=centre.id, day__gte=since).values_list("day", "mark")
    )
    changed = [day for day in sorted({*marks, *known}) if marks.get(day, "") != known.get(day)]
    for day in changed:
        _write_day(centre, day, marks.get(day, ""))
    return len(changed)


def _marks(centre: CentreView, since: date) -> dict[date, str]:
    given = feedback.stars_marks(
        centre.id, datetime.combine(since, time(), centre.zone), centre.zone
    )
    return {
        day: f"{mark}/{given.get(day, '')}"[:120]
        for day, mark in ended.ended_marks(centre.id, since).items()
    }


def _write_day(centre: CentreView, day: date, mark: str) -> None:
    with transaction.atomic():
        alone()
        views = ended.ended_services(centre.id, day)
        stars = feedback.stars_of([view.ticket_id for view in views])
        ids = subjects((centre.name, view.department, view.queue) for view in views)
        old = Service.objects.filter(ticket_id__isnull=False, day=day, file__isnull=True)
        old.filter(subject__centre=centre.name).delete()
        Service.objects.bulk_create(
            [_service(view, centre, ids, stars.get(view.ticket_id)) for view in views],
            batch_size=1000,
        )
        sum_days([day])
        LiveDay.objects.update_or_create(centre_id=centre.id, day=day, defaults={"mark": mark})


def _service(
    view: ServiceView, centre: CentreView, ids: dict[Names, int], stars: tuple[int, bool] | None
) -> Service:
    local = view.taken_at.astimezone(centre.zone)
    return Service(
        subject_id=ids[centre.name, view.department, view.queue],
        ticket_id=view.ticket_id,
        channel=Channel.WINDOW.value,
        window_kind=view.window_kind,
        day=local.date(),
        hour=local.hour,
        taken_at=view.taken_at,
        called_at=view.called_at,
        started_at=view.started_at,
        finished_at=view.finished_at,
        stars=stars[0] if stars else None,
        by_default=stars[1] if stars else False,
        outcome=view.outcome,
    )
