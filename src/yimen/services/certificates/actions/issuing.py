"""Issuing: a result becomes a certificate with a number, an identifier and a code to verify it."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from yimen.kernel import printed_codes
from yimen.kernel.identifiers.certificates import CertificateId
from yimen.reference.people.rules import Actor, Right, require
from yimen.services.certificates import queries
from yimen.services.certificates.actions.log import note
from yimen.services.certificates.errors import AlreadyIssued
from yimen.services.certificates.models import ONE_PER_RESULT, Certificate, CertificateType
from yimen.services.certificates.queries import CertificateView
from yimen.support import audit, rows, sql
from yimen.support.secrets import blind_index, seal


@dataclass(frozen=True)
class ToIssue:
    """A result to be issued.

    Args:
        name: what it is, for example "居民身份证".
        reference: what it is issued for, for example "case:17"; `place` counts its results.
        holder_id: the holder's number, person or organisation.
        authority_code: social credit code of the issuing body.
        valid_to: None is without end.
        is_document: a decision or report rather than a certificate.
    """

    name: str
    reference: str
    department_id: int
    holder_id: str
    holder_name: str
    authority_code: str
    authority: str
    valid_from: date
    valid_to: date | None = None
    is_document: bool = False
    place: int = 0


def issue(result: ToIssue, *, by: Actor, at: datetime) -> CertificateView:
    """Issue a result, once for each place of a reference: asked again, it answers the same.

    Raises:
        NotAllowed: `by` does not decide for the department.
        AlreadyIssued: this result was issued before, to somebody else or under another name.
    """
    require(by, Right.APPROVE, department_id=result.department_id)
    if (known := _issued(result)) is not None:
        return _same(known, result)
    try:
        with transaction.atomic():
            row = create(result, version=1, replaces=None, at=at)
            note(row, "issue", told="issued", before="", by=by, at=at, end=audit.START)
    except IntegrityError as error:
        if not sql.violated(error, ONE_PER_RESULT) or (known := _issued(result)) is None:
            raise
        return _same(known, result)
    return queries.as_view(row)


def _issued(result: ToIssue) -> Certificate | None:
    """The first version of this result, if it was issued before."""
    which = {"reference": result.reference, "place": result.place, "version": 1}
    return next(iter(rows.select(Certificate, which)), None)


def _same(known: Certificate, result: ToIssue) -> CertificateView:
    if (bytes(known.holder_index), known.type.name) != (
        blind_index(result.holder_id),
        result.name,
    ):
        raise AlreadyIssued
    return queries.as_view(known)


def create(
    result: ToIssue, *, version: int, replaces: Certificate | None, at: datetime
) -> Certificate:
    kind = _type(result)
    found = sql.one("yimen.services.certificates", "next_serial", {"type_id": kind.pk})
    serial = f"{timezone.localtime(at):%Y}{found['last'] if found else 0:06d}"
    identifier = str(
        CertificateId(f"{result.authority_code}{kind.code}", result.authority_code, serial, version)
    )
    made = Certificate(
        type=kind,
        number=f"{kind.department_id:03d}{kind.code}{serial}",
        identifier=identifier,
        version=version,
        code=printed_codes.made(secrets.token_bytes(8)),
        reference=result.reference,
        place=result.place,
        holder_index=blind_index(result.holder_id),
        holder_name_sealed=seal(result.holder_name),
        holder_id_sealed=seal(result.holder_id),
        authority_code=result.authority_code,
        authority=result.authority,
        issued_at=at,
        valid_from=result.valid_from,
        valid_to=result.valid_to,
        replaces=replaces,
        digest=content_digest(result, identifier),
    )
    return rows.insert(made)


def content_digest(result: ToIssue, identifier: str) -> bytes:
    """SM3 of what a certificate says: a print that says something else does not fit it."""
    said = [
        identifier,
        result.name,
        result.holder_name,
        result.holder_id,
        result.authority,
        result.valid_from.isoformat(),
        result.valid_to.isoformat() if result.valid_to else "",
    ]
    return hashlib.new("sm3", json.dumps(said, ensure_ascii=False).encode()).digest()


def _type(result: ToIssue) -> CertificateType:
    """The department's type of this name; the first time it is made, under the next free code."""
    known = _known_type(result)
    while known is None:
        count = CertificateType.objects.filter(department_id=result.department_id).count()
        CertificateType.objects.bulk_create(
            [
                CertificateType(
                    department_id=result.department_id,
                    name=result.name,
                    code=f"{count + 1:03d}",
                    is_document=result.is_document,
                )
            ],
            ignore_conflicts=True,  # somebody made it, or took the code: look again
        )
        known = _known_type(result)
    return known


def _known_type(result: ToIssue) -> CertificateType | None:
    which = {"department": result.department_id, "name": result.name}
    return next(iter(rows.select(CertificateType, which)), None)
