"""The hall's clockwork: forecasts, the end of each day, the score of its ranges."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import HOUSE
from yimen.services.hall import actions, queries


@app.periodic(cron="* * * * * */10")
@app.task(name="hall.renew_forecasts", queue="clock", queueing_lock="hall.renew_forecasts")
def renew_forecasts(timestamp: int) -> None:
    """Every ten seconds: what each line would be told now."""
    for centre in centres.centres():
        actions.renew_forecasts(centre.id, at=timezone.now())


@app.periodic(cron="5 * * * *")
@app.task(name="hall.close_days", queue="clock", queueing_lock="hall.close_days")
def close_days(timestamp: int) -> None:
    """Every hour: end yesterday wherever midnight has passed, and score its ranges.

    Harmless to repeat, and it catches up after an outage.
    """
    now = timezone.now()
    for centre in centres.centres():
        for days in (1, 2, 3):
            day = queries.business_day(centre.id, now) - timedelta(days=days)
            if queries.has_open_tickets(centre.id, day):
                actions.close_day(centre.id, day, by=HOUSE, at=now)
                actions.score_day(centre.id, day)
