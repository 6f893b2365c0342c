"""Questions about an inbox. Its owner is known by the blind index of the citizen's number."""

from dataclasses import dataclass
from datetime import datetime

from yimen.services.notify.models import Message
from yimen.services.notify.queries.stored import unsealed
from yimen.services.notify.rules import templates
from yimen.services.notify.rules.templates import Key


@dataclass(frozen=True)
class MessageView:
    """One message in words.

    Args:
        id: to mark it read.
        key: its template.
        title: a few words.
        text: the sentence; empty once what it said was wiped.
        subject: what it is about, for example "case:<no>".
        said_at: when.
        read_at: when its owner saw it; None before.
    """

    id: int
    key: Key
    title: str
    text: str
    subject: str
    said_at: datetime
    read_at: datetime | None


def inbox(
    citizen_index: bytes, *, language: str = "zh-hans", before: int | None = None, limit: int = 50
) -> list[MessageView]:
    """Somebody's messages, newest first.

    Args:
        citizen_index: blind index of the citizen's number.
        language: of the words.
        before: the id of the last one shown, for the next page.
        limit: how many.
    """
    rows = Message.objects.filter(recipient_index=citizen_index)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_view(row, language) for row in rows.order_by("-id")[:limit]]


def unread(citizen_index: bytes) -> int:
    """How many messages somebody has not seen."""
    return Message.objects.filter(recipient_index=citizen_index, read_at__isnull=True).count()


def said_about(subject: str, *, language: str = "zh-hans") -> list[MessageView]:
    """Everything said about a subject, oldest first, with codes covered: for staff."""
    rows = Message.objects.filter(subject=subject).order_by("id")
    return [_view(row, language, covered=True) for row in rows]


def _view(row: Message, language: str, *, covered: bool = False) -> MessageView:
    key, said = Key(row.template), unsealed(row.values_sealed)
    shown = templates.covered(said) if covered else said
    spoken = language if language in templates.LANGUAGES else templates.LANGUAGES[0]
    return MessageView(
        id=row.pk,
        key=key,
        title=templates.title(key, spoken),
        text=templates.body(key, shown, spoken) if shown else "",
        subject=row.subject,
        said_at=row.said_at,
        read_at=row.read_at,
    )
