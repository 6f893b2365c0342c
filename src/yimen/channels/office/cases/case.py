"""The page of a case: what is known, what happened, and what may be done next."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yimen.channels.doorway import typed
from yimen.channels.doorway.bills import of_case as bill_of
from yimen.channels.doorway.bundles import in_words as in_bundle
from yimen.channels.doorway.downloads import file_response
from yimen.channels.doorway.notices import lines
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.refusals import STATUS
from yimen.channels.doorway.who import StaffRequest, staff_page
from yimen.channels.office.cases import forms
from yimen.channels.office.cases.certificates import lines as certificate_lines
from yimen.channels.office.cases.deed import Asked
from yimen.channels.office.cases.deeds import DEEDS, form_of
from yimen.channels.office.cases.offers import offers
from yimen.channels.office.cases.picture import Picture, in_words, picture
from yimen.channels.office.cases.who import has_part, readable
from yimen.channels.office.frame import page
from yimen.kernel.errors import DomainError
from yimen.reference.people.rules import Actor, Right
from yimen.services.cases.actions import viewing
from yimen.services.cases.actions.viewing import Plain
from yimen.services.cases.queries import cases
from yimen.services.cases.queries.bundles import bundle
from yimen.services.cases.queries.views import CaseView

_FORMS = Mapping[tuple[str, int], forms.Deed]


@never_cache
@require_safe
@staff_page(Right.READ_CASES)
def case(request: StaffRequest, public_id: str) -> HttpResponse:
    """One case, masked."""
    return _drawn(request, readable(request, public_id))


@never_cache
@require_POST
@staff_page(Right.READ_CASES)
def reveal(request: StaffRequest, public_id: str) -> HttpResponse:
    """The same page with personal data in full, this once; the look and why are on record."""
    view = readable(request, public_id)
    try:
        plain = viewing.reveal(
            view.id, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now()
        )
    except DomainError as refusal:
        return _drawn(request, view, refusal=refusal)
    return _drawn(request, cases.case(view.id), plain=plain)


@require_safe
@staff_page(Right.VIEW_PERSON)
def file(request: StaffRequest, public_id: str, file_id: str) -> HttpResponseBase:
    """A file of this case, on record: what it shows cannot be masked."""
    view = readable(request, public_id)
    viewing.open_file(view.id, file_id, by=request.actor, at=timezone.now())
    return file_response(file_id, as_attachment="save" in request.GET)


@never_cache
@require_POST
@staff_page(Right.READ_CASES)
def do(request: StaffRequest, public_id: str, deed: str) -> HttpResponse:
    """Do a deed: back to the case, or its page with what keeps it from being done."""
    if deed not in DEEDS:
        raise Http404
    view = readable(request, public_id)
    found = picture(view, at=timezone.now())
    about = _about(request, deed, found)
    form = form_of(deed, found, about, request.actor, request.POST, request.FILES)
    if not form.is_valid():
        return _drawn(request, view, sent={(deed, about): form}, status=422)
    asked = Asked(view.id, about, form.cleaned_data, request.actor, timezone.now())
    try:
        DEEDS[deed].take(asked)
    except DomainError as refusal:
        return _drawn(request, cases.case(view.id), sent={(deed, about): form}, refusal=refusal)
    messages.success(request, DEEDS[deed].done)
    return redirect("office-case", public_id)


def _about(request: StaffRequest, deed: str, found: Picture) -> int:
    """Which part of this case is meant; a part of another case is not found."""
    about = typed.number(request.POST.get("about") or "0")
    if about is None or (about and about not in _ids(deed, found)):
        raise Http404
    if not about and deed in _WITH_PART:
        raise Http404
    return about


_WITH_PART = frozenset(
    {
        "claim", "finish", "return", "pass-on", "release", "special-decide", "extension-decide",
        "opinion-give", "free", "reroute", "card-appeal", "card-decide",
        "certificate-change", "certificate-reissue",
    }
)  # fmt: skip


def _ids(deed: str, found: Picture) -> set[int]:
    subject = deed.partition("-")[0]
    if subject == "special":
        return {each.id for each in found.specials}
    if subject == "extension":
        return {each.id for each in found.extensions}
    if subject == "opinion":
        return {each.id for each in found.opinions}
    if subject == "card":
        return {each.id for each in found.cards}
    if subject == "certificate":
        return {each.id for each in found.certificates}
    return {step.id for step in found.steps}


def _drawn(
    request: StaffRequest,
    view: CaseView,
    *,
    sent: _FORMS | None = None,
    refusal: DomainError | None = None,
    plain: Plain | None = None,
    status: int = 200,
) -> HttpResponse:
    found = picture(view, at=timezone.now())
    context = {
        **in_words(found, plain),
        "offers": offers(found, request.actor, sent or {}),
        "refusal": sentence(refusal) if refusal is not None else "",
        "may_reveal": _may_reveal(request, found),
        "may_void": request.actor.may(Right.SUPERVISE_CASES, centre_id=view.centre_id),
        "notices": lines(view.id),
        "whole": _whole(view, request.actor),
        "may_keep_paper": request.actor.may(Right.KEEP_PAPER, centre_id=view.centre_id),
        "certificates": certificate_lines(found),
        "costs": bill_of(view),
        "may_reconcile": request.actor.may(Right.RECONCILE, centre_id=view.centre_id),
    }
    status = STATUS[refusal.kind] if refusal is not None else status
    return page(request, "office/cases/case.html", context, here="cases", status=status)


def _whole(view: CaseView, actor: Actor) -> dict[str, Any] | None:
    """The bundle (一件事) a case is part of; `opens` says which parts `actor` may open."""
    if view.bundle_id is None:
        return None
    whole = bundle(view.bundle_id)
    filed = [part.case_id for part in whole.parts if part.case_id not in {None, view.id}]
    return {
        **in_bundle(whole),
        "opens": {each for each in filed if each and has_part(actor, cases.case(each))},
    }


def _may_reveal(request: StaffRequest, found: Picture) -> bool:
    """Whether it is worth offering; the action has the last word."""
    view = found.case
    routed = {view.department_id, *(step.department_id for step in found.steps)}
    return any(
        request.actor.may(Right.VIEW_PERSON, centre_id=view.centre_id, department_id=department_id)
        for department_id in routed
    )
