"""The clockwork of cases. Every task is harmless to repeat and catches up after an outage."""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.reference.people.rules import HOUSE
from yimen.services.cases.actions import (
    bundle_drafting,
    clockwork,
    counting,
    draft_upkeep,
    drawing,
    routing,
)

_AT_ONCE = 50


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.look_at_clocks", queue="clock", queueing_lock="cases.look_at_clocks")
def look_at_clocks(timestamp: int) -> None:
    """Every five minutes: due dates by the present calendar, cards, silence, ended limits."""
    now = timezone.now()
    clockwork.reckon_anew(at=now)
    clockwork.look(at=now)
    clockwork.look_at_instant_items(at=now)


@app.periodic(cron="10 * * * *")
@app.task(name="cases.look_at_papers", queue="clock", queueing_lock="cases.look_at_papers")
def look_at_papers(timestamp: int) -> None:
    """Every hour: papers that lie too long, drafts nobody goes on with."""
    now = timezone.now()
    counting.raise_alarms(by=HOUSE, at=now)
    while draft_upkeep.expire_drafts(on=timezone.localdate(now), by=HOUSE, at=now):
        pass
    bundle_drafting.forget_drafts(on=timezone.localdate(now), at=now)


@app.periodic(cron="*/15 * * * *")
@app.task(name="cases.look_at_steps", queue="clock", queueing_lock="cases.look_at_steps")
def look_at_steps(timestamp: int) -> None:
    """Every quarter of an hour: open steps nobody can do any more, or somebody can again."""
    routing.look(at=timezone.now())


@app.periodic(cron="* * * * * */10")
@app.task(name="cases.draw_notices", queue="clock", queueing_lock="cases.draw_notices")
def draw_notices(timestamp: int) -> None:
    """Every ten seconds: notices that were written are drawn, signed and kept."""
    while drawing.render_pending(_AT_ONCE) == _AT_ONCE:
        pass
