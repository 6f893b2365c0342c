"""The clockwork of payments. Every task looks at what there is, so it catches up by itself."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.services.payments import actions
from yimen.services.payments.errors import GatewayUnavailable


@app.periodic(cron="* * * * * */20")
@app.task(name="payments.ask", queue="messages", queueing_lock="payments.ask")
def ask(timestamp: int) -> None:
    """Every twenty seconds: money whose callback was lost; then codes whose time is over."""
    now = timezone.now()
    if settings.PAY:
        actions.ask_gateway(at=now)
    actions.expire_payments(at=now)


@app.periodic(cron="* * * * *")
@app.task(name="payments.send_refunds", queue="messages", queueing_lock="payments.send_refunds")
def send_refunds(timestamp: int) -> None:
    """Every minute: approved refunds to the gateway."""
    if settings.PAY:
        actions.send_refunds(at=timezone.now())


@app.periodic(cron="10 2-23 * * *")
@app.task(name="payments.reconcile", queue="messages", queueing_lock="payments.reconcile")
def reconcile(timestamp: int) -> None:
    """From two at night, every hour until it is done: yesterday, and days that were missed."""
    if not settings.PAY:
        return
    try:
        actions.catch_up(at=timezone.now())
    except GatewayUnavailable:
        return  # in an hour again
