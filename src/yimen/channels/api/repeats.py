"""The same request twice is one act: answers by idempotency key.

Tickets and calls keep their key in the hall's own rows, in the one statement that acts; everything
else that creates keeps its answer here.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Annotated, Final

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from ninja import Header

from yimen.channels.api.models import ONCE, Repeat
from yimen.channels.api.problems import Trouble
from yimen.services.hall.errors import KeyReused
from yimen.support import sql
from yimen.support.secrets import digest

_FORM: Final = r"^[A-Za-z0-9._:~+/=-]{1,64}$"
_KEPT: Final = timedelta(days=1)
#: No request takes longer: a key without an answer after that is one whose process was killed.
_AT_WORK: Final = timedelta(minutes=5)

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=_FORM,
        description="A retry with the same key and body gets the same answer and acts once.",
    ),
]


def created(body: str, *, place: str = "", replayed: bool) -> HttpResponse:
    """201 with what was made; 200, and said so, where this answer was given before.

    Args:
        body: JSON.
        place: its address, if it has one.
        replayed: whether an earlier request made it.
    """
    status = 200 if replayed else 201
    response = HttpResponse(body, content_type="application/json", status=status)
    if place:
        response["Location"] = place
    return mark(response) if replayed else response


def mark(response: HttpResponse) -> HttpResponse:
    """Say that this answer was given before."""
    response["Idempotent-Replayed"] = "true"
    return response


def once(
    issuer_id: int, key: str | None, asked: str, act: Callable[[], dict[str, object]], at: datetime
) -> tuple[dict[str, object], bool]:
    """What `act` answered, now or at an earlier request with this key, and whether it was earlier.

    Raises:
        KeyReused: the key came with another request before.
    """
    if key is None:
        return act(), False
    try:
        with transaction.atomic():
            Repeat.objects.filter(issuer_id=issuer_id, at__lt=at - _KEPT).delete()
            row = Repeat.objects.create(issuer_id=issuer_id, key=key, digest=digest(asked), at=at)
            row.answer = act()
            row.save(update_fields=["answer"])
            return row.answer, False
    except IntegrityError as error:
        if not sql.violated(error, ONCE):
            raise
    return _earlier(issuer_id, key, asked), True


def once_apart(
    issuer_id: int, key: str | None, asked: str, act: Callable[[], dict[str, object]], at: datetime
) -> tuple[dict[str, object], bool]:
    """The same for an act that is no single transaction: whatever keeps files from strangers.

    The key is taken before the act and answered after it. A kill between the two leaves a key that
    is free again some minutes later; the act then says itself whether it can be done twice.

    Raises:
        KeyReused: the key came with another request before.
        Trouble: the first request with this key has not been answered yet.
    """
    if key is None:
        return act(), False
    mine = Repeat.objects.filter(issuer_id=issuer_id)
    mine.filter(at__lt=at - _KEPT).delete()
    mine.filter(key=key, answer={}, at__lt=at - _AT_WORK).delete()
    try:
        with transaction.atomic():
            row = Repeat.objects.create(issuer_id=issuer_id, key=key, digest=digest(asked), at=at)
    except IntegrityError as error:
        if not sql.violated(error, ONCE):
            raise
        return _earlier(issuer_id, key, asked), True
    with ExitStack() as undo:
        undo.callback(row.delete)  # refused: nothing was done, the key is free
        row.answer = act()
        row.save(update_fields=["answer"])
        undo.pop_all()
    return row.answer, False


def _earlier(issuer_id: int, key: str, asked: str) -> dict[str, object]:
    row = Repeat.objects.filter(issuer_id=issuer_id, key=key).first()
    if row is not None and bytes(row.digest) != digest(asked):
        raise KeyReused
    if row is None or not row.answer:
        raise Trouble(409, "api.still_working", retry=1)
    answer: dict[str, object] = row.answer
    return answer
