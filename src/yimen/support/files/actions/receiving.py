"""Taking files in: from strangers, who are checked, and from the house itself, which is not."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Final, Protocol

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yimen.support.files import names, vault
from yimen.support.files.actions.checking import WHILE_SOMEBODY_WAITS, check
from yimen.support.files.errors import Empty, FileNotFound, TooLarge
from yimen.support.files.limits import MEGA, Limits
from yimen.support.files.models import StoredFile
from yimen.support.files.queries import FileView
from yimen.support.files.states import State

log = logging.getLogger("yimen.files")

_PIECE: Final = 256 * 1024


class Readable(Protocol):
    """An upload, an opened file, a request: whatever can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; empty at the end."""


def receive(
    stream: Readable, name: str, *, limits: Limits, subject: str, actor_label: str, at: datetime
) -> FileView:
    """Take in a stranger's file: sealed into quarantine, then checked, at once if that is quick.

    Comes back clean, or as received when the check goes on in the background. Not inside a
    transaction: what was refused must stay on record though the caller is told by a refusal.

    Args:
        stream: never read further than the limit.
        name: as the browser says; only shown, never believed.
        limits: see `journeys.files.limits`.
        subject: whose it is, for example "case:17".
        actor_label: who brought it, never a person's name.
        at: when it came.

    Raises:
        FilesError: why it cannot stay. Too large and empty leave nothing behind.
    """
    counted = _Counted(stream, limits)
    with ExitStack() as undo:
        quarantine = vault.put(vault.QUARANTINE, counted)
        undo.callback(vault.remove, quarantine)
        with transaction.atomic(durable=True):
            row = StoredFile.objects.create(
                public_id=secrets.token_urlsafe(16),
                name=names.shown(name),
                subject=subject,
                state=State.RECEIVED,
                received_size=counted.size,
                limits=limits.as_dict(),
                quarantine=quarantine,
                received_at=at,
                received_by=actor_label,
            )
        undo.pop_all()
    found = check(row.public_id, at=at, patience=WHILE_SOMEBODY_WAITS)
    if found.refusal is not None:
        raise found.refusal
    if found.state is State.RECEIVED:
        _check_later(found.id)
    return found


def drop(public_id: str, *, actor_label: str, at: datetime) -> None:
    """Take a file back: nobody can open it from now on; its content goes after some days.

    A refused file stays as it is, for the security officer. Again changes nothing.

    Raises:
        FileNotFound: no such file.
    """
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(public_id=public_id).first()
        if row is None:
            raise FileNotFound
        if row.state in {State.RECEIVED, State.CLEAN}:
            row.state = State.DROPPED
            row.dropped_at = at
            row.dropped_by = actor_label
            row.save(update_fields=["state", "dropped_at", "dropped_by"])


def _check_later(public_id: str) -> None:
    """Without this job the clock would find the file some minutes later."""
    try:
        app.configure_task("files.check", queueing_lock=f"files.check:{public_id}").defer(
            public_id=public_id
        )
    except AlreadyEnqueued:
        log.debug("check is waiting already", extra={"file": public_id})


class _Counted:
    """A stream in pieces, refused as soon as it is longer than allowed."""

    def __init__(self, stream: Readable, limits: Limits) -> None:
        self.size = 0
        self._stream = stream
        self._limits = limits

    def __iter__(self) -> Iterator[bytes]:
        promised = getattr(self._stream, "size", None) or 0
        self._demand(promised)
        while piece := self._stream.read(_PIECE):
            self.size += len(piece)
            self._demand(self.size)
            yield piece
        if not self.size:
            raise Empty

    def _demand(self, size: int) -> None:
        if size > self._limits.max_bytes:
            raise TooLarge(limit_mb=self._limits.max_bytes // MEGA)
