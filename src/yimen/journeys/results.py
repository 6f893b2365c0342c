"""From the decision to the result: certificates issued, and papers of them in named hands."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yimen.journeys import bills, take_in, telling, whereabouts
from yimen.reference.people.rules import HOUSE, Actor
from yimen.services.cases.actions import custody, deciding, handing, holding, viewing
from yimen.services.cases.actions.custody import Sheet
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.versions import definition
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.custody import PaperKind, Place, PlaceKind
from yimen.services.cases.rules.handing import Shown
from yimen.services.cases.rules.states import State
from yimen.services.certificates import actions as certificates
from yimen.services.certificates import queries as issued
from yimen.services.certificates.actions import ToIssue
from yimen.services.certificates.queries import CertificateView
from yimen.services.certificates.rules.states import State as CertificateState
from yimen.support.following import LoggedEvent

_CERTIFICATE = "证照"
_ISSUE_WINDOW = Place(PlaceKind.ISSUE_WINDOW)


def make(case_id: int, *, at: datetime) -> list[CertificateView]:
    """Issue every result of a granted case. Again: the same ones. None while a fee is not paid.

    Raises:
        CaseNotFound: no such case.
        MoveNotAllowed: it was not granted.
    """
    with transaction.atomic():
        case, who = viewing.with_view(case_id)
        if bills.costs(case):
            bills.raise_for(case_id, by=HOUSE, at=at)  # holds the case, which is looked at again
            case, who = viewing.with_view(case_id)
            if bills.is_owing(case):
                return []
        known = definition(case.version_id)
        fields = known.version.fields
        made = [
            certificates.issue(
                ToIssue(
                    name=result.name,
                    reference=reference(case_id),
                    department_id=case.department_id,
                    holder_id=who.id,
                    holder_name=who.name,
                    authority_code=str(fields.get("DEPT_CODE", ""))[:18].ljust(18, "0"),
                    authority=known.version.department,
                    valid_from=timezone.localdate(case.decided_at or at),
                    is_document=result.kind != _CERTIFICATE,
                    place=place,
                ),
                by=HOUSE,
                at=at,
            )
            for place, result in enumerate(known.content.results)
        ]
        if case.state is State.GRANTED and made:
            deciding.certify(case_id, by=HOUSE, at=at)
    return made


def on_grant(event: LoggedEvent) -> None:
    """A case was granted: its results are made, whatever was killed in between."""
    case = telling.case_in(event)
    if case.state is State.GRANTED:
        make(case.id, at=event.at)


def on_paid(event: LoggedEvent) -> None:
    """A bill was paid: the results of a granted case waited for it."""
    case = telling.case_of(str(event.body["reference"]))
    if case is not None and case.state is State.GRANTED:
        make(case.id, at=event.at)


def reference(case_id: int) -> str:
    """How certificates name the case they come from."""
    return f"case:{case_id}"


def bundle_reference(bundle_id: int) -> str:
    """How uses name the bundle (一件事) they are for, whose cases are made when it is filed."""
    return f"bundle:{bundle_id}"


def print_results(case_id: int, *, by: Actor, at: datetime) -> list[PaperView]:
    """Results become papers with barcodes at the issue window. Again: the same papers.

    Only what is good and in its newest version: what was reissued gets a paper of its own, and the
    paper of the version before is none of the answer.

    Raises:
        CasesError: `by` does not act for the issue window.
    """
    with transaction.atomic():
        holding.hold(case_id)  # a second press waits here, and finds what the first one made
        known = [paper for paper in papers.papers_of(case_id) if paper.kind is PaperKind.RESULT]
        good = [
            each
            for each in issued.current_results_of(reference(case_id))
            if each.state is CertificateState.VALID
        ]
        sheets = [
            Sheet(PaperKind.RESULT, each.name, _paper_key(each))
            for each in good
            if not any(_is_paper_of(paper, each) for paper in known)
        ]
        made = custody.register(case_id, sheets, _ISSUE_WINDOW, by=by, at=at) if sheets else []
    return [paper for paper in known if any(_is_paper_of(paper, each) for each in good)] + made


def _paper_key(result: CertificateView) -> str:
    """What tells the paper of a reissued result from the one before; first versions need none."""
    return f"certificate:{result.id}" if result.version > 1 else ""


def _is_paper_of(paper: PaperView, result: CertificateView) -> bool:
    return (paper.name, paper.material_key) == (result.name[:200], _paper_key(result))


def hand_out(
    public_id: str, shown: Shown, drawn: str, *, by: Actor, at: datetime, early: bool = False
) -> CaseView:
    """Give a result to whoever stands at the issue window, signed for.

    `early`: before the others of its bundle (一件事), because the applicant asks for it.

    Raises:
        CasesError: whatever handing out refuses; the signature is kept all the same.
        LiesInLocker, OnItsWay: the result is not at the window, it must come back first.
        BadSignature, FilesError: there is no signature.
    """
    case = cases.case_by_public_id(public_id)
    if case.state not in {State.CERTIFIED, State.REFUSED, State.DELIVERED}:
        raise CaseNotFound
    kept = take_in.keep_signature(case.id, drawn, by=by, at=at)
    with transaction.atomic():
        handing.hold(case.id, by=by)
        whereabouts.check_here(case.id)
        return handing.hand_out(case.id, shown, signature_file=kept, by=by, at=at, early=early)
