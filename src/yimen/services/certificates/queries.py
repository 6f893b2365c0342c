"""Questions about certificates: the wallet, the verification page, what can be reused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from yimen.kernel import masking, printed_codes
from yimen.services.certificates.errors import CertificateNotFound, CodeExpired
from yimen.services.certificates.models import (
    Certificate,
    CertificateEvent,
    CheckedCopy,
    ShownCode,
    Use,
)
from yimen.services.certificates.rules.states import Standing, State, in_force, standing
from yimen.support.secrets import digest, unseal

#: Of one kind for one material: more would only be scrolled through.
_MOST_OFFERED: Final = 5


@dataclass(frozen=True)
class CertificateView:
    """A certificate as lists and strangers see it: the holder masked."""

    id: int
    code: str
    name: str
    number: str
    identifier: str
    version: int
    is_document: bool
    reference: str
    department_id: int
    authority: str
    holder: str
    holder_id: str
    issued_at: datetime
    valid_from: date
    valid_to: date | None
    state: State
    #: SM3 of what it says, 64 hex digits.
    digest: str

    def in_force(self, on: date) -> bool:
        """Whether it proves anything on a day."""
        return in_force(self.state, self.valid_from, self.valid_to, on)


@dataclass(frozen=True)
class Holder:
    """Whose it is, in full: for printing it and for its holder alone."""

    name: str
    id: str


@dataclass(frozen=True)
class Happening:
    """One line of a certificate's log."""

    change: str
    before: str
    after: str
    at: datetime
    actor: str
    reason: str


@dataclass(frozen=True)
class UseView:
    """One use of what the city holds, as the holder sees it."""

    kind: str
    name: str
    purpose: str
    reference: str
    at: datetime
    consent_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """Something held already that can stand in for a material (免提交)."""

    #: "certificate" (trust level A) or "copy" (B).
    kind: str
    id: int
    name: str
    authority: str
    trust: str
    valid_to: date | None
    file_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reused:
    """What stood in for a material of a case, and how its holder agreed."""

    kind: str
    id: int
    name: str
    number: str
    authority: str
    trust: str
    valid_to: date | None
    #: As it is now: it may have been revoked since.
    state: State
    purpose: str
    consent_at: datetime | None
    actor: str
    #: When a window compared it with the original; of copies alone.
    checked_at: datetime | None = None


def as_view(row: Certificate) -> CertificateView:
    """A row with its type loaded, as others see it."""
    return CertificateView(
        id=row.pk,
        code=row.code,
        name=row.type.name,
        number=row.number,
        identifier=row.identifier,
        version=row.version,
        is_document=row.type.is_document,
        reference=row.reference,
        department_id=row.type.department_id,
        authority=row.authority,
        holder=masking.name(unseal(bytes(row.holder_name_sealed))),
        holder_id=masking.citizen_id(unseal(bytes(row.holder_id_sealed))),
        issued_at=row.issued_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        state=State(row.state),
        digest=bytes(row.digest).hex(),
    )


def certificate(certificate_id: int) -> CertificateView:
    """One certificate.

    Raises:
        CertificateNotFound: no such certificate.
    """
    row = Certificate.objects.select_related("type").filter(pk=certificate_id).first()
    if row is None:
        raise CertificateNotFound
    return as_view(row)


def by_code(code: str) -> CertificateView:
    """The certificate behind a verification code, however it was typed.

    Raises:
        CertificateNotFound: no certificate has this code.
    """
    wanted = printed_codes.bare(code) or code
    row = Certificate.objects.select_related("type").filter(code=wanted).first()
    if row is None:
        raise CertificateNotFound
    return as_view(row)


def standing_of(view: CertificateView, *, on: date) -> Standing:
    """What a certificate is worth on a day."""
    return standings([view], on=on)[view.id]


def standings(views: Iterable[CertificateView], *, on: date) -> dict[int, Standing]:
    """What certificates are worth on a day, by id, in one statement whatever their number."""
    listed = {view.id: view for view in views}
    newer = Certificate.objects.filter(replaces__in=list(listed))
    replaced = set(newer.values_list("replaces_id", flat=True))
    return {
        pk: standing(view.state, view.valid_from, view.valid_to, on, replaced=pk in replaced)
        for pk, view in listed.items()
    }


def by_shown_token(token: str, *, at: datetime) -> CertificateView:
    """The certificate a holder shows just now.

    Raises:
        CodeExpired: unknown, or shown too long ago.
    """
    found = ShownCode.objects.filter(digest=digest(token), expires_at__gt=at)
    row = found.select_related("certificate__type").first()
    if row is None:
        raise CodeExpired
    return as_view(row.certificate)


def results_of(reference: str) -> list[CertificateView]:
    """What was issued for a case, newest versions first."""
    rows = Certificate.objects.select_related("type").filter(reference=reference)
    return [as_view(row) for row in rows.order_by("place", "-version")]


def current_results_of(reference: str) -> list[CertificateView]:
    """What was issued for a case, each result in its newest version."""
    newest: dict[int, CertificateView] = {}
    rows = Certificate.objects.select_related("type").filter(reference=reference)
    for row in rows.order_by("place", "version"):
        newest[row.place] = as_view(row)
    return list(newest.values())


