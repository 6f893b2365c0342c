"""The clockwork of booking: half hours made and settled, personal data forgotten in time."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.journeys import book
from yimen.reference.centres import queries as centres
from yimen.services.booking import actions, queries
from yimen.services.hall import queries as hall


@app.periodic(cron="*/5 * * * *")
@app.task(name="booking.settle", queue="clock", queueing_lock="booking.settle")
def settle(timestamp: int) -> None:
    """Every five minutes: half hours that ended, numbers that were served. Catches up by itself."""
    for centre in centres.centres():
        book.settle(centre.id, at=timezone.now())


@app.periodic(cron="1,31 * * * *")
@app.task(name="booking.renew", queue="clock", queueing_lock="booking.renew")
def renew(timestamp: int) -> None:
    """Every half hour: the coming days in step with hours, windows and plans; old people wiped."""
    now = timezone.now()
    for centre in centres.centres():
        book.renew(centre.id, at=now)
        today = hall.business_day(centre.id, now)
        kept = timedelta(days=queries.rules_on(today).personal_data_days)
        actions.wipe_personal_data(centre.id, before=today - kept, at=now)
