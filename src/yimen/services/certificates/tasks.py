"""The clockwork of certificates: those whose time is over lapse."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.reference.people.rules import HOUSE
from yimen.services.certificates import actions


@app.periodic(cron="20 0 * * *")
@app.task(name="certificates.lapse", queue="clock", queueing_lock="certificates.lapse")
def lapse(timestamp: int) -> None:
    """Every night: whatever ran out before today. Catches up after an outage."""
    now = timezone.now()
    while actions.lapse(on=timezone.localdate(now), by=HOUSE, at=now):
        pass
