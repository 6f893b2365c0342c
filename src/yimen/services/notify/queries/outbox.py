"""Questions about SMS, for staff: phones masked, codes covered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from yimen.kernel import masking
from yimen.services.notify.errors import MessageNotFound
from yimen.services.notify.models import Sms
from yimen.services.notify.queries.stored import unsealed
from yimen.services.notify.rules import templates
from yimen.services.notify.rules.sending import State
from yimen.services.notify.rules.templates import Key
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class SmsView:
    """One SMS as staff see it.

    Args:
        id: of its message.
        key: its template.
        title: a few words.
        text: the sentence, its codes covered unless asked for in the demonstration.
        subject: what it is about.
        phone: masked; empty once wiped.
        state: where it is.
        tries: how often it was handed to the gateway.
        due_at: not before.
        expires_at: not after.
        said_at: when it was written.
        sent_at: when the gateway took it.
        error: what went wrong last, as a code.
    """

    id: int
    key: Key
    title: str
    text: str
    subject: str
    phone: str
    state: State
    tries: int
    due_at: datetime
    expires_at: datetime
    said_at: datetime
    sent_at: datetime | None
    error: str


@dataclass(frozen=True)
class Outbox:
    """How many SMS stand where."""

    waiting: int
    sent: int
    dead: int


def outbox(
    *,
    states: Iterable[State] = (),
    since: datetime | None = None,
    limit: int = 200,
    uncovered: bool = False,
) -> list[SmsView]:
    """SMS, newest first; all states where none is named.

    Args:
        states: which.
        since: written from then on.
        limit: how many.
        uncovered: with their codes, for the demonstration's page alone.
    """
    rows = _rows()
    if wanted := [state.value for state in states]:
        rows = rows.filter(state__in=wanted)
    if since is not None:
        rows = rows.filter(message__said_at__gte=since)
    return [_view(row, uncovered=uncovered) for row in rows.order_by("-message_id")[:limit]]


def sms(message_id: int) -> SmsView:
    """One SMS.

    Raises:
        MessageNotFound: none has this id.
    """
    row = _rows().filter(pk=message_id).first()
    if row is None:
        raise MessageNotFound
    return _view(row)


def counts(*, since: datetime) -> Outbox:
    """How many SMS written since then stand where."""
    rows = Sms.objects.filter(message__said_at__gte=since)
    found = dict(rows.values_list("state").annotate(count=Count("pk")))
    sent, dead = found.get(State.SENT.value, 0), found.get(State.DEAD.value, 0)
    return Outbox(waiting=sum(found.values()) - sent - dead, sent=sent, dead=dead)


def _rows() -> QuerySet[Sms]:
    return Sms.objects.select_related("message")


def _view(row: Sms, *, uncovered: bool = False) -> SmsView:
    key, said = Key(row.message.template), unsealed(row.message.values_sealed)
    shown = said if uncovered else templates.covered(said)
    return SmsView(
        id=row.pk,
        key=key,
        title=templates.title(key, row.language),
        text=templates.body(key, shown, row.language) if said else "",
        subject=row.message.subject,
        phone=masking.mobile(unseal(bytes(row.phone_sealed))),
        state=State(row.state),
        tries=row.tries,
        due_at=row.due_at,
        expires_at=row.expires_at,
        said_at=row.message.said_at,
        sent_at=row.sent_at,
        error=row.error,
    )
