"""Certificates over the API: a case's, how they are changed, and what a code stands for.

Whoever decides for the department changes one or makes it anew, with their own key. A certificate
is named by its verification code, which every version has of its own.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from yimen.channels.api.cases import own_case
from yimen.channels.api.keys import ApiRequest
from yimen.channels.api.repeats import IdempotencyKey, created, once
from yimen.channels.api.schemas import Asked
from yimen.channels.doorway.askers import asker
from yimen.journeys import certificate_changes, verifying
from yimen.journeys.results import reference
from yimen.journeys.verifying import Proof, prove
from yimen.kernel import printed_codes
from yimen.services.cases.queries.notices import NoticeView
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.notices.kinds import NoticeState
from yimen.services.certificates import actions, queries
from yimen.services.certificates.errors import CertificateNotFound
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import Change

case_router = Router(tags=["certificates"])
router = Router(tags=["certificates"], auth=None)

#: As long as a certificate's log keeps it.
Why = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
PrintedCode = Annotated[str, StringConstraints(max_length=40)]
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


class ChangeIn(Asked):
    """What happens to a certificate, and why."""

    change: Literal["suspend", "restore", "annul", "cancel", "move_out", "revoke"]
    reason: Why


class ReissueIn(Asked):
    """Why it is made anew."""

    reason: Why


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
    return [_out(prove(view, at=at)) for view in results_of(case)]


@case_router.post(
    "/{number}/certificates/{code}/change",
    response=CertificateOut,
    summary="Suspend, restore or end a certificate",
)
def change(request: ApiRequest, number: str, code: PrintedCode, asked: ChangeIn) -> CertificateOut:
    """At once, for everybody who verifies it; its holder is told."""
    view, at = _own(request, number, code), timezone.now()
    what, by = Change(asked.change), request.auth.actor
    return _out(prove(actions.change(view.id, what, reason=asked.reason, by=by, at=at), at=at))


@case_router.post(
    "/{number}/certificates/{code}/reissue",
    response={201: CertificateOut, 200: CertificateOut},
    summary="Make a certificate anew (补发)",
)
def reissue(
    request: ApiRequest,
    number: str,
    code: PrintedCode,
    asked: ReissueIn,
    idempotency_key: IdempotencyKey = None,
) -> HttpResponse:
    """Because it was lost or damaged: a new version with a code of its own; the old one ends."""
    case, view, at = own_case(request, number), _own(request, number, code), timezone.now()

    def act() -> dict[str, object]:
        by = request.auth.actor
        made = certificate_changes.reissue(case.id, view.id, reason=asked.reason, by=by, at=at)
        return _out(prove(made, at=at)).model_dump(mode="json")

    said = f"reissue {view.id} {asked.model_dump_json()}"
    answer, replayed = once(request.auth.id, idempotency_key, said, act, at)
    return created(CertificateOut.model_validate(answer).model_dump_json(), replayed=replayed)


def _own(request: ApiRequest, number: str, code: str) -> CertificateView:
    """A certificate of a case of the key's own centre.

    Raises:
        CaseNotFound: no such case, or another centre's.
        CertificateNotFound: the case gave none with the code.
    """
    given, bare = results_of(own_case(request, number)), printed_codes.bare(code)
    found = next((each for each in given if each.code == bare), None)
    if found is None:
        raise CertificateNotFound
    return found


def results_of(case: CaseView) -> list[CertificateView]:
    """What a case gave, in every version."""
    return queries.results_of(reference(case.id))


@router.get("/{code}", response=VerifiedOut, summary="Verify a certificate or a notice")
def verify(request: HttpRequest, code: str) -> VerifiedOut:
    """As the page /v/ does, for anybody. Too many wrong codes from one address: 429."""
    found = verifying.verify(code, asker=asker(request), at=timezone.now())
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
