"""Originals back to the applicant: what lies here of the case, whoever stands here, a signature."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.places import NamedPlace, in_my_hands, paper_for, places_of
from yimen.channels.doorway.readers import has_reader
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.office.frame import page
from yimen.channels.office.issue.taker import cards_to_lay, shown_by
from yimen.channels.office.papers.rows import rows
from yimen.journeys import returns
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Right
from yimen.services.cases.queries import cases
from yimen.services.cases.queries import custody as queries
from yimen.services.cases.queries.custody import PaperView
from yimen.services.cases.rules.custody import (
    PaperKind,
    PaperState,
)

#: Who may take originals, in words.
TAKERS: Final = {"applicant": "申请人", "agent": "代办人", "proxy": "代领人"}


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page(Right.KEEP_PAPER)
def give_back(request: StaffRequest, barcode: str) -> HttpResponse:
    """A paper in my hands, and the others of its case here; POST gives those chosen back."""
    mine = places_of(request.actor, request.centre_id)
    try:
        paper = paper_for(request.actor, barcode)
        here = in_my_hands(paper, mine)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-papers")
    lying = [
        each
        for each in queries.papers_of(paper.case_id)
        if each.state is PaperState.HERE
        and each.place == paper.place
        and each.kind is not PaperKind.RESULT
    ]
    if request.method == "POST":
        return _given(request, paper, here, lying)
    case = cases.case(paper.case_id)
    context = {
        "case": case,
        "word": STATES[case.state.value],
        "paper": paper,
        "here": here,
        "rows": rows(lying),
        "has_reader": has_reader(),
        "demo_cards": cards_to_lay(request),
    }
    return page(request, "office/papers/give_back.html", context, here="papers")


def may_give_back(paper: PaperView, mine: list[NamedPlace]) -> bool:
    """Whether the page would let a paper be given back by whoever has these places."""
    try:
        in_my_hands(paper, mine)
    except DomainError:
        return False
    return True


def _given(
    request: StaffRequest, paper: PaperView, here: NamedPlace, lying: list[PaperView]
) -> HttpResponse:
    chosen = request.POST.getlist("paper")
    if request.POST.get("all") == "on":
        chosen = [each.barcode for each in lying]
    try:
        given = returns.give_back(
            paper.case_id,
            chosen,
            here.place,
            shown_by(request),
            request.POST.get("signature", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("office-paper-give-back", barcode=paper.barcode)
    messages.success(request, f"已退还 {len(given)} 份材料，领取记录已保存。")
    return redirect(f"{reverse('office-papers')}?place={here.key}&deed=give_back")
