"""A member of staff's own keys for the API: what they may do at a page, a program does for them."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from yimen.kernel.errors import NotAllowed
from yimen.reference.people import queries
from yimen.reference.people.errors import DeviceNotFound, TooManyKeys
from yimen.reference.people.models import AccessKey, Staff
from yimen.reference.people.rules import OWN_KEY_DAYS, OWN_KEYS, Actor, DeviceKind, Right, within
from yimen.support.secrets import digest


def make_own_key(name: str, *, centre_id: int, by: Actor, at: datetime) -> str:
    """A key that acts for whoever makes it, in one centre, for 90 days; shown this once.

    Only oneself makes one: an administrator who could would act in another's name.

    Args:
        name: which program it is for, 60 characters at most.
        centre_id: where it works.
        by: whose it is.
        at: now.

    Raises:
        NotAllowed: `by` is no member of staff, or has no role in the centre.
        TooManyKeys: five work already.
    """
    if by.kind != "staff" or not within(by, centre_id).grants:
        raise NotAllowed(right=Right.LOOK)
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=by.id)
        if len(queries.own_keys(by.id, at=at)) >= OWN_KEYS:
            raise TooManyKeys(limit=OWN_KEYS)
        AccessKey.objects.create(
            name=name,
            kind=DeviceKind.PERSON.value,
            centre_id=centre_id,
            staff_id=by.id,
            expires_at=at + timedelta(days=OWN_KEY_DAYS),
            digest=digest(key),
        )
    return key


def end_own_key(key_id: int, *, by: Actor, at: datetime) -> None:
    """End one of one's own keys. Twice is once.

    Raises:
        DeviceNotFound: none of one's own.
    """
    mine = AccessKey.objects.filter(pk=key_id, staff_id=by.id)
    if by.kind != "staff" or not mine.exists():
        raise DeviceNotFound(device_id=key_id)
    mine.filter(revoked_at__isnull=True).update(revoked_at=at, digest=None)
    queries.forget_keys()
