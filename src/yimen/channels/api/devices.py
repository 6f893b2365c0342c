"""Enrolling: a device exchanges the one-time code typed into it for its own key."""

import time
from collections import defaultdict, deque
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from yimen.channels.api.problems import Trouble
from yimen.channels.api.schemas import EnrolRequest, KeyOut
from yimen.reference.people import actions
from yimen.reference.people import queries as people
from yimen.reference.people.errors import BadEnrolmentCode

router = Router(tags=["devices"], auth=None)

#: Eight digits for 15 minutes: at this pace guessing finds one in some ten thousand attempts' days.
_FAILURES: Final = 10
_WITHIN_SECONDS: Final = 60
_failed: defaultdict[str, deque[float]] = defaultdict(deque)


@router.post("/enrol", response=KeyOut, summary="Enrol a device")
def enrol(request: HttpRequest, asked: EnrolRequest) -> KeyOut:
    """The key is shown this once. Wrong codes are limited to ten a minute from one address."""
    address = request.META.get("REMOTE_ADDR", "")
    _demand_patience(address)
    try:
        secret = actions.enrol(asked.code, at=timezone.now())
    except BadEnrolmentCode:
        _failed[address].append(time.monotonic())
        raise
    view = people.key(secret)
    return KeyOut(
        key=secret,
        name=view.name,
        kind=view.kind.value,
        centre_id=view.centre_id,
        window_id=view.window_id,
    )


def _demand_patience(address: str) -> None:
    """Go on only if few codes failed from this address in the last minute.

    Raises:
        Trouble: too many; the wait is told.
    """
    now = time.monotonic()
    failures = _failed[address]
    while failures and now - failures[0] > _WITHIN_SECONDS:
        failures.popleft()
    if len(failures) >= _FAILURES:
        retry = int(_WITHIN_SECONDS - (now - failures[0])) + 1
        raise Trouble(429, "api.too_many_requests", retry=retry)
    if not failures:
        _failed.pop(address, None)


def forget_failures() -> None:
    """Begin anew: between tests."""
    _failed.clear()
