"""The clockwork of messages: the outbox emptied, old messages forgotten."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.devices.sms import gateway_at
from yimen.services.notify import actions, queries
from yimen.services.notify.actions.saying import SEND_TASK
from yimen.services.notify.actions.sending import configured


@app.periodic(cron="* * * * *")
@app.task(name=SEND_TASK, queue="messages", queueing_lock=SEND_TASK)
def send_due(timestamp: int) -> None:
    """Every minute, and whenever something was said: empty the outbox. Catches up by itself."""
    if not settings.SMS:
        return
    gateway = gateway_at(configured(), secret=settings.SMS_SECRET)
    while actions.send_due(gateway, at=timezone.now()).more:
        pass


@app.periodic(cron="35 3 * * *")
@app.task(name="notify.forget", queue="clock", queueing_lock="notify.forget")
def forget(timestamp: int) -> None:
    """Every night: wipe what was said longer ago than it is kept."""
    now = timezone.now()
    kept = timedelta(days=queries.rules_on(timezone.localdate(now)).kept_days)
    actions.wipe_personal_data(before=now - kept)
