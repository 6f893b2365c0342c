"""What is known of files, and their content. Who may ask is the caller's to know."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from yimen.support.files import vault
from yimen.support.files.errors import REASONS, FileNotFound, FilesError, NotReady
from yimen.support.files.models import StoredFile
from yimen.support.files.states import State


@dataclass(frozen=True)
class FileView:
    """One file as pages and other capabilities see it."""

    id: str
    name: str
    subject: str
    state: State
    #: "image/jpeg", "image/png" or "application/pdf"; empty while it is not known.
    media_type: str
    #: Bytes of what is kept; of what arrived while nothing is.
    size: int
    pages: int | None
    #: SM3 of what is kept, hexadecimal; empty while nothing is.
    digest: str
    received_at: datetime
    #: The label of who brought it, never a person's name.
    received_by: str
    #: It carried a digital signature, which the rewriting took away: to be checked elsewhere.
    was_signed: bool = False
    #: Code of the refusal, empty without one.
    reason: str = ""
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def is_usable(self) -> bool:
        """Whether it was checked and may be opened."""
        return self.state is State.CLEAN

    @property
    def refusal(self) -> FilesError | None:
        """Why it was refused, to be said by a door; None when it was not."""
        return REASONS[self.reason](**self.facts) if self.reason else None


def file(public_id: str) -> FileView:
    """One file in any state but dropped.

    Raises:
        FileNotFound: no such file, or taken back.
    """
    row = StoredFile.objects.filter(public_id=public_id).exclude(state=State.DROPPED).first()
    if row is None:
        raise FileNotFound
    return view(row)


def files(public_ids: Iterable[str]) -> dict[str, FileView]:
    """Files by their ids, in one question; those that are not there are left out."""
    rows = StoredFile.objects.filter(public_id__in=list(public_ids)).exclude(state=State.DROPPED)
    return {row.public_id: view(row) for row in rows}


def files_of(subject: str) -> list[FileView]:
    """A subject's files, in the order in which they came."""
    rows = StoredFile.objects.filter(subject=subject).exclude(state=State.DROPPED)
    return [view(row) for row in rows.order_by("received_at", "pk")]


def lying(
    *, kinds: Iterable[str], before: datetime, most: int = 500
) -> Iterator[list[tuple[str, str]]]:
    """Files nobody took back, in batches of id and subject, oldest row first.

    Args:
        kinds: of subjects, for example "case".
        before: received before then.
        most: how many a batch.
    """
    begun = Q()
    for kind in kinds:
        begun |= Q(subject__startswith=f"{kind}:")
    rows = StoredFile.objects.filter(
        begun, state__in=[State.RECEIVED.value, State.CLEAN.value], received_at__lt=before
    ).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("pk", "public_id", "subject")[:most]):
        last = batch[-1][0]
        yield [(public_id, subject) for _, public_id, subject in batch]


def content(public_id: str) -> Iterator[bytes]:
    """The content of a checked file, piece by piece. The first piece is read at once.

    Raises:
        FileNotFound: no such file, or taken back.
        NotReady: still being checked.
        FilesError: it was refused; the reason.
        Unreadable: the store is away. After the first piece: while it is read.
    """
    found = file(public_id)
    if found.refusal is not None:
        raise found.refusal
    if not found.is_usable:
        raise NotReady
    kept = StoredFile.objects.values_list("kept", flat=True).get(public_id=public_id)
    return vault.get(kept)


def view(row: StoredFile) -> FileView:
    """A row as others see it."""
    return FileView(
        id=row.public_id,
        name=row.name,
        subject=row.subject,
        state=State(row.state),
        media_type=row.media_type,
        size=row.received_size if row.size is None else row.size,
        pages=row.pages,
        digest=bytes(row.digest).hex() if row.digest else "",
        received_at=row.received_at,
        received_by=row.received_by,
        was_signed=row.was_signed,
        reason=row.reason,
        facts=row.facts,
    )
