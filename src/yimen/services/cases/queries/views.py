"""A case as others see it: frozen, personal data masked."""

from dataclasses import dataclass
from datetime import date, datetime

from yimen.kernel import masking
from yimen.services.cases.models.cases import Case
from yimen.services.cases.rules.states import Applicant, State
from yimen.support.secrets import unseal


@dataclass(frozen=True)
class CaseView:
    """One case. Names and numbers of people are masked; `reveal` shows them, on record."""

    id: int
    public_id: str
    #: 21 digits; empty while a draft.
    number: str
    version_id: int
    item_code: str
    item_name: str
    department_id: int
    centre_id: int
    state: State
    instant: bool
    tolerant: bool
    promised: bool
    deemed: bool
    applicant_kind: Applicant
    applicant: str
    applicant_id: str
    phone: str
    agent: str
    channel: str
    hand_over: str
    ticket_id: int | None
    window_id: int | None
    bundle_id: int | None
    made_at: datetime
    saved_at: datetime
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None
    supplements: int
    received_by: int | None
    accepted_by: int | None
    handled_by: int | None
    decided_by: int | None
    promised_due: date | None
    statutory_due: date | None
    presented_at: datetime | None
    signed_at: datetime | None
    #: What stands in for a signature, of `rules.signing.Unsigned`, and why; else empty.
    unsigned: str
    unsigned_reason: str
    #: Whether the form was filled in.
    has_form: bool
    signature_file: str
    #: The end of its audit chain: place and SM3 digest, printed on receipts.
    audit_number: int
    audit_digest: str


def as_view(row: Case) -> CaseView:
    """A row as others see it."""
    return CaseView(
        id=row.pk,
        public_id=row.public_id,
        number=row.number or "",
        version_id=row.version_id,
        item_code=row.item_code,
        item_name=row.item_name,
        department_id=row.department_id,
        centre_id=row.centre_id,
        state=State(row.state),
        instant=row.instant,
        tolerant=row.tolerant,
        promised=row.promised,
        deemed=row.deemed,
        applicant_kind=Applicant(row.applicant_kind),
        applicant=masking.name(unseal(bytes(row.applicant_name_sealed))),
        applicant_id=masking.citizen_id(unseal(bytes(row.applicant_id_sealed))),
        phone=masking.mobile(unseal(bytes(row.phone_sealed))),
        agent=masking.name(unseal(bytes(row.agent_name_sealed))),
        channel=row.channel,
        hand_over=row.hand_over,
        ticket_id=row.ticket_id,
        window_id=row.window_id,
        bundle_id=row.bundle_id,
        made_at=row.made_at,
        saved_at=row.saved_at,
        received_at=row.received_at,
        accepted_at=row.accepted_at,
        decided_at=row.decided_at,
        delivered_at=row.delivered_at,
        ended_at=row.ended_at,
        supplements=row.supplements,
        received_by=row.received_by,
        accepted_by=row.accepted_by,
        handled_by=row.handled_by,
        decided_by=row.decided_by,
        promised_due=row.promised_due,
        statutory_due=row.statutory_due,
        presented_at=row.presented_at,
        signed_at=row.signed_at,
        unsigned=row.unsigned,
        unsigned_reason=row.unsigned_reason,
        has_form=bool(row.form_sealed),
        signature_file=row.signature_file,
        audit_number=row.audit_number,
        audit_digest=bytes(row.audit_digest).hex(),
    )
