"""What waits at the issue window, and handing it to whoever may take it."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.channels.doorway.bills import of_case as bill_of
from yimen.channels.doorway.certificates import paper_response
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.readers import has_reader
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.doorway.wording.delivery import PARCEL_STATES
from yimen.channels.office.frame import page
from yimen.channels.office.issue.taker import card_read, cards_to_lay, shown_by
from yimen.journeys import results, wallet
from yimen.journeys.whereabouts import away
from yimen.kernel.errors import DomainError
from yimen.kernel.identifiers import checked_case_number, citizen_id
from yimen.reference.people.rules import Right
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import bundles, cases
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.bundles import CaseBundleView, waiting_in
from yimen.services.cases.queries.handing import hand_out_of, ready
from yimen.services.cases.queries.views import CaseView
from yimen.services.certificates import queries as issued


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.HAND_OUT)
def index(request: StaffRequest) -> HttpResponse:
    """Results that wait; found by number, by barcode, or by the card on the reader."""
    text = "".join(request.POST.get("q", "").split())
    person, found = "", None
    if request.method == "POST":
        try:
            if request.POST.get("read"):
                person = card_read(request).number
            elif len(text) == _ID_LENGTH:
                person = citizen_id(text, today=timezone.localdate())
            elif text:
                found = _by_number(text, request.centre_id)
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        if found is not None:
            where = "office-issue-case" if isinstance(found, CaseView) else "office-issue-bundle"
            return redirect(where, public_id=found.public_id)
    rows = [_row(case) for case in ready(request.centre_id, person=person)]
    context = {
        "rows": rows,
        "bundles": bundles.ready_bundles(request.centre_id, person=person),
        "searched": bool(person),
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(request),
    }
    return page(request, "office/issue/index.html", context, here="issue")


_ID_LENGTH: Final = 18
_BARCODE_LENGTH: Final = 23


def _by_number(text: str, centre_id: int) -> CaseView | CaseBundleView:
    """The case or bundle of a number, or the case of a paper's barcode."""
    number = checked_case_number(text[:-2] if len(text) == _BARCODE_LENGTH else text)
    case: CaseView | CaseBundleView
    try:
        case = cases.case_by_number(number)
    except CaseNotFound:
        case = bundles.bundle_by_number(number)
    if case.centre_id != centre_id:
        raise CaseNotFound
    return case


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.HAND_OUT)
def case_page(request: StaffRequest, public_id: str) -> HttpResponse:
    """One result: who may take it, its papers, the signature; POST hands it out."""
    case = _case(request, public_id)
    if request.method == "POST":
        try:
            shown = shown_by(request)
            results.hand_out(
                public_id,
                shown,
                request.POST.get("signature", ""),
                by=request.actor,
                at=timezone.now(),
                early=request.POST.get("early") == "on",
            )
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, f"{case.item_name}已交给来人，领取记录已保存。")
        return redirect("office-issue-case", public_id=public_id)
    out = away(case.id)
    context = {
        "row": _row(case),
        "costs": bill_of(case),
        "results": issued.current_results_of(results.reference(case.id)),
        "papers": papers.papers_of(case.id),
        "taken": hand_out_of(case.id),
        "away": out,
        "parcel_word": PARCEL_STATES[out.parcel.state.value] if out.parcel else "",
        "waiting": waiting_in(case.bundle_id),
        "whole": bundles.bundle(case.bundle_id) if case.bundle_id is not None else None,
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(request),
    }
    return page(request, "office/issue/case.html", context, here="issue")


@require_POST
@staff_page(Right.HAND_OUT)
def print_results(request: StaffRequest, public_id: str) -> HttpResponse:
    """Papers of the results with barcodes, in this person's hands from now on."""
    case = _case(request, public_id)
    try:
        made = results.print_results(case.id, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, f"已登记 {len(made)} 份结果，由您保管。")
    return redirect("office-issue-case", public_id=public_id)


@never_cache
@require_safe
@staff_page(Right.HAND_OUT)
def paper(request: StaffRequest, public_id: str, certificate_id: int) -> HttpResponse:
    """A result to be printed, with its holder in full; the look is on record."""
    case = _case(request, public_id)
    at = timezone.now()
    proof, holder = wallet.print_for(certificate_id, case.id, by=request.actor, at=at)
    return paper_response(request, proof.view, holder)


def _case(request: StaffRequest, public_id: str) -> CaseView:
    case = cases.case_by_public_id(public_id)
    if case.centre_id != request.centre_id:
        raise CaseNotFound
    return case


def _row(case: CaseView) -> dict[str, object]:
    return {"case": case, "word": STATES[case.state.value]}
