"""Changing a certificate's state, and reissuing it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yimen.reference.people.rules import Actor, Right, require
from yimen.services.certificates import queries
from yimen.services.certificates.actions.issuing import ToIssue, create
from yimen.services.certificates.actions.log import note
from yimen.services.certificates.errors import (
    CertificateNotFound,
    ChangeNotAllowed,
    OwnCertificate,
    ReasonNeeded,
)
from yimen.services.certificates.models import Certificate
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change, State, allowed, next_state


def change(
    certificate_id: int, what: Change, *, reason: str, by: Actor, at: datetime
) -> CertificateView:
    """Suspend, restore, annul, cancel, revoke … a certificate.

    Raises:
        NotAllowed: `by` does not decide for the department.
        OwnCertificate: it is `by`'s own.
        CertificateNotFound, ChangeNotAllowed: as they say; a reissue goes by `reissue`.
        ReasonNeeded: no reason was given.
    """
    if what is Change.REISSUE:
        raise ChangeNotAllowed(certificate=State.VALID.value, change=what.value)
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        row = _locked(certificate_id)
        _check_decides(row, by)
        return _move(row, what, reason=reason, by=by, at=at)


def reissue(certificate_id: int, *, reason: str, by: Actor, at: datetime) -> CertificateView:
    """The same certificate anew, because it was lost or damaged; the old one lapses.

    Raises:
        NotAllowed, OwnCertificate, CertificateNotFound, ReasonNeeded: as they say.
        ChangeNotAllowed: only a valid one can be reissued.
    """
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        old = _locked(certificate_id)
        _check_decides(old, by)
        _move(old, Change.REISSUE, reason=reason, by=by, at=at)
        holder = queries.holder(old.pk)
        again = ToIssue(
            name=old.type.name,
            reference=old.reference,
            department_id=old.type.department_id,
            holder_id=holder.id,
            holder_name=holder.name,
            authority_code=old.authority_code,
            authority=old.authority,
            valid_from=timezone.localdate(at),
            valid_to=old.valid_to,
            is_document=old.type.is_document,
            place=old.place,
        )
        row = create(again, version=old.version + 1, replaces=old, at=at)
        note(row, "issue", told="issued", before="", by=by, at=at, reason=reason)
        return queries.as_view(row)


def annul_all(references: Iterable[str], *, reason: str, by: Actor, at: datetime) -> int:
    """Annul what was issued for something that should never have been; how many. Again: none.

    Raises:
        NotAllowed: `by` does not decide for a department.
    """
    open_states = [state.value for state in State if Change.ANNUL in allowed(state)]
    found = Certificate.objects.filter(reference__in=list(references), state__in=open_states)
    done = 0
    with transaction.atomic():
        for pk in list(found.order_by("id").values_list("pk", flat=True)):
            row = _locked(pk)
            require(by, Right.APPROVE, department_id=row.type.department_id)
            if row.state in open_states:
                _move(row, Change.ANNUL, reason=reason, by=by, at=at)
                done += 1
    return done


def lapse(*, on: date, by: Actor, at: datetime, most: int = 500) -> int:
    """Mark what has run out before a day; how many. Idempotent, catches up in batches."""
    ids = Certificate.objects.filter(valid_to__lt=on, state=State.VALID.value).order_by("id")
    done = 0
    for pk in list(ids.values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            row = _locked(pk)
            if row.state == State.VALID.value:
                _move(row, Change.LAPSE, reason="", by=by, at=at)
                done += 1
    return done


def _check_decides(row: Certificate, by: Actor) -> None:
    require(by, Right.APPROVE, department_id=row.type.department_id)
    if by.identity and by.identity == bytes(row.holder_index):
        raise OwnCertificate


def _locked(certificate_id: int) -> Certificate:
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("type")
    row = rows.filter(pk=certificate_id).first()
    if row is None:
        raise CertificateNotFound
    return row


def _move(
    row: Certificate, what: Change, *, reason: str, by: Actor, at: datetime
) -> CertificateView:
    before = row.state
    row.state = next_state(State(before), what).value
    row.save(update_fields=["state"])
    note(row, what.value, told=what.value, before=before, by=by, at=at, reason=reason)
    return queries.as_view(row)
