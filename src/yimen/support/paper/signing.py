"""Signatures of PDF files (PAdES), made and looked at. The authority is `authority`'s.

Source: ETSI EN 319 142-1 (PAdES baseline B-B); ISO 32000-1:2008, 12.8.
"""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext

from yimen.support.paper.authority import Authority
from yimen.support.paper.blocks import Place

if TYPE_CHECKING:
    from pyhanko.sign.validation import EmbeddedPdfSignature

T = TypeVar("T")

_FIELD: Final = "Seal"
_DIGEST: Final = "sha256"
_ROOM: Final = 4096


@dataclass(frozen=True)
class Verification:
    """What a file's signature says.

    Args:
        valid: unchanged since it was signed, by an authority known here, as a whole.
        signer: whom the certificate names, as it says itself.
        demo: signed by this home's demo authority, without legal force.
        signed_at: what the signer's clock said.
        covers_whole: nothing was added after the signature.
    """

    valid: bool
    signer: str
    demo: bool
    signed_at: datetime | None
    covers_whole: bool


def sign(pdf: bytes, authority: Authority, *, body: str, reason: str, place: Place | None) -> bytes:
    """The file with a signature that allows no later change.

    Args:
        pdf: an unsigned file.
        authority: whose key signs.
        body: the body in whose name it is signed.
        reason: what the document is.
        place: where the drawn seal stands: a click on it shows the signature. None: no such place.
    """
    field = SigFieldSpec(_FIELD)
    if place is not None:
        left, bottom, right, top = (round(edge) for edge in place.box)
        field = SigFieldSpec(_FIELD, on_page=place.page, box=(left, bottom, right, top))
    # Hexadecimal digits for certificates, signature and what is said about them; given, since
    # pyHanko would otherwise sign twice to find out.
    room = 2 * (sum(map(len, authority.chain)) + _ROOM)
    held = io.BytesIO()
    signer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            name=body,
            reason=reason,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        ),
        signer=_signer(authority),
        # The seal is drawn on the page itself: readers that hide signatures show it all the same.
        stamp_style=NoOpStampStyle(),
        new_field_spec=field,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _alone(lambda: signer.sign_pdf(writer, output=held, bytes_reserved=room))
    return held.getvalue()


def _alone(work: Callable[[], T]) -> T:
    """Do what runs an event loop of its own; in a thread of its own where one runs here already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


class _HeldKey(signers.SimpleSigner):
    """A signer that opens its key once: reading and checking a key takes longer than signing."""

    @cached_property
    def _opened(self) -> PrivateKeyTypes:
        return serialization.load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        key = self._opened
        if isinstance(key, rsa.RSAPrivateKey) and digest_algorithm == _DIGEST:
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return bytes(super().sign_raw(data, digest_algorithm))


@cache
def _signer(authority: Authority) -> _HeldKey:
    signer: _HeldKey = _HeldKey.load_pkcs12_data(
        authority.archive, other_certs=[], passphrase=authority.password
    )
    return signer


def verify(pdf: bytes, known: Authority, demo: Authority) -> Verification | None:
    """What the file's signature says; None where there is none, or no readable PDF.

    Args:
        pdf: the file.
        known: who signs here now.
        demo: this home's demo authority, which may have signed before.
    """
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        return _looked_at(found[-1], known, demo) if found else None
    except (PdfError, SignatureValidationError, ValueError):
        return None


def _looked_at(
    signature: "EmbeddedPdfSignature", known: Authority, demo: Authority
) -> Verification:
    demo_chain, chain = demo.chain, known.chain
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(own[-1]) for own in (chain, demo_chain)],
        other_certs=[x509.Certificate.load(der) for der in [*chain, *demo_chain]],
        allow_fetching=False,
    )
    status = _alone(lambda: validate_pdf_signature(signature, context))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    certificate = status.signing_cert
    return Verification(
        valid=bool(status.bottom_line and whole),
        signer=str(certificate.subject.native.get("common_name", "")),
        demo=certificate.dump() == demo_chain[0],
        signed_at=status.signer_reported_dt,
        covers_whole=whole,
    )
