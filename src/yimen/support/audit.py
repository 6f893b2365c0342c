"""The audit chain: every act on a subject is linked to the one before by an SM3 digest.

Each subject (a case, a person's data) has a chain of its own, so that a busy city does not queue
behind one lock. `seal` binds all chains together from time to time: a seal covers every entry since
the last one and the last seal itself, so that entries cannot be taken off the end of a chain
unseen. `verify` is what `./yimen doctor --audit` runs.

Source: GB/T 32905-2016 (SM3); GB/T 22239-2019 level 3, audit; docs/decisions/0021-audit.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from yimen.support import sql
from yimen.support.models import AuditEntry, AuditSeal
from yimen.support.sql import Statement

FIRST = bytes(32)
_BATCH = 5000


@dataclass(frozen=True)
class Link:
    """The end of a chain: how many entries it has, and the digest of the last one."""

    number: int
    digest: bytes


@dataclass(frozen=True)
class Fault:
    """Where a chain is broken. `what`: gap, digest, seal, end, log."""

    subject: str
    number: int
    what: str


START = Link(0, FIRST)


def append(
    subject: str,
    act: str,
    *,
    actor: str,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    end: Link | None = None,
) -> Link:
    """Add an act to a subject's chain, in the acting transaction. The new end of the chain.

    Args:
        subject: whose chain, for example "case:17".
        act: what was done, for example "accept".
        actor: who, for example "staff:1001"; never a name.
        at: when.
        facts: codes and numbers, never personal data in clear.
        end: the chain's end, where the caller holds a lock on the subject's own row and keeps the
            end there; None looks it up under a lock of the subject's name.
    """
    last = end if end is not None else locked_end(subject)
    link, statement = appending(subject, act, actor=actor, at=at, facts=facts or {}, end=last)
    sql.values(statement)
    return link


def appending(
    subject: str,
    act: str,
    *,
    actor: str,
    at: datetime,
    facts: Mapping[str, object],
    end: Link,
) -> tuple[Link, Statement]:
    """The new end of a chain whose end is known, and the statement that adds the act to it."""
    number, body = end.number + 1, dict(facts)
    digest = entry_digest(
        end.digest, subject=subject, number=number, act=act, actor=actor, at=at, facts=body
    )
    params = {
        "subject": subject,
        "number": number,
        "act": act,
        "actor": actor,
        "at": at,
        "facts": Jsonb(body),
        "digest": digest,
    }
    return Link(number, digest), Statement(sql.text("yimen.support", "entry"), params)


def entry_digest(
    before: bytes,
    *,
    subject: str,
    number: int,
    act: str,
    actor: str,
    at: datetime,
    facts: Mapping[str, object],
) -> bytes:
    """What links an entry to the one before: anybody can compute it with any SM3."""
    text = json.dumps(
        [subject, number, act, actor, at.astimezone(UTC).isoformat(), facts],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.new("sm3", before + text.encode()).digest()


def locked_end(subject: str) -> Link:
    """The end of a chain that no row keeps, under a lock of its name until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 21))", [subject])
    row = AuditEntry.objects.filter(subject=subject).order_by("-number").first()
    return START if row is None else Link(row.number, bytes(row.digest))


def entries(subject: str) -> list[AuditEntry]:
    """A subject's chain from its beginning."""
    return list(AuditEntry.objects.filter(subject=subject).order_by("number"))


def seal(*, at: datetime) -> int:
    """Cover what was added since the last seal; how many entries. Nothing new makes no seal.

    Entries of transactions that still run are left to the next seal. Idempotent.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(2132)")
        last = AuditSeal.objects.order_by("-number").first()
        found = sql.rows("yimen.support", "unsealed_entries", {"most": _BATCH})
        if not found:
            return 0
        made = AuditSeal.objects.create(
            number=last.number + 1 if last else 1,
            at=at,
            entries=len(found),
            digest=_seal_digest(
                bytes(last.digest) if last else FIRST, (row["digest"] for row in found)
            ),
        )
        AuditEntry.objects.filter(id__in=[row["id"] for row in found]).update(seal=made)
    return len(found)


def _seal_digest(before: bytes, digests: Iterable[bytes]) -> bytes:
    whole = hashlib.new("sm3", before)
    for digest in digests:
        whole.update(bytes(digest))
    return whole.digest()


@contextmanager
def as_of_now() -> Iterator[None]:
    """Read one moment of the record throughout, however long it takes and whoever writes on."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def verify() -> Iterator[Fault]:
    """Every break in any chain or seal; nothing when the record is whole. Reads all of it once."""
    yield from _verify_chains()
    yield from _verify_seals()


def verify_ends(kept: Iterable[tuple[str, Link]]) -> Iterator[Fault]:
    """Chains that don't end where the row says that keeps their end.

    Finds what neither digests nor seals show: entries taken off the end before they were sealed.
    """
    remembered = iter(kept)
    while batch := list(islice(remembered, _BATCH)):
        params = {
            "subjects": [subject for subject, _ in batch],
            "numbers": [end.number for _, end in batch],
            "digests": [end.digest for _, end in batch],
        }
        for row in sql.rows("yimen.support", "entries_at", params):
            yield Fault(row["subject"], row["number"], "end")


def _verify_chains() -> Iterator[Fault]:
    return _breaks(AuditEntry.objects.order_by("subject", "number").iterator(_BATCH))


def _breaks(rows: Iterable[AuditEntry]) -> Iterator[Fault]:
    """Gaps, and entries that are not what was written, in chains from their beginnings."""
    subject, end = "", START
    for row in rows:
        if row.subject != subject:
            subject, end = row.subject, START
        if row.number != end.number + 1:
            yield Fault(subject, end.number + 1, "gap")
        expected = entry_digest(
            end.digest,
            subject=subject,
            number=row.number,
            act=row.act,
            actor=row.actor,
            at=row.at,
            facts=row.facts,
        )
        if expected != bytes(row.digest):
            yield Fault(subject, row.number, "digest")
        end = Link(row.number, bytes(row.digest))


def _verify_seals() -> Iterator[Fault]:
    before, number = FIRST, 0
    for row in AuditSeal.objects.order_by("number").iterator(_BATCH):
        number += 1
        covered = (
            AuditEntry.objects.filter(seal=row).order_by("id").values_list("digest", flat=True)
        )
        if row.number != number or _seal_digest(before, map(bytes, covered)) != bytes(row.digest):
            yield Fault("seal", row.number, "seal")
        before, number = bytes(row.digest), row.number


def holds(subject: str, number: int, digest: str) -> bool:
    """Whether a chain still has this digest at this place, and nothing before it was changed.

    Every entry up to there is reckoned anew: whoever changes one and leaves its digest is found.
    """
    until = list(AuditEntry.objects.filter(subject=subject, number__lte=number).order_by("number"))
    if not until or until[-1].number != number:
        return False
    as_told = bytes(until[-1].digest).hex() == digest.strip().lower()
    return as_told and not any(_breaks(until))


def size() -> tuple[int, int]:
    """How many entries and seals there are: what a verification says it has read."""
    return AuditEntry.objects.count(), AuditSeal.objects.count()
