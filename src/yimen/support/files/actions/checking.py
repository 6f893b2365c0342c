"""Checking what was received: inspected in a process of its own, then scanned where one scans.

Every step can be repeated and any process killed between two: the row says what was done.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from yimen.support.events import Announcement, publish
from yimen.support.files import inspector, names, scanner, vault
from yimen.support.files.errors import FileNotFound, FilesError, Infected, TooHard, Unreadable
from yimen.support.files.limits import Limits
from yimen.support.files.models import StoredFile
from yimen.support.files.queries import FileView, view
from yimen.support.files.states import State

log = logging.getLogger("yimen.files")

#: A file that has ended so many inspectors without an answer is refused.
ATTEMPTS: Final = 3
#: Younger files are in the hands of the request that brought them, or of their own job.
_LEFT_ALONE: Final = timedelta(seconds=90)
_AT_A_TIME: Final = 20


@dataclass(frozen=True)
class Patience:
    """How long a check may take: `wait` for its turn, `seconds` for the inspector; whether to scan.

    While somebody waits for the page the scanner is left to the background: it may take a minute.
    """

    seconds: float
    wait: float
    scans: bool


WHILE_SOMEBODY_WAITS: Final = Patience(seconds=3, wait=1, scans=False)
IN_BACKGROUND: Final = Patience(seconds=20, wait=20, scans=True)


def check(public_id: str, *, at: datetime, patience: Patience = IN_BACKGROUND) -> FileView:
    """Carry the check of a file as far as it goes now. Again for a checked file changes nothing.

    Raises:
        FileNotFound: no such file.
    """
    row = StoredFile.objects.filter(public_id=public_id).first()
    if row is None:
        raise FileNotFound
    try:
        if row.state == State.RECEIVED and not row.kept:
            row = _inspect(row, patience, at=at)
        if row.state == State.RECEIVED and row.kept:
            row = _scan(row, patience, at=at)
    except (inspector.Undecided, Unreadable):  # later, then; or somebody else was faster
        row.refresh_from_db()
    _clear_quarantine(row)
    return view(row)


def check_waiting(*, at: datetime) -> int:
    """Check what nobody else checks any more: the catching up after kills and outages. How many.

    While a wanted scanner is away only the inspections go on.
    """
    waiting = StoredFile.objects.filter(state=State.RECEIVED, received_at__lt=at - _LEFT_ALONE)
    if scanner.is_wanted() and not scanner.answers():
        log.error("virus scanner away")
        waiting = waiting.filter(kept="")
    ids = list(waiting.order_by("received_at").values_list("public_id", flat=True)[:_AT_A_TIME])
    for public_id in ids:
        check(public_id, at=at)
    for row in StoredFile.objects.filter(state=State.CLEAN).exclude(quarantine="")[:_AT_A_TIME]:
        _clear_quarantine(row)
    return len(ids)


def _inspect(row: StoredFile, patience: Patience, *, at: datetime) -> StoredFile:
    plain = vault.get(row.quarantine)
    with inspector.turn(patience.wait):
        StoredFile.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
        if row.attempts >= ATTEMPTS:
            return _refuse(row, TooHard(), at=at)
        limits = Limits.of(row.limits)
        with inspector.inspected(plain, limits, seconds=patience.seconds) as found:
            if found.refusal is not None:
                return _refuse(row, found.refusal, at=at)
            digest = hashlib.new("sm3")
            kept = vault.put(vault.KEPT, _digested(found.kept, digest))
    settled = _settle(
        row,
        kept=kept,
        name=names.renamed(row.name, found.media_type),
        media_type=found.media_type,
        pages=found.pages,
        size=found.size,
        digest=digest.digest(),
        was_signed=found.was_signed,
    )
    if settled.kept != kept:  # somebody was faster, or it was taken back meanwhile
        vault.remove(kept)
    return settled


def _scan(row: StoredFile, patience: Patience, *, at: datetime) -> StoredFile:
    """The original is scanned: what a scanner knows may be lost in the redrawing."""
    if scanner.is_wanted():
        if not patience.scans:
            return row
        try:
            known = scanner.known_as(vault.get(row.quarantine))
        except scanner.ScannerAway as away:
            log.warning("not scanned", extra={"file": row.public_id, "why": str(away)})
            return row
        if known:
            log.warning("infected", extra={"file": row.public_id, "signature": known})
            return _refuse(row, Infected(), at=at)
    return _settle(row, state=State.CLEAN, checked_at=at)


def _refuse(row: StoredFile, refusal: FilesError, *, at: datetime) -> StoredFile:
    log.info("refused", extra={"code": refusal.code, "file": row.public_id})
    settled = _settle(
        row,
        state=State.REFUSED,
        reason=refusal.code,
        facts=refusal.facts,
        checked_at=at,
        kept="",
    )
    if settled.state == State.REFUSED:
        vault.remove(row.kept)
    return settled


def _settle(row: StoredFile, **fields: Any) -> StoredFile:  # noqa: ANN401 - columns of the row
    """Write a finding, if the file still waits for it and nobody found it before."""
    with transaction.atomic():
        now = StoredFile.objects.select_for_update().get(pk=row.pk)
        if now.state != State.RECEIVED or now.kept != row.kept:
            return now
        for name, value in fields.items():
            setattr(now, name, value)
        now.save(update_fields=list(fields))
        if now.state != State.RECEIVED:
            topics = [f"file:{now.public_id}", now.subject]
            at: datetime = fields["checked_at"]
            publish(Announcement("file.checked", at, topics, {"state": str(now.state)}))
    return now


def _clear_quarantine(row: StoredFile) -> None:
    """The original goes once what was made of it may be used."""
    if row.state == State.CLEAN and row.quarantine:
        vault.remove(row.quarantine)
        StoredFile.objects.filter(pk=row.pk).update(quarantine="")


def _digested(pieces: Iterable[bytes], digest: Any) -> Iterator[bytes]:  # noqa: ANN401 - hashlib's
    for piece in pieces:
        digest.update(piece)
        yield piece
