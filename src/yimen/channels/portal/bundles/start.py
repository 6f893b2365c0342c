"""The door to filing a bundle: who applies, what was left unfinished, and the one button."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.channels.doorway import guides
from yimen.channels.doorway.names import named
from yimen.channels.doorway.phrases import sentence
from yimen.channels.doorway.who import CitizenRequest, citizen_page
from yimen.journeys import own_bundles
from yimen.kernel.errors import DomainError
from yimen.reference.catalogue.queries import Limit
from yimen.reference.catalogue.queries.bundles import bundle
from yimen.reference.centres import queries as centres
from yimen.reference.people.rules import Level
from yimen.services.cases.queries.bundles import drafts_from_afar

_LONGEST_KEY = 40


@never_cache
@require_http_methods(["GET", "POST"])
@citizen_page(Level.CHECKED)
def apply(request: CitizenRequest, code: str) -> HttpResponse:
    """Ask once whether to begin; pressed twice, or sent again, it is one draft."""
    if request.method == "POST":
        return _begin(request, code)
    view = bundle(code)
    known = [each for each in drafts_from_afar(request.citizen.id) if each.version_id == view.id]
    context: dict[str, Any] = {
        "view": view,
        "name": named(view),
        "limit": guides.days(Limit(view.bundle.days, "working")),
        "citizen": request.citizen,
        "drafts": known,
        "answers": guides.given(request.GET.dict()),
        "key": secrets.token_urlsafe(12),
        "back_url": reverse("bundle", args=[view.code]),
    }
    return render(request, "portal/bundles/apply.html", context)


def _begin(request: CitizenRequest, code: str) -> HttpResponse:
    try:
        draft = own_bundles.begin(
            code,
            guides.given(request.POST.dict()),
            citizen_id=request.citizen.id,
            centre_id=centres.centres()[0].id,
            key=request.POST.get("key", "")[:_LONGEST_KEY] or None,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("bundle", code)
    return redirect("me-bundle", draft.public_id)
