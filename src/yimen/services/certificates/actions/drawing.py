"""The signed file of a certificate: drawn when its holder first asks, and the same bytes after."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from yimen.kernel import printed_codes
from yimen.services.certificates import queries
from yimen.services.certificates.errors import CertificateLost, CertificateNotFound, NotInForce
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.paper import Said, compose
from yimen.support.addresses import public_address
from yimen.support.paper import pdf, shelf

#: Where anybody verifies it; printed on each, so it never changes.
_VERIFY: Final = "/v/"


def signed_file(certificate_id: int, *, holder_index: bytes, at: datetime) -> bytes:
    """A certificate as a sealed and signed PDF, for its holder.

    Two who ask at once get one file: whatever was kept first stays.

    Raises:
        CertificateNotFound: not this person's.
        NotInForce: it proves nothing any more.
        SealUnusable: the signing key cannot be used.
        CertificateLost: the kept file was damaged or is none that anybody signed.
    """
    if not queries.holds(certificate_id, holder_index):
        raise CertificateNotFound
    view = queries.certificate(certificate_id)
    if not view.in_force(timezone.localdate(at)):
        raise NotInForce(certificate=view.state.value)
    name = f"certificates/{view.code[:2]}/{view.code}.pdf"
    kept = shelf.kept(name)
    if kept is None:
        kept = shelf.keep(name, pdf.issued(compose(_said(view))).pdf)
    found = pdf.verify(kept)
    if found is None or not found.covers_whole:
        raise CertificateLost
    return kept


def _said(view: CertificateView) -> Said:
    holder = queries.holder(view.id)
    code = printed_codes.shown(view.code)
    return Said(
        name=view.name,
        number=view.number,
        identifier=view.identifier,
        version=view.version,
        holder=(holder.name, holder.id),
        authority=view.authority,
        issued_on=timezone.localdate(view.issued_at),
        valid_from=view.valid_from,
        until=view.valid_to,
        address=public_address(f"{_VERIFY}{code}"),
        code=code,
    )
