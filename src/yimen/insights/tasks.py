"""The clockwork of figures: today every few minutes, days that may still change every hour."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.insights import actions


@app.periodic(cron="*/2 * * * *")
@app.task(name="insights.follow_today", queue="clock", queueing_lock="insights.follow_today")
def follow_today(timestamp: int) -> None:
    """Every two minutes: today's and yesterday's facts. Harmless to repeat."""
    actions.follow_today(at=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name="insights.catch_up", queue="clock", queueing_lock="insights.catch_up")
def catch_up(timestamp: int) -> None:
    """Every hour: all days that a late rating or an outage may have left behind."""
    actions.catch_up(at=timezone.now())
