"""House-keeping drops what nobody can ask for again, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yimen.support.events import Announcement, publish
from yimen.support.models import Event
from yimen.support.tasks import drop_finished_jobs, tidy


@pytest.mark.django_db
def test_events_older_than_two_days_are_dropped_at_night() -> None:
    now = timezone.now()
    for hours in (1, 47, 49, 500):
        publish(Announcement("ticket.called", now - timedelta(hours=hours), ["centre:1"]))

    tidy(timestamp=0)

    kept = sorted(
        round((now - at).total_seconds() / 3600)
        for at in Event.objects.values_list("at", flat=True)
    )
    assert kept == [1, 47]


def test_the_clock_drops_finished_jobs_every_hour() -> None:
    app = drop_finished_jobs.blueprint
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert crons["support.drop_finished_jobs"] == "45 * * * *"
    assert crons["hall.renew_forecasts"] == "* * * * * */10"
