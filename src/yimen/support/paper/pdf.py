"""Documents and labels as PDF, sealed and signed. The way in: light to import, loads when used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.conf import settings

from yimen.kernel.documents import Document, Label
from yimen.support.paper.errors import SealUnusable
from yimen.support.paper.wording import words

if TYPE_CHECKING:
    from yimen.support.paper.signing import Verification

PREVIEW: Final = "预览"


@dataclass(frozen=True)
class Issued:
    """A finished document: always these bytes. `missing` are characters that no font here has."""

    pdf: bytes
    signer: str
    demo: bool
    missing: tuple[str, ...]


def issued(document: Document) -> Issued:
    """The document sealed and signed by the authority of this installation.

    Raises:
        SealUnusable: the operator's key cannot be used.
    """
    from yimen.support.paper import authority, official, signing  # noqa: PLC0415 - heavy libraries
    from yimen.support.paper.fonts.choice import typefaces  # noqa: PLC0415

    signer = authority.authority()
    seal = document.seal
    if seal is not None:
        document = replace(document, seal=replace(seal, demo=signer.demo))
    drawn, place = official.draw(document, typefaces())
    reason = " ".join(word for word in (document.title, document.number) if word)
    signed = signing.sign(drawn, signer, body=document.issuer, reason=reason, place=place)
    missing = typefaces().body.missing(words(document))
    return Issued(signed, signer.signer, signer.demo, tuple(sorted(missing)))


def preview(document: Document) -> bytes:
    """What the document will look like: marked as a preview, without number, seal or signature."""
    return plain(replace(document, number="", seal=None, check=None, watermark=PREVIEW))


def plain(document: Document) -> bytes:
    """The document as it is, without seal and signature: what informs and decides nothing."""
    from yimen.support.paper import official  # noqa: PLC0415 - heavy libraries
    from yimen.support.paper.fonts.choice import typefaces  # noqa: PLC0415

    return official.draw(document, typefaces())[0]


def labels(wanted: Sequence[Label]) -> bytes:
    """Labels for the 80 mm printer, one a page."""
    from yimen.support.paper import slips  # noqa: PLC0415 - heavy libraries
    from yimen.support.paper.fonts.choice import typefaces  # noqa: PLC0415

    return slips.draw(wanted, typefaces())


def verify(pdf: bytes) -> "Verification | None":
    """What a file's signature says; None where there is none, or no readable PDF."""
    from yimen.support.paper import authority, signing  # noqa: PLC0415 - heavy libraries

    demo = authority.demo_authority(settings.ENVIRONMENT.home)
    try:
        known = authority.authority()
    except SealUnusable:  # cannot sign now; what the demo authority signed is known all the same
        known = demo
    return signing.verify(pdf, known, demo)
