"""The clock of ratings: what the city's rule gives where nobody rated."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.services.feedback import actions


@app.periodic(cron="25 2 * * *")
@app.task(name="feedback.give_defaults", queue="clock", queueing_lock="feedback.give_defaults")
def give_defaults(timestamp: int) -> None:
    """Every night, in small bites; does nothing where the city has no such rule."""
    while actions.give_defaults(at=timezone.now()):
        pass