def wallet(holder_index: bytes) -> list[CertificateView]:
    """Everything a person holds, the newest first; replaced ones left out."""
    rows = Certificate.objects.select_related("type").filter(holder_index=holder_index)
    replaced = Certificate.objects.filter(
        holder_index=holder_index, replaces__isnull=False
    ).values_list("replaces_id", flat=True)
    return [as_view(row) for row in rows.exclude(pk__in=list(replaced)).order_by("-id")[:200]]


def holder(certificate_id: int) -> Holder:
    """Whose it is. Only for the holder, and for printing it.

    Raises:
        CertificateNotFound: no such certificate.
    """
    row = Certificate.objects.filter(pk=certificate_id).first()
    if row is None:
        raise CertificateNotFound
    return Holder(unseal(bytes(row.holder_name_sealed)), unseal(bytes(row.holder_id_sealed)))


def holds(certificate_id: int, holder_index: bytes) -> bool:
    """Whether a certificate is this person's."""
    return Certificate.objects.filter(pk=certificate_id, holder_index=holder_index).exists()


def log(certificate_id: int) -> list[Happening]:
    """What happened to a certificate, in order."""
    rows = CertificateEvent.objects.filter(certificate_id=certificate_id).order_by("id")
    return [
        Happening(row.change, row.before, row.after, row.at, row.actor, row.reason) for row in rows
    ]


def logs(certificate_ids: Iterable[int]) -> dict[int, list[Happening]]:
    """What happened to certificates, by id, in order."""
    found: dict[int, list[Happening]] = {}
    rows = CertificateEvent.objects.filter(certificate_id__in=list(certificate_ids))
    for row in rows.order_by("id"):
        line = Happening(row.change, row.before, row.after, row.at, row.actor, row.reason)
        found.setdefault(row.certificate_id, []).append(line)
    return found


def uses(holder_index: bytes, *, limit: int = 100) -> list[UseView]:
    """Who used what a person holds, and why; the latest first."""
    rows = Use.objects.filter(holder_index=holder_index).order_by("-id")
    return [
        UseView(
            kind=row.kind,
            name=row.certificate.type.name if row.certificate else row.copy.name,  # type: ignore[union-attr]  # one of both, by constraint
            purpose=row.purpose,
            reference=row.reference,
            at=row.at,
            consent_at=row.consent_at,
        )
        for row in rows.select_related("certificate__type", "copy")[:limit]
    ]


def offers(holder_index: bytes, name: str, *, on: date) -> list[Offer]:
    """What this person need not bring for a material of this name: good on a day, best first."""
    return offers_of(holder_index, [name], on=on).get(name, [])


def offers_of(holder_index: bytes, names: Iterable[str], *, on: date) -> dict[str, list[Offer]]:
    """What this person need not bring, by the material's name, in two questions; best first."""
    wanted = set(names)
    good = Certificate.objects.select_related("type").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        holder_index=holder_index,
        type__name__in=wanted,
        state=State.VALID.value,
        valid_from__lte=on,
    )
    copies = CheckedCopy.objects.filter(
        holder_index=holder_index, name__in=wanted, valid_to__gte=on
    )
    found = [
        Offer("certificate", row.pk, row.type.name, row.authority, "A", row.valid_to)
        for row in good.order_by("-id")
    ] + [
        Offer("copy", row.pk, row.name, "", "B", row.valid_to, tuple(row.file_ids))
        for row in copies.order_by("-id")
    ]
    by_name: dict[str, list[Offer]] = {}
    for each in found:
        of_name = by_name.setdefault(each.name, [])
        if sum(other.kind == each.kind for other in of_name) < _MOST_OFFERED:
            of_name.append(each)
    return by_name


def reused_for(reference: str) -> list[Reused]:
    """What was used for a case, the first use first; whether it still proves anything is in it."""
    rows = Use.objects.filter(kind="reuse", reference=reference).order_by("id")
    return [_reused(row) for row in rows.select_related("certificate__type", "copy")]


def _reused(row: Use) -> Reused:
    if row.certificate is not None:
        held = row.certificate
        return Reused(
            "certificate", held.pk, held.type.name, held.number, held.authority, "A",
            held.valid_to, State(held.state), row.purpose, row.consent_at, row.actor,
        )  # fmt: skip
    copy: CheckedCopy = row.copy  # type: ignore[assignment]  # one of both, by constraint
    return Reused(
        "copy", copy.pk, copy.name, "", "", "B", copy.valid_to, State.VALID,
        row.purpose, row.consent_at, row.actor, copy.checked_at,
    )  # fmt: skip


def is_kept(holder_index: bytes, name: str, file_ids: Sequence[str]) -> bool:
    """Whether exactly these pages were kept as a checked copy before."""
    return CheckedCopy.objects.filter(
        holder_index=holder_index, name=name, file_ids=list(file_ids)
    ).exists()


def kept_pages(holder_index: bytes) -> frozenset[str]:
    """Files that are pages of a person's checked copies."""
    pages = CheckedCopy.objects.filter(holder_index=holder_index).values_list("file_ids", flat=True)
    return frozenset(page for each in pages for page in each)


def pages_of_copies(file_ids: Iterable[str]) -> set[str]:
    """Which of some files are pages of a copy that was checked, and may be used again."""
    wanted = set(file_ids)
    rows = CheckedCopy.objects.filter(file_ids__overlap=sorted(wanted))
    return wanted & {page for pages in rows.values_list("file_ids", flat=True) for page in pages}
