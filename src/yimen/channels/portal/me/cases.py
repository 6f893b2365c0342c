"""One's own cases, as applicant or agent: all of them, each in full, and taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import CitizenRequest, citizen_page
from yimen.channels.doorway.wording.bundles import BUNDLE_STATES, BUNDLE_TONES
from yimen.channels.doorway.wording.cases import STATES
from yimen.channels.portal.progress.views import of_case
from yimen.channels.portal.progress.words import TONES
from yimen.kernel.errors import DomainError
from yimen.reference.people import queries as people
from yimen.reference.people.rules import Level
from yimen.services.cases.actions import deciding
from yimen.services.cases.errors import CaseNotFound
from yimen.services.cases.queries import bundles, search
from yimen.services.cases.queries.views import CaseView
from yimen.services.cases.rules.states import UNDECIDED, State

#: Neither begun at a window and left there, nor entered in error.
_HIDDEN = frozenset({State.DRAFT, State.EXPIRED, State.VOID})


def own(citizen_id: int) -> list[CaseView]:
    """A citizen's cases, the newest first; a hundred at most."""
    found = search.cases_of(people.citizen_index(citizen_id))
    return [case for case in found if case.state not in _HIDDEN]


def _one(request: CitizenRequest, public_id: str) -> CaseView:
    for case in own(request.citizen.id):
        if case.public_id == public_id:
            return case
    raise CaseNotFound


@never_cache
@require_safe
@citizen_page(Level.CHECKED)
def index(request: CitizenRequest) -> HttpResponse:
    """All of them, with state and due day. Parts of a bundle (一件事) stand behind its line."""
    mine = people.citizen_index(request.citizen.id)
    filed = [
        {
            "bundle": view,
            "word": BUNDLE_STATES[view.state.value],
            "tone": BUNDLE_TONES[view.state.value],
            "is_open": view.ready_at is None,
        }
        for view in bundles.bundles_of(mine)
    ]
    rows = [
        {
            "case": case,
            "word": STATES[case.state.value],
            "tone": TONES.get(case.state.value, "blue"),
            "is_open": case.state in UNDECIDED,
        }
        for case in own(request.citizen.id)
        if case.bundle_id is None
    ]
    context = {
        "rows": rows,
        "bundles": filed,
        "drafts": bundles.drafts_from_afar(request.citizen.id),
        "back_url": reverse("me"),
    }
    return render(request, "portal/me/cases.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@citizen_page(Level.CHECKED)
def case(request: CitizenRequest, public_id: str) -> HttpResponse:
    """One in full: what happened, materials, notices; urging, complaining, checking."""
    found = _one(request, public_id)
    context = {
        "act_url": reverse("me-case", args=[public_id]),
        "withdraw_url": reverse("me-case-withdraw", args=[public_id]),
        "back_url": reverse("me-cases"),
        **_whole(found),
    }
    return of_case(request, found, context, by=request.actor)


def _whole(case: CaseView) -> dict[str, object]:
    """The bundle (一件事) a case is part of, and where it stands; the way back leads there."""
    if case.bundle_id is None:
        return {}
    whole = bundles.bundle(case.bundle_id)
    address = reverse("me-bundle", args=[whole.public_id])
    return {"whole": whole, "whole_url": address, "back_url": address}


@never_cache
@require_http_methods(["GET", "POST"])
@citizen_page(Level.CHECKED)
def withdraw(request: CitizenRequest, public_id: str) -> HttpResponse:
    """Take it back, once asked whether one is sure."""
    found, back = _one(request, public_id), reverse("me-case", args=[public_id])
    if request.method == "GET":
        context = {"case": found, "back_url": back}
        return render(request, "portal/me/case_withdraw.html", context)
    if found.state is not State.WITHDRAWN:
        try:
            deciding.withdraw(found.id, "", by=request.actor, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
        else:
            messages.success(request, _("申请已撤回。交来的原件请到窗口领回。"))
    return redirect(back)
