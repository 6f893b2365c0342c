"""House-keeping by the clock: old events, finished jobs, ended sessions."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from yimen.support import audit, guessing, retention

#: Followers catch up over minutes; two days let an engineer look back over a weekend night.
_EVENTS_KEPT = timedelta(days=2)
_JOBS_KEPT_HOURS = 48
_GUESSES_KEPT = timedelta(days=1)


@app.periodic(cron="15 3 * * *")
@app.task(name="support.tidy", queue="clock", queueing_lock="support.tidy")
def tidy(timestamp: int) -> None:
    """Every night: drop events older than two days, yesterday's guesses, ended sessions."""
    retention.drop_old_events(timezone.now() - _EVENTS_KEPT)
    guessing.forget(timezone.now() - _GUESSES_KEPT)
    call_command("clearsessions")


@app.periodic(cron="* * * * *")
@app.task(name="support.seal_audit", queue="clock", queueing_lock="support.seal_audit")
def seal_audit(timestamp: int) -> None:
    """Every minute: bind what was added to the audit chains. Catches up after an outage."""
    while audit.seal(at=timezone.now()):
        pass


@app.periodic(cron="45 * * * *")
@app.task(
    name="support.drop_finished_jobs",
    queue="clock",
    queueing_lock="support.drop_finished_jobs",
    pass_context=True,
)
async def drop_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Every hour: the clock's own jobs would otherwise pile up, one every ten seconds."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=_JOBS_KEPT_HOURS, remove_failed=False, remove_cancelled=True
    )
