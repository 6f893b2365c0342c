"""Keeps the demonstration hall alive. Loaded only in the demonstration (see settings)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.demo import city
from yimen.demo.life import Life
from yimen.reference.centres import queries as centres


@app.periodic(cron="* * * * * */20")
@app.task(name="demo.live", queue="clock", queueing_lock="demo.live")
def live(timestamp: int) -> None:
    """Every twenty seconds: people come, are served, and go."""
    if city.loaded():
        Life(centres.centre_by_code(city.CENTRE).id).breathe(timezone.now())
