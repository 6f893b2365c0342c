"""Showing and reusing what a person holds: each use on record, where the holder sees it."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yimen.reference.people.rules import Actor, Right, require
from yimen.reference.policy import queries as policy
from yimen.services.certificates import queries
from yimen.services.certificates.actions.log import note
from yimen.services.certificates.errors import (
    CertificateNotFound,
    ConsentNeeded,
    NotInForce,
    OfferGone,
)
from yimen.services.certificates.models import Certificate, CheckedCopy, ShownCode, Use
from yimen.services.certificates.queries import CertificateView, Holder, Offer
from yimen.services.certificates.rules.parameters import COPY_DAYS, SHOW_MINUTES
from yimen.services.certificates.rules.states import State, in_force
from yimen.support.secrets import blind_index, digest


def show(certificate_id: int, *, holder_index: bytes, at: datetime) -> tuple[str, datetime]:
    """A token to show, good for some minutes (亮证). The token and its end.

    Raises:
        CertificateNotFound: not this person's.
        NotInForce: there is nothing to show any more.
    """
    row = Certificate.objects.filter(pk=certificate_id, holder_index=holder_index).first()
    if row is None:
        raise CertificateNotFound
    today = timezone.localdate(at)
    if not in_force(State(row.state), row.valid_from, row.valid_to, today):
        raise NotInForce(certificate=row.state)
    token = secrets.token_urlsafe(16)
    until = at + timedelta(minutes=policy.whole(SHOW_MINUTES, today))
    with transaction.atomic():
        ShownCode.objects.create(
            certificate=row, digest=digest(token), made_at=at, expires_at=until
        )
        _used(row, "show", purpose="持证人出示", by="citizen:", at=at)
    return token, until


def scanned(token: str, *, by: str, at: datetime) -> CertificateView:
    """What a shown code proves; the holder sees that somebody looked.

    Raises:
        CodeExpired: unknown, or too old.
    """
    view = queries.by_shown_token(token, at=at)
    _used(Certificate.objects.get(pk=view.id), "scan", purpose="扫码验证", by=by, at=at)
    return view


def _used(row: Certificate, kind: str, *, purpose: str, by: str, at: datetime) -> None:
    Use.objects.create(
        holder_index=bytes(row.holder_index),
        certificate=row,
        kind=kind,
        purpose=purpose,
        actor=by,
        at=at,
    )


def printed(certificate_id: int, *, by: Actor, at: datetime) -> Holder:
    """Put on record that it is printed with its holder in full, and tell whose it is.

    Raises:
        CertificateNotFound: no such certificate.
        NotAllowed: `by` gives out no results.
    """
    require(by, Right.HAND_OUT)
    row = Certificate.objects.filter(pk=certificate_id).first()
    if row is None:
        raise CertificateNotFound
    note(row, "print", told="printed", before=row.state, by=by, at=at)
    return queries.holder(certificate_id)


def keep_copy(
    name: str, *, holder_id: str, file_ids: list[str], until: date | None, by: Actor, at: datetime
) -> int:
    """Keep a copy that was checked against its original (trust level B). Its id.

    It is good until `until`, and never longer than policy allows.

    Raises:
        NotAllowed: `by` takes in no materials.
    """
    require(by, Right.RECEIVE)
    longest = timezone.localdate(at) + timedelta(
        days=policy.whole(COPY_DAYS, timezone.localdate(at))
    )
    return CheckedCopy.objects.create(
        holder_index=blind_index(holder_id),
        name=name,
        file_ids=file_ids,
        checked_by=by.id,
        checked_at=at,
        valid_to=min(until, longest) if until else longest,
    ).pk


def reuse(
    kind: str,
    thing_id: int,
    *,
    holder_index: bytes,
    purpose: str,
    reference: str,
    consent_at: datetime | None,
    by: Actor,
    at: datetime,
) -> Offer:
    """Use something held for a case (免提交), with purpose and consent on record.

    A certificate is locked meanwhile: it is revoked before it is used, or after, never while.

    Raises:
        ConsentNeeded: the holder has not agreed, or no purpose was given.
        CertificateNotFound: it is not this person's.
        OfferGone: it proves nothing today, though it may have when it was offered.
    """
    if consent_at is None or not purpose.strip():
        raise ConsentNeeded
    today = timezone.localdate(at)
    with transaction.atomic():
        certificate = copy = None
        if kind == "certificate":
            certificate = _held(thing_id, holder_index, today)
            used = Offer(
                "certificate", certificate.pk, certificate.type.name, certificate.authority,
                "A", certificate.valid_to,
            )  # fmt: skip
        else:
            copy = _kept(thing_id, holder_index, today)
            used = Offer("copy", copy.pk, copy.name, "", "B", copy.valid_to, tuple(copy.file_ids))
        Use.objects.create(
            holder_index=holder_index,
            certificate=certificate,
            copy=copy,
            kind="reuse",
            purpose=purpose.strip()[:200],
            reference=reference,
            actor=f"{by.kind}:{by.label}",
            at=at,
            consent_at=consent_at,
        )
    return used


def _held(certificate_id: int, holder_index: bytes, today: date) -> Certificate:
    found = Certificate.objects.select_for_update(of=("self",)).select_related("type")
    row = found.filter(pk=certificate_id, holder_index=holder_index).first()
    if row is None:
        raise CertificateNotFound
    if not in_force(State(row.state), row.valid_from, row.valid_to, today):
        over = row.state != State.VALID.value
        raise OfferGone(certificate=row.state if over else State.LAPSED.value)
    return row


def _kept(copy_id: int, holder_index: bytes, today: date) -> CheckedCopy:
    row = CheckedCopy.objects.filter(pk=copy_id, holder_index=holder_index).first()
    if row is None:
        raise CertificateNotFound
    if row.valid_to < today:
        raise OfferGone(certificate=State.LAPSED.value)
    return row
