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
    """Every ten seconds: what each line would be told now; no window stands by for who waits."""
    for centre in centres.centres():
        actions.offer_all(centre.id, at=timezone.now())
        actions.renew_forecasts(centre.id, at=timezone.now())


@app.periodic(cron="5 * * * *")
@app.task(name="hall.close_days", queue="clock", queueing_lock="hall.close_days")
def close_days(timestamp: int) -> None:
    """Every hour: end the days behind us, score their ranges, forget their people in time.

    Harmless to repeat, and it catches up after an outage of three days.
    """
    now = timezone.now()
    for centre in centres.centres():
        today = queries.business_day(centre.id, now)
        for day in (today - timedelta(days=back) for back in (1, 2, 3)):
            if queries.has_open_tickets(centre.id, day):
                actions.close_day(centre.id, day, by=HOUSE, at=now)
            if not queries.is_scored(centre.id, day):
                actions.score_day(centre.id, day)
        kept = timedelta(days=queries.rules_on(today).personal_data_days)
        actions.wipe_personal_data(centre.id, before=today - kept)
