"""What a person holds of electronic certificates (卡包), and how each is renewed.

Only what was issued to the person: what they fetched for somebody else is in that one's wallet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yimen.journeys import telling
from yimen.journeys.verifying import Proof, prove
from yimen.reference.people.rules import Actor
from yimen.reference.policy import queries as policy
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries.views import CaseView
from yimen.services.certificates import actions as certificates
from yimen.services.certificates import queries as issued
from yimen.services.certificates.errors import CertificateNotFound
from yimen.services.certificates.queries import CertificateView, Holder
from yimen.services.certificates.rules.parameters import RENEW_DAYS
from yimen.services.certificates.rules.states import Standing


@dataclass(frozen=True)
class Card:
    """One certificate in a wallet.

    Args:
        days_left: until its last day, where that is soon; None otherwise.
    """

    proof: Proof
    days_left: int | None

    @property
    def view(self) -> CertificateView:
        """The certificate itself."""
        return self.proof.view


@dataclass(frozen=True)
class OpenCard:
    """A certificate its holder has opened.

    Args:
        holder: in full; it is the holder's own.
        item_code: the item it came from and is renewed by; empty where no case is known.
        case_number: of the case it came from; empty where none is known.
    """

    card: Card
    holder: Holder
    item_code: str
    case_number: str


def cards(holder_index: bytes, *, at: datetime) -> list[Card]:
    """Everything a person holds: what is good first, within that the newest."""
    held = issued.wallet(holder_index)
    worth = issued.standings(held, on=timezone.localdate(at))
    found = [_card(Proof(view, worth[view.id], is_shown=False), at=at) for view in held]
    return sorted(found, key=lambda card: card.proof.standing is not Standing.GOOD)


def open_card(certificate_id: int, holder_index: bytes, *, at: datetime) -> OpenCard:
    """One certificate in full, for its holder.

    Raises:
        CertificateNotFound: no such certificate, or it is somebody else's.
    """
    if not issued.holds(certificate_id, holder_index):
        raise CertificateNotFound
    view = issued.certificate(certificate_id)
    case = _case_of(view)
    return OpenCard(
        card=_card(prove(view, at=at), at=at),
        holder=issued.holder(certificate_id),
        item_code=case.item_code if case else "",
        case_number=case.number if case else "",
    )


def _case_of(view: CertificateView) -> CaseView | None:
    """The case it came from; None for one that came from elsewhere."""
    try:
        return telling.case_of(view.reference)
    except CaseNotFound:
        return None


def print_for(
    certificate_id: int, case_id: int, *, by: Actor, at: datetime
) -> tuple[Proof, Holder]:
    """A result of a case as paper for whoever stands at the issue window; on record.

    Raises:
        CertificateNotFound: the case has no such result.
        NotAllowed: `by` gives out no results.
    """
    view = issued.certificate(certificate_id)
    if view.reference != f"case:{case_id}":
        raise CertificateNotFound
    with transaction.atomic():
        holder = certificates.printed(certificate_id, by=by, at=at)
    return prove(view, at=at), holder


def _card(proof: Proof, *, at: datetime) -> Card:
    view, today, left = proof.view, timezone.localdate(at), None
    if proof.standing is Standing.GOOD and view.valid_to is not None:
        soon = timedelta(days=policy.whole(RENEW_DAYS, today))
        if view.valid_to - today <= soon:
            left = (view.valid_to - today).days
    return Card(proof, left)
