"""Handing a bundle (一件事) out: every result at once, signed for once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yimen.channels.doorway.bundles import in_words
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.readers import has_reader
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.frame import page
from yimen.channels.office.issue.taker import cards_to_lay, shown_by
from yimen.journeys import bundles as journey
from yimen.journeys import results
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Right
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import bundles
from yimen.services.cases.queries import custody as papers
from yimen.services.cases.queries.bundles import CaseBundleView
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.queries.handing import hand_out_of
from yimen.services.cases.rules.bundles import BundleState
from yimen.services.cases.rules.custody import PaperKind
from yimen.services.certificates import queries as issued


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.HAND_OUT)
def bundle_page(request: StaffRequest, public_id: str) -> HttpResponse:
    """All results of a bundle: who may take them, the signature; POST hands them out."""
    found = _bundle(request, public_id)
    if request.method == "POST":
        try:
            journey.hand_out(
                public_id,
                shown_by(request),
                request.POST.get("signature", ""),
                by=request.actor,
                at=timezone.now(),
            )
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, f"{found.name}的全部结果已交给来人，领取记录已保存。")
        return redirect("office-issue-bundle", public_id=public_id)
    drawn = in_words(found)
    for part in drawn["parts"]:
        case_id = part["view"].case_id
        known = [] if case_id is None else issued.current_results_of(results.reference(case_id))
        part["results"] = known
        part["papers"] = [] if case_id is None else _result_papers(case_id)
        part["taken"] = None if case_id is None else hand_out_of(case_id)
    context = drawn | {
        "ready": found.state is BundleState.READY,
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(request),
    }
    return page(request, "office/issue/bundle.html", context, here="issue")


def _result_papers(case_id: int) -> list[PaperView]:
    return [paper for paper in papers.papers_of(case_id) if paper.kind is PaperKind.RESULT]


@require_POST
@staff_page(Right.HAND_OUT)
def print_results(request: StaffRequest, public_id: str) -> HttpResponse:
    """Papers of all results with barcodes, in this person's hands from now on."""
    found = _bundle(request, public_id)
    try:
        made = journey.print_results(found.id, by=request.actor, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, f"已登记 {made} 份结果，由您保管。")
    return redirect("office-issue-bundle", public_id=public_id)


def _bundle(request: StaffRequest, public_id: str) -> CaseBundleView:
    found = bundles.bundle_by_public_id(public_id)
    if found.centre_id != request.centre_id or found.filed_at is None:
        raise CaseNotFound
    return found
