"""The clockwork of messages and parcels: what follows from the log, and what carriers are asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from procrastinate.contrib.django import app

from yimen.journeys import (
    bill_messages,
    bills,
    booking_messages,
    bundles,
    certificate_changes,
    electronic,
    lockers,
    parcels,
    results,
    telling,
)
from yimen.services.delivery import actions, queries
from yimen.services.delivery.actions.waking import ORDER_TASK
from yimen.support import following
from yimen.support.following import LoggedEvent, Reaction

FOLLOWER: Final = "journeys"


def _granted(event: LoggedEvent) -> None:
    """The applicant hears of the decision, then the results are made."""
    with telling.if_it_may_be_said():
        telling.on_case(event)
    results.on_grant(event)


def _of_case(event: LoggedEvent) -> None:
    """Bill and certificates follow, the applicant hears of it, then a bundle's other parts go on.

    That somebody cannot be told undoes none of it.
    """
    if event.name in bills.NAMES:
        bills.on_case(event)
    if event.name == certificate_changes.VOIDED:
        certificate_changes.on_void(event)
    if event.name in telling.NAMES:
        with telling.if_it_may_be_said():
            telling.on_case(event)
    if event.name in bundles.PART_EVENTS:
        bundles.on_part(event)
    if event.name in electronic.NAMES:
        electronic.on_case(event)


def _paid(event: LoggedEvent) -> None:
    """The payer hears of it, then results that waited for it are made."""
    with telling.if_it_may_be_said():
        bill_messages.on_bill(event)
    results.on_paid(event)


REACTIONS: Final[Mapping[str, Reaction]] = {
    **dict.fromkeys(telling.NAMES | bills.NAMES | frozenset(bundles.PART_EVENTS), _of_case),
    **dict.fromkeys(bundles.BUNDLE_EVENTS, bundles.on_bundle),
    "case.grant": _granted,
    **dict.fromkeys(parcels.NAMES, parcels.on_parcel),
    **lockers.REACTIONS,
    **dict.fromkeys(certificate_changes.NAMES, certificate_changes.on_certificate),
    **dict.fromkeys(bill_messages.NAMES, bill_messages.on_bill),
    "bill.paid": _paid,
    **dict.fromkeys(booking_messages.NAMES, booking_messages.on_booking),
}


def react(*, at: datetime) -> int:
    """Do what follows from everything that has happened since; how many events that were."""
    done = 0
    while came := following.follow(FOLLOWER, REACTIONS, at=at):
        done += came
    return done


@app.periodic(cron="* * * * * */10")
@app.task(name="journeys.react", queue="messages", queueing_lock="journeys.react")
def react_to_log(timestamp: int) -> None:
    """Every ten seconds: messages, and what a signature or an opened door means for a case."""
    react(at=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(name="journeys.retry", queue="messages", queueing_lock="journeys.retry")
def retry(timestamp: int) -> None:
    """Every hour: events whose reaction failed by a mistake of ours, mended meanwhile perhaps."""
    following.retry_parked(FOLLOWER, REACTIONS, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=ORDER_TASK, queue="messages", queueing_lock=ORDER_TASK)
def place_orders(timestamp: int) -> None:
    """Every minute, and whenever something was ordered: orders to their carriers."""
    carriers = actions.carriers()
    while actions.place_orders(carriers, at=timezone.now()).more:
        pass


@app.periodic(cron="*/5 * * * *")
@app.task(name="delivery.poll", queue="messages", queueing_lock="delivery.poll")
def poll(timestamp: int) -> None:
    """Every five minutes: parcels nobody has told of lately are asked after; then alarms."""
    carriers = actions.carriers()
    while actions.poll(carriers, at=timezone.now()).more:
        pass
    actions.raise_alarms(at=timezone.now())


@app.periodic(cron="40 * * * *")
@app.task(name="delivery.tidy", queue="clock", queueing_lock="delivery.tidy")
def tidy(timestamp: int) -> None:
    """Every hour: what has lain in lockers too long; addresses nobody needs any more."""
    now = timezone.now()
    actions.expire_deposits(at=now)
    kept = timedelta(days=queries.rules_on(timezone.localdate(now)).kept_days)
    actions.wipe_personal_data(before=now - kept)
