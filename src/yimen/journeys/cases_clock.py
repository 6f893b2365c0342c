"""The clockwork of cases that crosses services: files that were checked since."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.journeys import take_in


@app.periodic(cron="* * * * *")
@app.task(name="cases.settle_checks", queue="clock", queueing_lock="cases.settle_checks")
def settle_checks(timestamp: int) -> None:
    """Every minute: materials whose files have been checked. Catches up by itself."""
    take_in.settle_checks(at=timezone.now())
