"""From a kind and its facts to the document: words, number, seal, remedies, copies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from yimen.kernel.documents import Check, Document, Part, Seal, Signing
from yimen.services.cases.rules.notices import handling, intake, promises, results
from yimen.services.cases.rules.notices.facts import Facts, check
from yimen.services.cases.rules.notices.kinds import SPECS, Kind, shown_code
from yimen.services.cases.rules.notices.words import remedies

_BODIES: Final[Mapping[Kind, Callable[[Facts], list[Part]]]] = {
    Kind.RECEIPT: intake.receipt,
    Kind.ACCEPTANCE: intake.acceptance,
    Kind.NOT_COMPETENT: intake.not_competent,
    Kind.NOT_REQUIRED: intake.not_required,
    Kind.SUPPLEMENT: intake.supplement,
    Kind.TOLERANT: promises.tolerant,
    Kind.TOLERANT_PROMISE: promises.tolerant_promise,
    Kind.PROMISE: promises.promise,
    Kind.SPECIAL: handling.special,
    Kind.EXTENSION: handling.extension,
    Kind.GRANT: results.grant,
    Kind.REFUSE: results.refuse,
    Kind.DELIVERY: results.delivery,
    Kind.TERMINATION: handling.termination,
}
#: What a scanner at the window reads: the case.
_WITH_BARCODE: Final = frozenset({Kind.RECEIPT, Kind.ACCEPTANCE, Kind.DELIVERY})
#: Said to nobody by name: what the house files.
_WITHOUT_ADDRESSEE: Final = frozenset({Kind.DELIVERY, Kind.PROMISE})


@dataclass(frozen=True)
class Identity:
    """What makes a notice one of its own: number and verification code, and where to verify it."""

    number: str
    code: str
    address: str


def compose(
    kind: Kind, facts: Facts, *, on: date, identity: Identity | None = None, signature: bytes = b""
) -> Document:
    """The notice as a document.

    Args:
        kind: which.
        facts: what it is written from.
        on: its date.
        identity: None for a preview.
        signature: the applicant's signature as it was captured on a screen.

    Raises:
        NoticeIncomplete: a fact is missing that this kind must say.
    """
    check(kind, facts)
    spec = SPECS[kind]
    title = spec.title_of(licence=facts.flag("licence"))
    parts = _BODIES[kind](facts)
    if spec.remedies:
        parts += remedies(facts)
    issuer = facts.text("department")
    applicant_speaks = kind is Kind.TOLERANT_PROMISE
    return Document(
        title=title,
        issuer=issuer,
        on=on,
        parts=tuple(_signed(part, signature) for part in parts),
        number=identity.number if identity else "",
        addressee=issuer if applicant_speaks else _addressee(kind, facts),
        seal=Seal(issuer, spec.seal) if spec.seal else None,
        check=Check(identity.address, shown_code(identity.code)) if identity else None,
        copies=spec.copies.format(name=_name(title)),
        barcode=facts.text("case_number") if kind in _WITH_BARCODE else "",
        closed=not applicant_speaks,
    )


def _name(title: str) -> str:
    """What a document calls itself: 通知书, 决定书, 回执."""
    return title[-2:] if title.endswith("回执") else title[-3:]


def _addressee(kind: Kind, facts: Facts) -> str:
    return "" if kind in _WITHOUT_ADDRESSEE else facts.text("applicant")


def _signed(part: Part, signature: bytes) -> Part:
    return replace(part, picture=signature) if isinstance(part, Signing) and signature else part
