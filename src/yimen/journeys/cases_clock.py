"""The clockwork of cases that crosses services: files checked, bundles that go on, what is left.

Left is what a case that was entered in error leaves behind: certificates that look good.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.journeys import bundles, certificate_changes, electronic, take_in


@app.periodic(cron="* * * * *")
@app.task(name="cases.settle_checks", queue="clock", queueing_lock="cases.settle_checks")
def settle_checks(timestamp: int) -> None:
    """Every minute: materials whose files have been checked. Catches up by itself."""
    take_in.settle_checks(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.look_at_bundles", queue="clock", queueing_lock="cases.look_at_bundles")
def look_at_bundles(timestamp: int) -> None:
    """Every ten minutes: bundles whose next part may be filed. Finds what the log lost."""
    bundles.look(at=timezone.now())


@app.periodic(cron="50 * * * *")
@app.task(name="cases.annul_left", queue="clock", queueing_lock="cases.annul_left")
def annul_left(timestamp: int) -> None:
    """Every hour: certificates of cases entered in error. Finds what the log lost."""
    certificate_changes.look(at=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(
    name="cases.deliver_electronically", queue="clock", queueing_lock="cases.deliver_electronically"
)
def deliver_electronically(timestamp: int) -> None:
    """Every hour: results whose holders can open a wallet by now. Finds what the log lost."""
    electronic.look(at=timezone.now())
