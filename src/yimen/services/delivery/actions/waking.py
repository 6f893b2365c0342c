"""Waking the worker after an order; it looks every minute in any case."""

from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

ORDER_TASK: Final = "delivery.place_orders"


def wake() -> None:
    """Let the worker place orders now. One call of many is enough."""
    job = app.configure_task(ORDER_TASK, queue="messages", queueing_lock=ORDER_TASK)
    try:
        with transaction.atomic():
            job.defer(timestamp=0)
    except AlreadyEnqueued:
        return
