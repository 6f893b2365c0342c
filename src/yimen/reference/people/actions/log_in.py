"""A citizen's log-in: number, name and phone, then the code that was sent to the phone.

The first log-in makes the person known (level 2). Whether the house knew them, and by which phone,
cannot be learned here: what does not fit is answered alike, and no code is sent.
"""

import hmac
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from yimen.reference.people.actions.citizens import Identity, known
from yimen.reference.people.errors import (
    BadLogInCode,
    CitizenNameNeeded,
    CodeTooSoon,
    TooManyCodes,
)
from yimen.reference.people.models import Citizen, CodeBudget, LogInCode
from yimen.reference.people.queries import CitizenView, citizen
from yimen.reference.people.rules import (
    CODE_LIVES,
    CODE_PAUSE,
    CODE_TRIES,
    CODES_AN_HOUR,
    Level,
)
from yimen.support.secrets import blind_index, seal, unseal

_HOUR: Final = timedelta(hours=1)
#: Sends a code to a phone, in the same transaction: phone, code, and which time this is.
Send = Callable[[str, str, str], object]


@dataclass(frozen=True)
class SentCode:
    """What was sent: until when it is good, and the code itself; empty where the three do not fit.

    The code is for the demonstration, which has no phones.
    """

    expires_at: datetime
    code: str = field(repr=False)


def send_log_in_code(identity: Identity, *, send: Send, at: datetime) -> SentCode:
    """Send six digits to the phone; whatever was sent before for this number is good no longer.

    Raises:
        CitizenNameNeeded: no name.
        CodeTooSoon: one was sent a moment ago.
        TooManyCodes: the number, or the phone, has had as many as an hour allows.
    """
    if not identity.name.strip():
        raise CitizenNameNeeded
    number, phone = blind_index(identity.number), blind_index(identity.phone)
    with transaction.atomic():
        row = _row(number, at)
        if row.sent_at > at - CODE_PAUSE:
            left = row.sent_at + CODE_PAUSE - at
            raise CodeTooSoon(seconds=math.ceil(left.total_seconds()))
        for index in sorted((number, phone)):
            _spend(index, at=at)
        code = f"{secrets.randbelow(10**6):06d}" if _fits(identity, number, phone) else ""
        row.number_sealed, row.name_sealed = seal(identity.number), seal(identity.name)
        row.phone_sealed = seal(identity.phone)
        row.digest = _digest(identity.number, code) if code else None
        row.sent_at, row.expires_at = at, at + CODE_LIVES
        row.tries, row.used_at = 0, None
        row.save()
        if code:
            send(identity.phone, code, f"{row.pk}:{at.timestamp():.0f}")
    return SentCode(row.expires_at, code)


def _row(number: bytes, at: datetime) -> LogInCode:
    """The number's row, held; one that was never used is made in the past."""
    before = at - CODE_PAUSE
    fresh = LogInCode(number_index=number, sent_at=before - CODE_LIVES, expires_at=before)
    LogInCode.objects.bulk_create([fresh], ignore_conflicts=True)
    return LogInCode.objects.select_for_update().get(number_index=number)


def _spend(index: bytes, *, at: datetime) -> None:
    CodeBudget.objects.bulk_create([CodeBudget(index=index, since=at)], ignore_conflicts=True)
    row = CodeBudget.objects.select_for_update().get(pk=index)
    if row.since <= at - _HOUR:
        row.since, row.sent = at, 0
    if row.sent >= CODES_AN_HOUR:
        raise TooManyCodes(until=f"{timezone.localtime(row.since + _HOUR):%H:%M}")
    row.sent += 1
    row.save(update_fields=["since", "sent"])


def _fits(identity: Identity, number: bytes, phone: bytes) -> bool:
    """Whether a code may be sent: nobody is known by the number, or by just this name and phone.

    Whom a window has checked without a phone gives one at a window, not here.
    """
    row = Citizen.objects.filter(id_kind=identity.id_kind.value, number_index=number).first()
    if row is None:
        return True
    if unseal(bytes(row.name_sealed)) != " ".join(identity.name.split()):
        return False
    if row.phone_index is None:
        return row.checked_at is None
    return bytes(row.phone_index) == phone


def log_in_citizen(number: str, code: str, *, at: datetime) -> CitizenView:
    """Whoever typed the right code. It is used up by it; a wrong one counts as a try.

    Raises:
        BadLogInCode: wrong, used, too old, or tried too often.
    """
    with transaction.atomic():
        row = LogInCode.objects.select_for_update().filter(number_index=blind_index(number)).first()
        citizen_id = _by_code(row, number, code, at=at) if row is not None else None
    if citizen_id is None:  # after the commit: the try is counted
        raise BadLogInCode
    return citizen(citizen_id)


def _by_code(row: LogInCode, number: str, code: str, *, at: datetime) -> int | None:
    if row.digest is None or row.used_at or at >= row.expires_at or row.tries >= CODE_TRIES:
        return None
    row.tries += 1
    if not hmac.compare_digest(bytes(row.digest), _digest(number, code)):
        row.save(update_fields=["tries"])
        return None
    identity = Identity(
        number=number,
        name=unseal(bytes(row.name_sealed)),
        phone=unseal(bytes(row.phone_sealed)),
    )
    row.used_at = at
    row.number_sealed = row.name_sealed = row.phone_sealed = b""
    row.save()
    return known(identity, Level.PHONE, at=at)


def _digest(number: str, code: str) -> bytes:
    return blind_index(f"log-in:{number}:{code}")
