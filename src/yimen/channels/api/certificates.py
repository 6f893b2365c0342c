"""Results over the API: a case's certificates, and what a verification code stands for."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from yimen.channels.api.cases import own_case
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.problems import Trouble
from yimen.channels.doorway.askers import asker
from yimen.journeys import verifying
from yimen.journeys.verifying import Proof, prove
from yimen.kernel import printed_codes
from yimen.services.cases.queries.notices import NoticeView
from yimen.services.cases.rules.notices.kinds import NoticeState
from yimen.services.certificates import queries
from yimen.support.guessing import TooManyGuesses

case_router = Router(tags=["certificates"])
router = Router(tags=["certificates"], auth=None)

StandingName = Literal[
    "good", "early", "expired", "replaced", "suspended", "moved", "cancelled", "revoked"
]


class CertificateOut(Schema):
    """A certificate; its holder masked."""

    name: str
    number: str
    identifier: str
    version: int
    standing: StandingName = Field(description="What it is worth today.")
    holder: str
    holder_id: str
    authority: str
    issued_at: datetime
    valid_from: date
    valid_to: date | None = Field(description="Null: without end.")
    code: str = Field(description="Verification code: anybody verifies it at /v/{code}.")
    sm3: str = Field(description="SM3 of what it says.")


class VerifiedOut(Schema):
    """What a code stands for; `certificate` is null for a notice."""

    kind: Literal["certificate", "notice"]
    name: str
    number: str
    holder: str
    authority: str
    issued_on: date
    good: bool = Field(description="Whether it holds today.")
    sm3: str
    certificate: CertificateOut | None


@case_router.get(
    "/{number}/certificates", response=list[CertificateOut], summary="What a case gave"
)
def of_case(request: ApiRequest, number: str) -> list[CertificateOut]:
    """Every result in every version, newest versions first."""
    case, at = own_case(request, number), timezone.now()
    return [_out(prove(view, at=at)) for view in queries.results_of(f"case:{case.id}")]


@router.get("/{code}", response=VerifiedOut, summary="Verify a certificate or a notice")
def verify(request: HttpRequest, code: str) -> VerifiedOut:
    """As the page /v/ does, for anybody. Too many wrong codes from one address: 429."""
    at = timezone.now()
    try:
        found = verifying.verify(code, asker=asker(request), at=at)
    except TooManyGuesses as refusal:
        wait = int(refusal.facts["minutes"]) * 60  # type: ignore[call-overload]  # facts are objects
        raise Trouble(429, "api.too_many_requests", retry=wait) from None
    return _notice(found) if isinstance(found, NoticeView) else _certificate(found)


def _certificate(proof: Proof) -> VerifiedOut:
    view = proof.view
    return VerifiedOut(
        kind="certificate",
        name=view.name,
        number=view.number,
        holder=view.holder,
        authority=view.authority,
        issued_on=timezone.localdate(view.issued_at),
        good=proof.standing.value == "good",
        sm3=view.digest,
        certificate=_out(proof),
    )


def _notice(notice: NoticeView) -> VerifiedOut:
    return VerifiedOut(
        kind="notice",
        name=notice.title,
        number=notice.number,
        holder=notice.applicant,
        authority=notice.department,
        issued_on=notice.issued_on,
        good=notice.state is NoticeState.ISSUED,
        sm3=notice.file_digest,
        certificate=None,
    )


def _out(proof: Proof) -> CertificateOut:
    view = proof.view
    return CertificateOut(
        name=view.name,
        number=view.number,
        identifier=view.identifier,
        version=view.version,
        standing=proof.standing.value,
        holder=view.holder,
        holder_id=view.holder_id,
        authority=view.authority,
        issued_at=view.issued_at,
        valid_from=view.valid_from,
        valid_to=view.valid_to,
        code=printed_codes.shown(view.code),
        sm3=view.digest,
    )
