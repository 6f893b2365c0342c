"""Checks that did not end while somebody waited, and the catching up after kills and outages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.support.files import actions
from yimen.support.files.errors import FileNotFound


@app.task(name="files.check", queue="files")
def check(public_id: str) -> None:
    """Go on with one file's check. Harmless to repeat."""
    try:
        actions.check(public_id, at=timezone.now())
    except FileNotFound:  # forgotten meanwhile
        return


@app.periodic(cron="* * * * *")
@app.task(name="files.check_waiting", queue="clock", queueing_lock="files.check_waiting")
def check_waiting(timestamp: int) -> None:
    """Every minute: what was left behind by killed processes or an absent scanner."""
    actions.check_waiting(at=timezone.now())
