"""Publishing: an event is a row in the acting transaction. Followers read the log.

No NOTIFY: commits that notify queue behind one lock (docs/decisions/0004-live-events.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from psycopg.types.json import Jsonb

from yimen.support import sql
from yimen.support.sql import Statement


@dataclass(frozen=True)
class Announcement:
    """What happened, to whom it matters, and the few facts that a screen needs."""

    name: str
    at: datetime
    topics: Sequence[str]
    body: Mapping[str, object] = field(default_factory=dict)


def publish(announcement: Announcement) -> None:
    """Append to the log. Call inside the transaction that makes it true."""
    sql.values(publishing(announcement))


def publishing(announcement: Announcement) -> Statement:
    """The statement that appends to the log."""
    params = {
        "name": announcement.name,
        "at": announcement.at,
        "topics": list(announcement.topics),
        "body": Jsonb(dict(announcement.body)),
    }
    return Statement(sql.text("yimen.support", "publish"), params)
