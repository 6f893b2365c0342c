"""Reacting to the event log, each event once: what is said to people and done next, after the fact.

Whoever acts publishes an event in the acting transaction (`support.events`) and knows nothing of
who reacts. A follower reads the log in order, does what follows from an event and notes how far it
has read in one transaction: killed at any moment, it neither loses an event nor reacts twice. The
log is kept for two days (`support.tasks`), so a follower may be away that long.

Reactions touch the database alone. What goes outside is a row that a worker sends.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import InterfaceError, OperationalError, transaction

from yimen.kernel.errors import DomainError
from yimen.support import sql
from yimen.support.models import Follower, ParkedEvent

log = logging.getLogger("yimen.following")

_BATCH: Final = 50
_MOST_TRIES: Final = 24
_LAST_ID: Final = 2**63 - 1


@dataclass(frozen=True)
class LoggedEvent:
    """An event as a follower gets it."""

    id: int
    name: str
    at: datetime
    topics: tuple[str, ...]
    body: Mapping[str, Any]


Reaction = Callable[[LoggedEvent], object]


def follow(name: str, reactions: Mapping[str, Reaction], *, at: datetime) -> int:
    """React to the next events of the log; how many. Call again until there are none.

    A refusal (`DomainError`) is an answer: the event is done with. Anything else is a mistake of
    ours: the event is parked, and those behind it are not held up by it.

    Args:
        name: of the follower; its place in the log is kept by it.
        reactions: what to do, by the event's name.
        at: now.
    """
    with transaction.atomic():
        Follower.objects.bulk_create([Follower(name=name)], ignore_conflicts=True)
        place = Follower.objects.select_for_update(skip_locked=True).filter(pk=name).first()
        if place is None:
            return 0  # a colleague reads
        events, horizon = _unread(place, list(reactions))
        for event in events:
            if (failed := _react(reactions[event.name], event)) is not None:
                _park(name, event, failed, at=at)
        if len(events) < _BATCH:
            place.transaction, place.event_id = horizon - 1, _LAST_ID
        place.save(update_fields=["transaction", "event_id"])
    return len(events)


def retry_parked(name: str, reactions: Mapping[str, Reaction], *, at: datetime) -> int:
    """Try parked events once more, oldest first; how many are done with now."""
    done = 0
    waiting = ParkedEvent.objects.filter(follower=name, tries__lt=_MOST_TRIES).order_by("event_id")
    for parked_id in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            row = ParkedEvent.objects.select_for_update().filter(pk=parked_id).first()
            if row is None or row.name not in reactions:
                continue
            event = LoggedEvent(row.event_id, row.name, row.at, tuple(row.topics), row.body)
            failed = _react(reactions[row.name], event)
            if failed is None:
                row.delete()
                done += 1
            else:
                row.tries, row.error = row.tries + 1, failed
                row.save(update_fields=["tries", "error"])
    return done


def parked() -> int:
    """How many events wait for a mistake of ours to be mended."""
    return ParkedEvent.objects.count()


def _unread(place: Follower, names: Sequence[str]) -> tuple[list[LoggedEvent], int]:
    """The next events, and the first transaction that may still write; moves the place to them."""
    rows = sql.rows(
        "yimen.support",
        "unread_events",
        {
            "transaction": place.transaction,
            "id": place.event_id,
            "names": list(names),
            "limit": _BATCH,
        },
    )
    events = [
        LoggedEvent(row["id"], row["name"], row["at"], tuple(row["topics"]), _body(row["body"]))
        for row in rows
        if row["id"] is not None
    ]
    if events:
        place.transaction, place.event_id = rows[-1]["transaction"], rows[-1]["id"]
    return events, int(rows[0]["horizon"])


def _body(stored: str) -> Mapping[str, Any]:
    """Facts of an event: Django's connection leaves JSON as text."""
    return dict(json.loads(stored))


def _react(reaction: Reaction, event: LoggedEvent) -> str | None:
    """Do what follows from an event. The kind of our mistake; None when all went well."""
    try:
        with transaction.atomic():
            reaction(event)
    except DomainError as refusal:
        log.info("refused", extra={"code": refusal.code, "event": event.name})
    except (OperationalError, InterfaceError):
        raise  # the database went away: read again from where we were
    except Exception as mistake:
        log.exception("reaction failed", extra={"event": event.name, "event_id": event.id})
        return type(mistake).__name__
    return None


def _park(follower: str, event: LoggedEvent, error: str, *, at: datetime) -> None:
    ParkedEvent.objects.get_or_create(
        follower=follower,
        event_id=event.id,
        defaults={
            "name": event.name,
            "at": event.at,
            "topics": list(event.topics),
            "body": dict(event.body),
            "error": error[:80],
            "parked_at": at,
        },
    )
