"""The clockwork of files: what nothing refers to is taken back, and goes in time."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.journeys import leftover_files
from yimen.journeys.files import kept_for
from yimen.support.files import actions


@app.periodic(cron="40 3 * * *")
@app.task(name="files.forget", queue="clock", queueing_lock="files.forget")
def forget(timestamp: int) -> None:
    """Every night. Catches up by itself: it looks at what there is, not at what was missed."""
    now = timezone.now()
    refused, dropped = kept_for(timezone.localdate(now))
    leftover_files.drop(at=now)
    actions.forget(refused_before=now - refused, dropped_before=now - dropped, at=now)
