"""Saying something, once: into the inbox, and into the outbox where a phone is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yimen.kernel import identifiers
from yimen.kernel.identifiers import BadIdentifier
from yimen.services.notify import announce, queries
from yimen.services.notify.models import Sms
from yimen.services.notify.queries.stored import sealed
from yimen.services.notify.rules import sending, templates
from yimen.services.notify.rules.templates import LANGUAGES, TEMPLATES, Key, Template
from yimen.services.notify.rules.values import Value
from yimen.support import sql
from yimen.support.commit import after_commit
from yimen.support.secrets import seal

#: The task that empties the outbox; it runs every minute in any case.
SEND_TASK: Final = "notify.send_due"


@dataclass(frozen=True)
class Recipient:
    """Whom to tell.

    Args:
        citizen_index: blind index of the citizen's number: whose inbox. None: in none.
        phone: a mobile number in clear; empty or a landline: no SMS.
        language: of the SMS; the inbox speaks its reader's.
    """

    citizen_index: bytes | None = None
    phone: str = field(default="", repr=False)
    language: str = LANGUAGES[0]


def say(
    key: Key,
    *,
    to: Recipient,
    subject: str,
    occasion: str,
    values: Mapping[str, Value],
    at: datetime,
    soon: bool = True,
) -> int | None:
    """Say something to somebody. The message's id; None where it was said before, or to nobody.

    Call inside the transaction that makes it true: what is rolled back was not said. The same
    template, subject and occasion are said once, however often and from wherever they are asked
    for; another time needs another occasion ("supplement:2").

    Args:
        key: what.
        to: whom.
        subject: what it is about, for example "case:<no>".
        occasion: which time of several.
        values: those of the template, by name.
        at: now.
        soon: wake the worker after the commit. False in hot paths, which the worker finds by the
            minute.

    Raises:
        PersonalDataRefused: a value names somebody.
        ValueError: a value is missing or is not this template's.
    """
    templates.check(key, values)
    template = TEMPLATES[key]
    phone = _mobile(to.phone) if settings.SMS else ""
    index = to.citizen_index if template.inbox else None
    if index is None and not phone:
        return None
    with transaction.atomic():
        row = sql.one(
            "yimen.services.notify",
            "say",
            {
                "template": key.value,
                "subject": subject,
                "occasion": occasion,
                "values_sealed": sealed(values),
                "recipient_index": index,
                "said_at": at,
            },
        )
        if row is None:
            return None
        message_id = int(row["id"])
        if phone:
            _queue(message_id, template, phone, to.language, at=at)
        announce.message_said(key.value, index, at=at)
        if phone and soon:
            after_commit(wake)
    return message_id


def wake() -> None:
    """Let the worker look at the outbox now. One call of many is enough."""
    job = app.configure_task(SEND_TASK, queue="messages", queueing_lock=SEND_TASK)
    try:
        with transaction.atomic():
            job.defer(timestamp=0)
    except AlreadyEnqueued:
        return


def _queue(message_id: int, template: Template, phone: str, language: str, *, at: datetime) -> None:
    held = queries.rules_on(timezone.localdate(at))
    due_at = at
    if not template.urgent:
        due_at = sending.after_night(
            timezone.localtime(at), quiet_from=held.quiet_from, quiet_until=held.quiet_until
        )
    Sms.objects.create(
        message_id=message_id,
        phone_sealed=seal(phone),
        language=language if language in LANGUAGES else LANGUAGES[0],
        due_at=due_at,
        expires_at=due_at + template.life,
    )


def _mobile(text: str) -> str:
    """A number an SMS can reach; empty for landlines and what is none."""
    try:
        return identifiers.mobile(text) if text else ""
    except BadIdentifier:
        return ""
